"""The steps of one update in symbols and in numbers, as LaTeX and sentences; where a walk stands."""

import re
from dataclasses import dataclass

import numpy as np

from gd_core.descent.lesson.line import Walk, slice_along
from gd_core.descent.reference import Iteration


@dataclass(frozen=True)
class Step:
    """One step: what it does, its formulas, these with this update's numbers put in, and why it is done."""

    name: str
    sentence: str
    formulas: tuple[str, ...]
    numbers: tuple[str, ...]
    why: str = ""


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


NAMES = ("Start", "Predict", "Loss", "Gradients", "Update", "Repeat")
"""The random start, and the five steps of an update."""


def one_step(walk: Walk, update: int, name: str) -> Step:
    """The step called ``name`` (one of `NAMES`) of update ``update`` (1 is the first)."""
    iteration = walk.iteration(update)
    x, y = walk.data.x[iteration.rows], walk.data.y[iteration.rows]
    made = (
        lambda: _start(walk),
        lambda: _predict(iteration, x),
        lambda: _loss(iteration, y),
        lambda: _gradients(iteration, x, y),
        lambda: _update(iteration, walk.learning_rate),
        lambda: _repeat(walk, iteration),
    )
    why = {"Gradients": _downhill, "Update": _moves}.get(name)
    return Step(name, *made[NAMES.index(name)](), why(walk, update) if why else "")


Told = tuple[str, tuple[str, ...], tuple[str, ...]]  # sentence, formulas, numbers


def _start(walk: Walk) -> Told:
    w, b = walk.theta(0)
    return (
        "Before the first update, b and w are drawn at random; the seed fixes the draw.",
        (r"b, w \sim \mathcal{N}(0, 1)",),
        (rf"b = {number(b)}", rf"w = {number(w)}"),
    )


def _predict(iteration: Iteration, x: np.ndarray) -> Told:
    w, b = iteration.theta
    return (
        f"The line gives a prediction for {_points(len(x))} of this batch:",
        (r"\hat{y}_i = b + w\,x_i",),
        (
            rf"\hat{{y}}_1 = {number(b)} + {bracketed(w)} \cdot {bracketed(x[0])} = "
            rf"{number(iteration.predictions[0])}",
        ),
    )


def _loss(iteration: Iteration, y: np.ndarray) -> Told:
    n, error = len(y), iteration.predictions - y
    squares = " + ".join(rf"{bracketed(e)}^2" for e in error[:2]) + (r" + \dots" if n > 2 else "")
    return (
        "The errors, squared and averaged, say how wrong the line is:",
        (r"J = \frac{1}{n} \sum_i (\hat{y}_i - y_i)^2",),
        (rf"J = \frac{{1}}{{{n}}} ({squares}) = {number(iteration.loss)}",),
    )


def _gradients(iteration: Iteration, x: np.ndarray, y: np.ndarray) -> Told:
    n, error, (dw, db) = len(y), iteration.predictions - y, iteration.gradient
    return (
        "How steeply the bowl rises along b and along w:",
        (
            r"\frac{\partial J}{\partial b} = \frac{2}{n} \sum_i (\hat{y}_i - y_i)",
            r"\frac{\partial J}{\partial w} = \frac{2}{n} \sum_i x_i (\hat{y}_i - y_i)",
        ),
        (
            rf"\frac{{\partial J}}{{\partial b}} = \frac{{2}}{{{n}}} \cdot "
            rf"{bracketed(float(error.sum()))} = {number(db)}",
            rf"\frac{{\partial J}}{{\partial w}} = \frac{{2}}{{{n}}} \cdot "
            rf"{bracketed(float(x @ error))} = {number(dw)}",
        ),
    )


def _update(iteration: Iteration, rate: float) -> Told:
    (w, b), (dw, db), (w_new, b_new) = iteration.theta, iteration.gradient, iteration.updated
    return (
        "Both move against their gradient, η (the learning rate) times it:",
        (
            r"b \leftarrow b - \eta \frac{\partial J}{\partial b}",
            r"w \leftarrow w - \eta \frac{\partial J}{\partial w}",
        ),
        (
            rf"b = {number(b)} - {number(rate)} \cdot {bracketed(db)} = {number(b_new)}",
            rf"w = {number(w)} - {number(rate)} \cdot {bracketed(dw)} = {number(w_new)}",
        ),
    )


def _downhill(walk: Walk, update: int) -> str:
    """Which way the loss falls, along b and along w."""
    b, w = (slice_along(walk, update, parameter).slope for parameter in ("b", "w"))
    if 0.0 in (b, w):
        return minus(f"b's slope is {b:.3g}, w's is {w:.3g}: where it is 0, the loss is level.")
    more = {True: "more", False: "less"}
    also = f"a little {more[w < 0.0]} w does so, too"
    return minus(
        f"b's slope is {b:.3g}: a little {more[b < 0.0]} b makes the loss smaller. w's is {w:.3g}: {also}."
    )


def _moves(walk: Walk, update: int) -> str:
    """By how much b and w move, and why the loss then falls."""
    b, w = (slice_along(walk, update, parameter) for parameter in ("b", "w"))
    if 0.0 in (b.slope, w.slope):
        return f"{slope_says(walk, update, 'b')} {slope_says(walk, update, 'w')}"
    falls = walk.batch_loss(update, walk.theta(update)) < walk.batch_loss(update, walk.theta(update - 1))
    more, way = ("more", "up") if b.slope < 0.0 else ("less", "down")
    w_way = "up" if w.slope < 0.0 else "down"
    return minus(
        f"b's slope is {b.slope:.3g}: a little {more} b makes the loss smaller, so b goes {way} by "
        f"{walk.learning_rate:.4g} × {abs(b.slope):.3g}; w goes {w_way}{', too' if w_way == way else ''}."
        + ("" if falls else " But these steps are too long: the loss does not fall.")
    )


