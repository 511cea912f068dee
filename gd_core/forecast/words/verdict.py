"""What the skill of the forecast comes to, in sentences that follow from the table of `skill.skills`."""

import pandas as pd

from gd_core.forecast.judge.skill import CONFIDENCE, FEWEST_DAYS, RESAMPLES
from gd_core.forecast.words.phrases import REFERENCE_NAMES, joined, model_name, percent
from gd_core.weather.report import counted

REFERENCES_EXPLAINED = (
    "“As today” (persistence) says that it stays as warm as today; “as usual for the date” (the seasonal "
    "normal) says what is usual on that date; “between the two” (the damped anomaly) says what is usual plus "
    "a share of today's departure from it."
)

SHARES_EXPLAINED = f"Squared error saved, and the ends of its {percent(CONFIDENCE)} interval."


def verdict(table: pd.DataFrame, part: str = "test") -> str:
    """What gradient descent's forecast is worth on ``part``, in sentences that follow from `skills`."""
    rows = table[(table["part"] == part) & (table["model"] == "gradient_descent")]
    if rows.empty:
        return f"There are no {part} days to judge the forecast by."
    count = counted(int(rows["days"].iloc[0]), f"{part} day")
    if (rows["finding"] == "unknown").all():
        if rows["skill"].isna().all():
            return f"On {count} the forecast cannot be compared with any other."
        return f"{count} are too few to tell the forecast from simple ones: {FEWEST_DAYS} are needed."
    said: list[str] = []
    for finding, what in _FOUND.items():
        names = [_named(row) for _, row in rows[rows["finding"] == finding].iterrows()]
        if names:
            who = "It" if said else f"On {count} the forecast"
            said.append(f"{who} {what} {joined(names)}.")
    return " ".join(said)


_FOUND = {
    "better": "was better than",
    "worse": "was worse than",
    "undecided": "could not be told apart from",
    "unknown": "cannot be compared with",
}
"""What is said of the forecast for each finding, in the order of the sentences."""


def details(table: pd.DataFrame, part: str = "test") -> str:
    """What the percentages of `verdict` are, and their intervals, as Markdown."""
    rows = table[(table["part"] == part) & (table["model"] == "gradient_descent") & table["low"].notna()]
    said = [
        "The percentages compare typical errors (RMSE): how much larger or smaller the other forecast's is."
    ]
    for _, row in rows.iterrows():
        ends = f"from {_difference(row['low'])} to {_difference(row['high'])}"
        said.append(f"{_name(row)}: {ends} ({percent(CONFIDENCE)} interval).")
    if (rows["finding"] == "undecided").any():
        said.append("“Not told apart”: the difference may be chance.")
    return "\n\n".join(said)


def _name(row: pd.Series) -> str:
    return REFERENCE_NAMES[str(row["reference"])]


def _named(row: pd.Series) -> str:
    """The reference, with its typical error beside that of the forecast where that is no chance."""
    if row["finding"] not in ("better", "worse"):
        return _name(row)
    return f"{_name(row)} (typical error {_difference(row['skill'])})"


def _difference(skill: float) -> str:
    """By how much the typical error of a reference differs from ours, from its ``skill``: "11% larger".

    Skill is of squared errors, and typical errors are their roots.
    """
    if skill >= 1.0:
        return "larger beyond measure"
    share = (1.0 - skill) ** -0.5 - 1.0
    return f"{_number(abs(share))}% {'larger' if share > 0.0 else 'smaller'}"


def _number(share: float) -> str:
    """Whole percent, from 1 on; below that to one digit, so that what is not zero does not look like it."""
    return f"{100.0 * share:.0f}" if share >= 0.0095 else f"{100.0 * share:.1g}"


def _relation(table: pd.DataFrame) -> str:
    """What a skill is in typical errors, by the first that is above zero; empty without one."""
    rows = table[(table["part"] == "test") & (table["model"] == "gradient_descent")]
    for _, row in rows[(rows["skill"] > 0.0) & (rows["skill"] < 1.0)].iterrows():
        share, other = f"{_number(row['skill'])}%", _difference(row["skill"])
        return f" A skill of {share} means that the typical error of {_name(row)} is {other}."
    return ""


def how_judged(table: pd.DataFrame) -> str:
    """What skill is, and where its interval and the words come from."""
    block = int(table.loc[table["part"] == "test", "block"].max()) if len(table) else 0
    if block == 0:
        return "Skill is the share of the squared error that is saved."
    return (
        f"Skill is the share of the squared error that is saved.{_relation(table)} Bars are "
        f"{percent(CONFIDENCE)} intervals from {RESAMPLES:,} resamples of the days in blocks of "
        f"{counted(block, 'day')}. A "
        f"difference counts only where the interval leaves out zero and a Diebold-Mariano test agrees, "
        "corrected for several references by Holm's method."
    )


def chart_title(table: pd.DataFrame) -> str:
    """How many references the forecast beats on the test days."""
    rows = table[(table["part"] == "test") & (table["model"] == "gradient_descent")]
    better, worse = (int((rows["finding"] == what).sum()) for what in ("better", "worse"))
    if (rows["finding"] == "unknown").all():
        return "Skill over simple forecasts"
    simple = counted(len(rows), "simple forecast")
    if better == len(rows):
        return (
            f"The regression beats all {simple}" if better > 1 else "The regression beats the simple forecast"
        )
    beaten = f"The regression beats {better or 'none'} of {simple}"
    return f"{beaten}, and loses to {worse}" if worse else beaten


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """The table with readable names, the test part first; shares stay shares."""
    rows = table.sort_values("part", kind="stable")  # "test" before "validation"
    return pd.DataFrame(
        {
            "Part": rows["part"].str.capitalize(),
            "Model": rows["model"].map(model_name),
            "Over": rows["reference"].map(REFERENCE_NAMES),
            "Skill": rows["skill"].round(3),
            "From": rows["low"].round(3),
            "To": rows["high"].round(3),
            "Diebold-Mariano": rows["statistic"],
            "p": rows["p_value"],
            "Days": rows["days"],
        }
    )
