"""What the skill of the forecast comes to, in sentences that follow from the table of `skill.skills`."""

import pandas as pd

from gd_core.forecast.judge.skill import CONFIDENCE, FEWEST_DAYS, RESAMPLES
from gd_core.forecast.words.phrases import REFERENCE_NAMES, joined, percent
from gd_core.weather.report import counted

REFERENCES_EXPLAINED = (
    "Persistence says “as today”; climatology, the seasonal normal, says what is usual on that date; the "
    "damped anomaly is the normal plus a share of today's departure from it."
)

SHARES_EXPLAINED = f"Squared error saved, and the ends of its {percent(CONFIDENCE)} interval."


def verdict(table: pd.DataFrame, part: str = "test") -> str:
    """What gradient descent's forecast is worth on ``part``, in one sentence that follows from `skills`."""
    rows = table[(table["part"] == part) & (table["model"] == "gradient_descent")]
    if rows.empty:
        return f"There are no {part} days to judge the forecast by."
    count = counted(int(rows["days"].iloc[0]), f"{part} day")
    if (rows["finding"] == "unknown").all():
        if rows["skill"].isna().all():
            return f"On {count} the forecast cannot be compared with any reference."
        return f"{count} are too few to tell the forecast from its references: {FEWEST_DAYS} are needed."
    better = [f"{_by(row)} below that of {_name(row)}{_range(row)}" for row in _those(rows, "better")]
    worse = [f"{_by(row)} above that of {_name(row)}{_range(row)}" for row in _those(rows, "worse")]
    parts = [*better, *worse]
    undecided = [f"that of {_name(row)}{_range(row)}" for row in _those(rows, "undecided")]
    if undecided:
        parts.append(f"not distinguishable from {joined(undecided)}")
    unknown = [f"that of {_name(row)}" for row in _those(rows, "unknown")]
    if unknown:
        parts.append(f"not comparable with {joined(unknown)}")
    return f"On {count} the mean squared error of the forecast is {joined(parts)}."


def _those(rows: pd.DataFrame, what: str) -> list[pd.Series]:
    return [row for _, row in rows[rows["finding"] == what].iterrows()]


def _name(row: pd.Series) -> str:
    return REFERENCE_NAMES[str(row["reference"])]


def _by(row: pd.Series) -> str:
    return f"{_number(abs(row['skill']))}%"


def _number(share: float) -> str:
    """Whole percent, from 1 on; below that to one digit, so that what is not zero does not look like it."""
    return f"{100.0 * share:.0f}" if share >= 0.0095 else f"{100.0 * share:.1g}"


def _range(row: pd.Series) -> str:
    """The interval in brackets, in the direction of the words before it."""
    low, high = float(row["low"]), float(row["high"])
    if row["finding"] == "better":
        return f" ({_number(low)} to {_number(high)}%)"
    if row["finding"] == "worse":
        return f" ({_number(-high)} to {_number(-low)}%)"
    return f" ({_side(low)} to {_side(high)})"


def _side(skill: float) -> str:
    """The end of an interval in words: "4% above", "12% below"."""
    return f"{_number(abs(skill))}% {'below' if skill > 0.0 else 'above'}"


def how_judged(table: pd.DataFrame) -> str:
    """Where the interval and the words come from, in two sentences."""
    block = int(table.loc[table["part"] == "test", "block"].max()) if len(table) else 0
    if block == 0:
        return "Skill is one minus the ratio of mean squared errors."
    return (
        f"Skill is one minus the ratio of mean squared errors; brackets and bars are {percent(CONFIDENCE)} "
        f"intervals from {RESAMPLES:,} resamples of the days in blocks of {counted(block, 'day')}. A "
        f"difference counts only where the interval leaves out zero and a Diebold-Mariano test agrees, "
        "corrected for several references by Holm's method."
    )


def chart_title(table: pd.DataFrame) -> str:
    """How many references the forecast beats on the test days."""
    rows = table[(table["part"] == "test") & (table["model"] == "gradient_descent")]
    better, worse = (int((rows["finding"] == what).sum()) for what in ("better", "worse"))
    if (rows["finding"] == "unknown").all():
        return "Skill over forecasts that need no regression"
    if better == len(rows):
        return f"The regression beats all {len(rows)} forecasts that need none"
    beaten = f"The regression beats {better or 'none'} of {len(rows)} forecasts that need none"
    return f"{beaten}, and loses to {worse}" if worse else beaten


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """The table with readable names, the test part first; shares stay shares."""
    rows = table.sort_values("part", kind="stable")  # "test" before "validation"
    return pd.DataFrame(
        {
            "Part": rows["part"].str.capitalize(),
            "Model": rows["model"].str.replace("_", " ").str.capitalize(),
            "Over": rows["reference"].map(REFERENCE_NAMES),
            "Skill": rows["skill"].round(3),
            "From": rows["low"].round(3),
            "To": rows["high"].round(3),
            "Diebold-Mariano": rows["statistic"],
            "p": rows["p_value"],
            "Days": rows["days"],
        }
    )
