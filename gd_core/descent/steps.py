"""The five steps of one update in symbols and in numbers, as LaTeX and sentences."""

from dataclasses import dataclass

import numpy as np

from gd_core.descent.line import Walk


@dataclass(frozen=True)
class Step:
    """One step: what it does, its formula, and the same with this update's numbers put in."""

    title: str
    sentence: str
    formula: str
    numbers: str


def number(value: float) -> str:
    """``value`` in LaTeX with five significant digits."""
    text = f"{value:.5g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return rf"{mantissa} \times 10^{{{int(exponent)}}}"
    return text


def bracketed(value: float) -> str:
    """The same, in brackets if it is negative."""
    return f"({number(value)})" if value < 0 else number(value)


def five_steps(walk: Walk, update: int) -> tuple[Step, ...]:
    """The steps of update ``update`` (1 is the first)."""
    iteration = walk.iterations[update - 1]
    (w, b), (dw, db), (w_new, b_new) = iteration.theta, iteration.gradient, iteration.updated
    rows = iteration.rows
    x, y, predicted = walk.data.x[rows], walk.data.y[rows], iteration.predictions
    n, rate = len(rows), walk.learning_rate
    error = predicted - y
    squares = " + ".join(rf"{bracketed(e)}^2" for e in error[:2]) + (r" + \dots" if n > 2 else "")
    return (
        Step(
            "1  Predict",
            f"The line as it stands gives a prediction for each of the {n} points of this batch.",
            r"\hat{y}_i = b + w\,x_i",
            rf"\hat{{y}}_1 = {number(b)} + {bracketed(w)} \cdot {number(x[0])} = {number(predicted[0])}",
        ),
        Step(
            "2  Loss",
            "The errors are squared and averaged: one number says how wrong the line is.",
            r"J = \frac{1}{n} \sum_i (\hat{y}_i - y_i)^2",
            rf"J = \frac{{1}}{{{n}}} \left( {squares} \right) = {number(iteration.loss)}",
        ),
        Step(
            "3  Gradients",
            "How the loss would change if b or w were a little larger.",
            r"\frac{\partial J}{\partial b} = \frac{2}{n} \sum_i (\hat{y}_i - y_i), \quad "
            r"\frac{\partial J}{\partial w} = \frac{2}{n} \sum_i x_i (\hat{y}_i - y_i)",
            rf"\frac{{\partial J}}{{\partial b}} = \frac{{2}}{{{n}}} \cdot {bracketed(float(error.sum()))} = "
            rf"{number(db)}, \quad \frac{{\partial J}}{{\partial w}} = \frac{{2}}{{{n}}} \cdot "
            rf"{bracketed(float(x @ error))} = {number(dw)}",
        ),
        Step(
            "4  Update",
            "Both move against their gradient, by the learning rate times it.",
            r"b \leftarrow b - \eta \frac{\partial J}{\partial b}, \quad "
            r"w \leftarrow w - \eta \frac{\partial J}{\partial w}",
            rf"b = {number(b)} - {number(rate)} \cdot {bracketed(db)} = {number(b_new)}, \quad "
            rf"w = {number(w)} - {number(rate)} \cdot {bracketed(dw)} = {number(w_new)}",
        ),
        Step(
            "5  Repeat",
            _repeat(walk, update),
            r"\text{epoch} = \left\lceil \text{updates} \Big/ \lceil N / n \rceil \right\rceil",
            rf"\left\lceil {update} / {walk.updates_per_epoch} \right\rceil = {iteration.epoch}",
        ),
    )


def _repeat(walk: Walk, update: int) -> str:
    iteration = walk.iterations[update - 1]
    seen = sum(len(i.rows) for i in walk.iterations[:update])
    total = len(walk.data.x)
    per_epoch = walk.updates_per_epoch
    updates = "1 update" if per_epoch == 1 else f"{per_epoch} updates"
    return (
        f"Update {update:,} is in epoch {iteration.epoch:,}; {seen:,} points have been looked at. An "
        f"epoch is one pass over all {total} training points: here {updates}."
    )


def standing(walk: Walk, update: int) -> str:
    """Where the parameters are, and how far they have to go."""
    w, b = walk.theta(update)
    away = float(np.linalg.norm(walk.theta(update) - walk.least_squares()))
    return (f"b = {b:.5g}, w = {w:.5g} after {update:,} updates; {away:.3g} away from least squares").replace(
        "-", "−"
    )


def losses(walk: Walk, update: int) -> str:
    """Training and validation loss, and what least squares reaches."""
    return (
        f"Loss {walk.loss(update):.6g} on the training points, {walk.validation_loss(update):.6g} on the "
        f"validation points; least squares reaches {walk.floor():.6g} on the training points."
    )
