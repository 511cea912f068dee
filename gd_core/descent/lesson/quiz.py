"""Questions at the end of the lesson, answered from the walk that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from gd_core.descent.lesson.line import Walk


@dataclass(frozen=True)
class Question:
    """``answers``: what can be said, with what is to be said about it; ``right`` is one of them."""

    text: str
    answers: dict[str, str]
    right: str


def questions(walk: Walk) -> tuple[Question, ...]:
    """Questions about the steps, the points, the batches and the rate of ``walk``."""
    return _loop(), _updates(walk), _double(walk), _way(), _end(walk)


def score(asked: Sequence[Question], answers: Sequence[str | None]) -> str:
    """How many ``answers`` are right, and how many are still to be given (None)."""
    right = sum(answer == question.right for question, answer in zip(asked, answers, strict=True))
    left = sum(answer is None for answer in answers)
    return f"**{right} of {len(asked)} right**" + (f", {left} to go." if left else ".")


def _loop() -> Question:
    right = "Predict, Loss, Gradients, Update"
    return Question(
        "Which steps are done anew for each update?",
        {
            f"Start, {right}": "Start would draw a new line each time and throw away what was learned. It "
            "stands before the loop.",
            right: "The start is drawn once. Prediction, loss, gradients and update are done anew each "
            "time, for b and w have changed; Repeat is the loop itself.",
            "Gradients, Update": "The gradients are made of the errors of the current predictions. Without a "
            "new prediction they would stay those of the start, however far b and w have moved.",
            "Only Update": "The same gradients would be subtracted over and over: b and w would march on, "
            "past the minimum.",
        },
        right,
    )


def _way() -> Question:
    right = "It grows"
    return Question(
        "The gradient along w is negative. What does the update do with w?",
        {
            "It shrinks": "That would be with the gradient, uphill. It is subtracted, and so w grows.",
            right: "Against the gradient: w minus the rate times a negative number is more than w. Where the "
            "loss falls as w grows, w has to grow.",
            "That depends on b": "b has a gradient of its own. The update of w takes the one along w alone.",
        },
        right,
    )


def _end(walk: Walk) -> Question:
    right, floor = "At the line with the smallest loss", f"the smallest loss is {walk.floor:.4g}"
    answers = {
        "Where the loss is zero": f"No line goes through all points; {floor}.",
        right: f"There both gradients are zero, and nothing moves any more; {floor}.",
        "At the point in the middle": "A line is not drawn to one point: every error counts, squared.",
    }
    if walk.data.truth is not None:
        answers["At the line that the points were made with"] = (
            "Descent knows the points alone; their noise moves the line with the smallest loss a little away."
        )
    return Question("With a rate small enough, where does batch descent end?", answers, right)


def _updates(walk: Walk) -> Question:
    N, n, right = len(walk.data.x), walk.batch_size, walk.updates_per_epoch
    reasons = {
        N // n: f"{N // n:,} full batches leave {N % n:,} points over. They make one more, smaller batch.",
        1: f"One update an epoch is batch descent, with all {N:,} points in each update. Here a batch has "
        f"{n:,}.",
        N: f"{N:,} updates an epoch is stochastic descent, with one point in each update. Here a batch has "
        f"{n:,}.",
        n: f"{n:,} is the number of points in a batch; an epoch has as many updates as there are batches.",
        walk.epochs: f"{walk.epochs:,} is the number of epochs, each of which goes once over all points.",
        right + 1: f"All {N:,} points are used up after {right:,}.",
    }
    reasons[right] = (
        f"{N:,} training points in batches of {n:,}: N / n"
        + ("" if N % n == 0 else ", rounded up,")
        + f" is {right:,}."
    )
    wrong = [count for count in reasons if count != right][:3]
    return Question(
        f"{N:,} training points, {n:,} in each batch: how many updates does an epoch have?",
        {f"{count:,}": reasons[count] for count in sorted([right, *wrong])},
        f"{right:,}",
    )


FASTER, SLOWER, AWAY = "It arrives in fewer epochs", "It arrives, in more epochs", "It runs away"
SAME = "The same way in half the epochs, exactly"


def _double(walk: Walk) -> Question:
    rate, curvature = walk.learning_rate, walk.curvature
    stable = curvature.largest_stable_rate()
    now, then = curvature.contraction(rate), curvature.contraction(2.0 * rate)
    if 2.0 * rate >= stable:
        right = AWAY
        why = f"{2 * rate:.3g} is not below {stable:.3g}, the largest stable rate of these points (2/L)"
    else:
        right = FASTER if then < now else SLOWER
        why = (
            f"{2 * rate:.3g} is below {stable:.3g}, the largest stable rate of these points (2/L), and in "
            f"the long run an epoch leaves {then:.4g} of the distance instead of {now:.4g}"
        )
    told = {
        FASTER: f"No: {why}.",
        SLOWER: f"No: {why}.",
        AWAY: f"No: {why}.",
        SAME: f"Not exactly: each direction shrinks by 1 − rate · curvature, which does not halve. {why}.",
    }
    told[right] = f"Yes: {why}."
    return Question(
        f"With all points in each update, what happens if the rate is doubled from {rate:.3g} to "
        f"{2 * rate:.3g}?",
        told,
        right,
    )
