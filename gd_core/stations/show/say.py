"""What a table of stations says, in sentences."""

import numpy as np
import pandas as pd

from gd_core.stations.show.pictures import MEASURES, Measure, Wanted, has_truth
from gd_core.stations.show.skill_table import SkillTable
from gd_core.weather.report import counted


def amount(value: float, measure: str) -> str:
    """A value of a measure as it is written: "48%" or "2.1 °C"."""
    if MEASURES[measure].share:
        return f"{round(100.0 * value)}%".replace("-", "−")
    return f"{value:.1f} °C"


def estimated(table: SkillTable, measure: str) -> str:
    """The title of the map: half of the stations, and how far they are apart."""
    about = MEASURES[measure]
    return _middle(table.frame[about.column], about, measure)


def true(table: SkillTable, measure: str) -> str:
    """The title of the map of what is true."""
    values = table.frame[MEASURES[measure].true].dropna()
    return f"True, as simulated: half reach {amount(float(values.median()), measure)}"


def _middle(column: pd.Series, about: Measure, measure: str) -> str:
    values = column.dropna()
    if values.empty:
        return "No station could be judged"
    half = amount(float(values.median()), measure)
    if about.share:
        return f"Estimated: half of {counted(len(values), 'station')} reach {half}"
    return f"At half of {counted(len(values), 'station')}, the typical error is {half} or less"


def worse(table: SkillTable, measure: str) -> str:
    """What rings on the map mean; "" if there are none."""
    about = MEASURES[measure]
    count = int((table.frame[about.column] < 0.0).sum()) if about.share else 0
    if not count:
        return ""
    return f"Rings: worse than “{about.label.lower()}” ({counted(count, 'station')})."


def near_the_truth(table: SkillTable, measure: str) -> str:
    """How near the estimates come to what is true, and how often their intervals hold it; "" if unknown."""
    if not has_truth(table, measure):
        return ""
    about, frame = MEASURES[measure], table.frame
    off = (frame[about.column] - frame[about.true]).abs().dropna()
    near = f"{100.0 * float(off.median()):.1f} points"
    said = f"At half of the stations the estimate is within {near} of the truth"
    low, high = (frame[f"{about.column}_{end}"] for end in ("low", "high"))
    known = low.notna() & high.notna() & frame[about.true].notna()
    if not known.any():
        return f"{said}."
    held = float(((low <= frame[about.true]) & (frame[about.true] <= high))[known].mean())
    return f"{said}; the 95% interval holds it at {round(100.0 * held)}% of them."


def left_out(table: SkillTable, measure: str) -> str:
    """How many stations are not on the map, and why; "" if all are."""
    frame = table.frame
    judged = frame[MEASURES[measure].column].notna()
    placed = frame["latitude"].notna() & frame["longitude"].notna()
    reasons = {
        "could not be judged": int((~judged).sum()),
        "of unknown place": int((judged & ~placed).sum()),
    }
    said = [f"{count:,} {why}" for why, count in reasons.items() if count]
    return f"Not on the map: {', '.join(said)}." if said else ""


def how_many(table: SkillTable, wanted: Wanted) -> str:
    """How many of the stations are looked at."""
    count, total = int(wanted.of(table.frame).sum()), len(table.frame)
    return counted(total, "station") if count == total else f"{count:,} of {counted(total, 'station')}"


def shape(middles: pd.DataFrame, axis: str, measure: str) -> str:
    """The title of a measure against something, from the medians of its bands."""
    if axis == "truth":
        return "Each estimate beside the truth: on the line, they are equal"
    own = middles[middles["series"] == "Estimated"]
    if len(own) < 2:
        return "Too few stations for a line through them"
    first, last = float(own["y"].iloc[0]), float(own["y"].iloc[-1])
    spread = float(np.ptp(own["y"]))
    at = {
        "latitude": ("the southernmost", "the northernmost"),
        "sea": ("those nearest to the sea", "those farthest from it"),
        "elevation": ("the lowest", "the highest"),
        "years": ("the shortest records", "the longest"),
    }[axis]
    said = f"{amount(first, measure)} at {at[0]}, {amount(last, measure)} at {at[1]}"
    inner = own["y"].iloc[1:-1]
    if len(inner) and spread > 1.5 * abs(last - first):
        between = float(inner.max() if inner.max() > max(first, last) else inner.min())
        said += f", {amount(between, measure)} between"
    return f"Median: {said}"


TRUE_SKILL = "True skill"


def spread(table: SkillTable, measure: str, wanted: Wanted) -> str:
    """The title of the distribution: from where to where most stations lie."""
    values = table.frame[wanted.of(table.frame)][MEASURES[measure].column].dropna()
    if values.empty:
        return "No station is left"
    low, high = (amount(float(end), measure) for end in values.quantile([0.1, 0.9]))
    return f"Four in five of {counted(len(values), 'station')} lie between {low} and {high}"
