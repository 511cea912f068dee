"""What well-known tutorials print, beside what is computed here.

The numbers are quoted as they are printed, digit for digit; `digits` says how many of them agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from gd_core.descent.lesson.line import Line, Walk

ENOUGH = 12  # digits: the order of 50,000 sums shows in those beyond


@dataclass(frozen=True)
class Quoted:
    """A printed number and the computed one."""

    what: str
    printed: str
    computed: float


@dataclass(frozen=True)
class Published:
    """A published descent."""

    learning_rate: float
    epochs: int


#: PyTorch Step-by-Step, chapters 0 and 1: the default `Line`, all points in each update.
STEP_BY_STEP = Published(learning_rate=0.1, epochs=1000)
SOURCE = "PyTorch Step-by-Step, chapters 0 and 1"
_STEP_BY_STEP = {
    0: (("b at the start", "0.49671415"), ("w at the start", "-0.1382643")),
    1: (("b after 1 epoch", "0.80119529"), ("w after 1 epoch", "0.04511107")),
    1000: (("b after 1,000 epochs", "1.02354094"), ("w after 1,000 epochs", "1.96896411")),
}
_LEAST_SQUARES = (("b of least squares", "1.02354075"), ("w of least squares", "1.96896447"))


def is_step_by_step(line: Line, walk: Walk) -> bool:
    """Whether a walk is the published one."""
    return (
        line == Line()
        and walk.learning_rate == STEP_BY_STEP.learning_rate
        and walk.last == STEP_BY_STEP.epochs
        and walk.updates_per_epoch == 1
    )


def step_by_step(walk: Walk) -> list[Quoted]:
    """The published numbers beside those of ``walk``, which must be the published one."""
    thetas = [(walk.theta(update), pair) for update, pair in _STEP_BY_STEP.items()]
    thetas.append((walk.least_squares, _LEAST_SQUARES))
    return [
        Quoted(what, printed, float(value))
        for theta, pair in thetas
        for (what, printed), value in zip(pair, theta[::-1], strict=True)
    ]


def digits(printed: str, computed: float) -> tuple[int, int]:
    """How many significant digits of ``printed`` the computed number has when rounded alike; and of how many.

    1.0235 beside 1.0239 agree in 4 of 5. Numbers of different size or sign agree in none.
    """
    quoted = Decimal(printed)
    exponent = int(quoted.as_tuple().exponent)
    ours = Decimal(computed).quantize(Decimal(1).scaleb(exponent))
    told, found = quoted.as_tuple(), ours.as_tuple()
    of = len(told.digits)
    if told.sign != found.sign or len(found.digits) != of:
        return 0, of
    agree = 0
    for a, b in zip(told.digits, found.digits, strict=True):
        if a != b:
            break
        agree += 1
    return agree, of


def table(rows: Iterable[Quoted]) -> pd.DataFrame:
    """The rows for reading: what, as published, as computed, and how many digits agree."""
    listed = []
    for row in rows:
        agree, of = digits(row.printed, row.computed)
        listed.append((row.what, row.printed, f"{row.computed:.{max(of, 12)}g}", f"{agree} of {of}"))
    return pd.DataFrame(listed, columns=["Number", "Published", "Computed", "Digits that agree"])


def verdict(rows: Iterable[Quoted]) -> str:
    """Whether the numbers are reproduced: in all digits printed, or in `ENOUGH` where more are."""
    rows = list(rows)
    counts = [digits(row.printed, row.computed) for row in rows]
    off = [row.what for row, (agree, of) in zip(rows, counts, strict=True) if agree < min(of, ENOUGH)]
    if off:
        return (
            f"{len(rows) - len(off)} of {len(rows)} published numbers are reproduced, not {', '.join(off)}."
        )
    if all(agree == of for agree, of in counts):
        return f"All {len(rows)} published numbers are reproduced, to every printed digit."
    fewest = min(agree for agree, of in counts if agree < of)
    return (
        f"All {len(rows)} published numbers are reproduced: to every printed digit, or to at least {fewest} "
        "where so many are printed that the order of the sums shows in the last ones."
    )
