"""Questions at the end of the lesson, answered from the walk that is shown."""

from dataclasses import dataclass

from gd_core.descent.lesson.line import Walk


@dataclass(frozen=True)
class Question:
    """``answers``: what can be said, with what is to be said about it; ``right`` is one of them."""

    text: str
    answers: dict[str, str]
    right: str


def questions(walk: Walk) -> tuple[Question, ...]:
    """Three questions about the points, the batches and the rate of ``walk``."""
    return _loop(), _updates(walk), _double(walk)


def _loop() -> Question:
    right = "1 to 4"
    return Question(
        "Which steps belong inside the loop?",
        {
            "0 to 4": "Step 0 would draw a new start each time and throw away what has been learned. It "
            "stands before the loop.",
            right: "The start is drawn once. Prediction, loss, gradients and update are done anew each "
            "time, for b and w have changed; step 5 is the loop itself.",
            "3 and 4": "The gradients are made of the errors of the current predictions. Without a new "
            "step 1 they would stay those of the start, however far b and w have moved.",
            "Only 4": "The same gradients would be subtracted over and over: b and w would march straight "
            "on, past the minimum.",
        },
        right,
    )


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
