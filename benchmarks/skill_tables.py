"""The tables of `benchmarks.skill`: a line for each figure, a column for each forecaster, bars on ours."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from benchmarks.timing import table, verdict

LENGTHS = (120, 180, 365, 730, 1460)  # of windows, in days
YEAR, LONG = 365, 2000  # days of whole records
OURS = "from today"
WORSE = math.log(1.05)
# The mean log ratio to "as today", at most, and the share of those that may be worse by more than 5%.
BARS = {
    120: (-0.08, 0.10),
    180: (-0.08, 0.10),
    365: (-0.12, 0.10),
    730: (-0.15, 0.03),
    1460: (math.inf, 0.03),
}
TO_BEST = 0.02


@dataclass(frozen=True)
class Figure:
    """A line of a table: ``of`` one forecaster's rows, by the format ``shown``; the bar is on ours."""

    label: str
    of: Callable[[pd.DataFrame], float]
    shown: str
    least: float = -math.inf
    most: float = math.inf

    def text(self, value: float) -> str:
        """``value`` for the table; nothing where it is not known."""
        return format(value, self.shown).replace("-", "−") if math.isfinite(value) else ""

    def bar(self) -> str:
        """What we want to reach."""
        if math.isfinite(self.least):
            return f"{self.text(self.least)} to {self.text(self.most)}"
        return f"at most {self.text(self.most)}" if math.isfinite(self.most) else ""

    def met(self, value: float) -> str:
        """Whether we did."""
        return verdict(self.least <= value <= self.most) if self.bar() else ""


def mean(column: str) -> Callable[[pd.DataFrame], float]:
    """The mean of a column, missing ones passed over; NaN where there are none."""
    return lambda rows: float(rows[column].mean()) if column in rows else math.nan


def figures(most: float = math.inf, worse: float = math.inf) -> list[Figure]:
    """The lines of every table, with the bars on the ratio to "as today" and on the share that is worse."""
    return [
        Figure("log ratio to “as today”", mean("persistence"), "+.3f", most=most),
        Figure("worse than it by more than 5%", worse_share, ".1%", most=worse),
        Figure("log ratio to the best of three", mean("best"), "+.3f", most=TO_BEST),
        Figure("log ratio to the normal", mean("climatology"), "+.3f"),
        Figure("log ratio to the damped anomaly", mean("damped_anomaly"), "+.3f"),
        Figure("90% interval held, test days", mean("held"), ".1%"),
    ]


def worse_share(rows: pd.DataFrame) -> float:
    """Share of the records that are more than 5% worse than "as today"; NaN where nothing was scored."""
    known = rows["persistence"].dropna()
    return float((known > WORSE).mean())


COVERAGE = [
    Figure("90% interval held, test days", mean("held"), ".1%", 0.89, 0.91),
    Figure("its standard deviation", lambda rows: float(rows["held"].std(ddof=0)), ".1%", most=0.015),
    Figure("held, all days behind the training part", mean("held_later"), ".1%"),
    Figure("its standard deviation", lambda rows: float(rows["held_later"].std(ddof=0)), ".1%"),
]
FORMER = [
    Figure("ratio to suggested features from nothing", mean("to_former"), ".3f", most=0.97),
    Figure("the worst of them", lambda rows: float(rows["to_former"].max()), ".3f", most=1.01),
]


def all_tables(judged: pd.DataFrame) -> str:
    """``judged``: a row for each piece and forecaster: record, length (0: whole), days, model, scores."""
    whole, days = judged["length"] == 0, judged["days"]
    groups = [
        (f"Windows of {length:,} days", judged["length"] == length, figures(*BARS[length]))
        for length in LENGTHS
    ]
    groups += [
        ("Whole records under a year", whole & (days < YEAR), figures(worse=0.10)),
        ("Whole records of a year and more", whole & (days >= YEAR), figures(worse=0.10)[:-1] + COVERAGE),
        (f"Whole records of {LONG:,} days and more", whole & (days >= LONG), figures(worse=0.03) + FORMER),
    ]
    return "\n\n".join(group_table(title, judged[used], lines) for title, used, lines in groups if used.any())


def group_table(title: str, judged: pd.DataFrame, lines: list[Figure]) -> str:
    """One table; where a forecaster has no scores at all, its package is not installed."""
    models = dict(iter(judged.groupby("model", sort=False)))
    ours = models.pop(OURS)
    count = f"{len(ours):,}"
    if judged["length"].any():
        count += f" from {ours['record'].nunique()} records"
    rows = []
    for line in lines:
        value = line.of(ours)
        others = [
            "not installed" if theirs["persistence"].isna().all() else line.text(line.of(theirs))
            for theirs in models.values()
        ]
        rows.append([line.label, line.text(value), line.bar(), line.met(value), *others])
    return table(f"{title}: {count}", ["mean over them", OURS, "bar", "met", *map(str, models)], rows)
