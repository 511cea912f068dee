"""What a student can guess before it is shown: questions about a walk, with the answers that it gives."""

from typing import NamedTuple

import numpy as np

from gd_core.descent.lesson.line import Walk
from gd_core.descent.lesson.one_variable import Trace
from gd_core.descent.lesson.steps import minus

NEARLY = 1e-3
"""Share of the starting excess loss at which a descent counts as arrived, as on the page Learning rates."""


class Guess(NamedTuple):
    """A question, what can be answered, which answer is right, and a sentence with the numbers."""

    question: str
    answers: tuple[str, ...]
    right: str
    numbers: str


def way_of_line(walk: Walk) -> Guess:
    """Which way the first update moves b and w."""
    answers = ("both up", "b up, w down", "b down, w up", "both down")
    (w, b), (w_new, b_new) = walk.theta(0), walk.theta(1)
    right = answers[2 * (b_new < b) + (w_new < w)]
    numbers = f"b goes from {b:.3g} to {b_new:.3g}, w from {w:.3g} to {w_new:.3g}, against their slopes."
    return Guess("Which way will b and w go?", answers, right, minus(numbers))


def loss_of_line(walk: Walk) -> Guess:
    """What the first update does to the loss."""
    before, after = walk.loss(0), walk.loss(1)
    numbers = f"From {before:.4g} to {after:.4g} on the training points."
    return Guess("What will this update do to the loss?", *_change(before, after), numbers)


def epochs_of_line(walk: Walk) -> Guess:
    """After how many epochs the walk has arrived (`NEARLY`)."""
    epochs = walk.arrival(NEARLY)
    question = "At which epoch is the loss 99.9% of the way down to least squares?"
    if epochs is None:
        return Guess(question, ("10", "100", "never"), "never", _still_off(walk))
    return Guess(question, *_counts(epochs), f"Type {epochs} beside Run and see.")


def way_of_point(trace: Trace) -> Guess:
    """Which way the first step goes. Raises IndexError for a walk of no steps."""
    x, slope = trace.frame["x"], float(trace.frame["gradient"].iloc[0])
    right = "to the right" if x.iloc[1] > x.iloc[0] else "to the left"
    numbers = (
        f"The slope at {x.iloc[0]:.4g} is {slope:.4g}, and the step goes against it, to {x.iloc[1]:.4g}."
    )
    return Guess("Which way will the first step go?", ("to the left", "to the right"), right, minus(numbers))


def second_step(trace: Trace) -> Guess:
    """Whether the second step is longer than the first. Raises IndexError for a walk of fewer steps."""
    first, second = np.abs(np.diff(trace.frame["x"].to_numpy()[:3]))
    right = "as long" if np.isclose(first, second, rtol=1e-9) else "shorter" if second < first else "longer"
    numbers = f"{first:.4g}, then {second:.4g}: the slope there is {trace.frame['gradient'].iloc[1]:.4g}."
    return Guess("Will the second step be as long?", ("shorter", "as long", "longer"), right, minus(numbers))


def steps_of_point(trace: Trace) -> Guess:
    """How many steps it takes until the slope has all but vanished."""
    steep = np.abs(trace.frame["gradient"].to_numpy())
    there = np.flatnonzero(steep <= 0.01 * steep[0])
    question = "After how many steps is the slope a hundredth of the first?"
    if trace.status == "diverged" or not there.size:
        return Guess(
            question, ("3", "10", "never"), "never", minus(f"After {len(steep) - 1:,} it is {steep[-1]:.3g}.")
        )
    numbers = f"It is {steep[0]:.3g} at the start, and then {steep[there[0]]:.3g}."
    return Guess(question, *_counts(int(there[0])), numbers)


def _change(before: float, after: float) -> tuple[tuple[str, ...], str]:
    answers = ("smaller", "no change", "larger")
    return answers, answers[1 + int(np.sign(after - before))]


def _counts(right: int) -> tuple[tuple[str, ...], str]:
    """A count among others that are well apart, and the count."""
    counts = sorted({right // 5, right, 4 * right + 3})
    return tuple(f"{count:,}" for count in counts), f"{right:,}"


def _still_off(walk: Walk) -> str:
    if walk.ran_away or walk.loss(walk.last) > walk.loss(0):
        return minus(f"The loss grows, from {walk.loss(0):.3g} to {walk.loss(walk.last):.3g}.")
    return f"At the end the loss is {walk.loss(walk.last):.6g}; least squares has {walk.floor:.6g}."