def _repeat(walk: Walk, iteration: Iteration) -> Told:
    total = len(walk.data.x)
    since = ", as all go into it" if walk.updates_per_epoch == 1 else ""
    return (
        f"Then again, with the new b and w. One pass over all {total:,} points is an epoch, here "
        f"{_count(walk.updates_per_epoch, 'update')}{since}:",
        (rf"\text{{epoch}} = \lceil k / {walk.updates_per_epoch} \rceil",),
        (rf"\lceil {iteration.number} / {walk.updates_per_epoch} \rceil = {iteration.epoch}",),
    )


def _points(n: int) -> str:
    return "the one point" if n == 1 else f"each of the {n:,} points"


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def standing(walk: Walk, update: int) -> str:
    """Where the walk stands, in two lines of Markdown."""
    w, b = walk.theta(update)
    after = _count(update, "update")
    if walk.updates_per_epoch > 1:
        after += f", {_count(epochs_done(walk, update), 'epoch')}"
    else:  # both numbers are the same
        after += " (epoch)" if update == 1 else " (epochs)"
    return minus(
        f":small[**Loss {walk.loss(update):.4g}** after {after}]  \n:small[b = {b:.5g}, w = {w:.5g}]"
    )


def losses(walk: Walk, update: int) -> str:
    """Training and validation loss, and what least squares reaches."""
    return (
        f"Loss {walk.loss(update):.6g} on the training points, {walk.validation_loss(update):.6g} on the "
        f"validation points; least squares reaches {walk.floor:.6g} on the training points."
    )


@dataclass(frozen=True)
class Figure:
    """A number for a card: what it is, how large, and one sentence of help."""

    label: str
    value: str
    help: str


def figures(walk: Walk, update: int) -> tuple[Figure, ...]:
    """The counters, and how far it still is."""
    N, n, per_epoch = len(walk.data.x), walk.batch_size, walk.updates_per_epoch
    found = [
        Figure("Updates", f"{update:,}", "How often b and w have been changed."),
        Figure("Epochs", f"{update / per_epoch:,.4g}", "Passes over all training points."),
        Figure("Samples seen", f"{walk.samples_seen(update):,}", "Points looked at, each once an epoch."),
        Figure(
            "Updates an epoch",
            f"{N:,} / {n:,} = {per_epoch:,}" if N % n == 0 else f"⌈{N:,} / {n:,}⌉ = {per_epoch:,}",
            "N / n: training points over points in a batch; rounded up, as the last batch may be small.",
        ),
        Figure(
            "To least squares",
            f"{walk.distance(update, walk.least_squares):.4g}",
            "Distance of (b, w) from the line with the smallest training loss.",
        ),
    ]
    if walk.data.truth is not None:
        found.append(
            Figure(
                "To the true values",
                f"{walk.distance(update, walk.data.truth):.4g}",
                "Distance of (b, w) from the line that the points were made with.",
            )
        )
    return tuple(found)


def epochs_done(walk: Walk, update: int) -> int:
    """Epochs that are complete after so many updates."""
    return update // walk.updates_per_epoch


def end_of_epoch(walk: Walk, epoch: int) -> int:
    """How many updates have been made at the end of an epoch (0: at the start), as far as the walk goes."""
    return min(epoch * walk.updates_per_epoch, walk.last)


def slope_says(walk: Walk, update: int, parameter: str) -> str:
    """What the tangent says, and what is done about it."""
    cut = slice_along(walk, update, parameter)
    if cut.slope == 0.0:
        return f"The loss is level along {parameter}, which stays."
    way = "up" if cut.after > cut.at else "down"
    return minus(f"Slope {cut.slope:.3g} along {parameter}, so it goes {way} by {abs(cut.step):.3g}.")


def rate_advice(walk: Walk) -> str:
    """Which rates work on these points."""
    curvature = walk.curvature
    return (
        f"With all points in each update, an epoch is one update, and rates below "
        f"{curvature.largest_stable_rate():.3g} converge on these points; {curvature.best_rate():.3g} is the "
        "best."
    )


def ending(walk: Walk) -> str | None:
    """Why the walk has fewer updates than were asked for; None if it has all."""
    if walk.ran_away:
        stable = walk.curvature.largest_stable_rate()
        above = (
            f"The rate {walk.learning_rate:.4g} is above {stable:.3g}, the largest stable one"
            if walk.learning_rate > stable
            else "Such small batches need a smaller rate"
        )
        return (
            f"The walk runs away: after {_count(walk.last, 'update')}, the next one would take b or w beyond "
            f"10^12. {above}: every step overshoots the minimum by more than the one before."
        )
    if walk.last < walk.epochs * walk.updates_per_epoch:
        return (
            f"The walk is kept up to update {walk.last:,}, so that every step back is exact; "
            f"{_count(walk.epochs, 'epoch')} would have {walk.epochs * walk.updates_per_epoch:,}."
        )
    return None


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def minus(text: str) -> str:
    """``text`` with true minus signs, and powers of ten as by hand: 5.4e+23 -> 5.4 × 10²³."""
    powers = re.sub(r"(?<=\d)e([+-]\d+)", lambda found: f" × 10{str(int(found[1])).translate(_RAISED)}", text)
    return powers.replace("-", "−")
