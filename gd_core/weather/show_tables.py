"""A weather table for people: numbers, sentences and small tables to look at, and a file for a
spreadsheet."""

import pandas as pd

from gd_core.weather.calendar import long_date
from gd_core.weather.file import to_text
from gd_core.weather.gaps import date_gaps
from gd_core.weather.record import Weather
from gd_core.weather.report import WeatherError
from gd_core.weather.table import first_lines

UNITS = {"C": "°C", "F": "°F"}
ROLES = {
    "temperature_max": "daily maximum temperature",
    "temperature_mean": "daily mean temperature",
    "temperature_min": "daily minimum temperature",
    "temperature": "temperature",
    "tomorrow": "tomorrow's value",
    "flag": "mark of quality",
    "clock": "time of day",
    "calendar": "part of the date",
    "number": "number or identifier",
    "normal": "long-term normal",
    "anomaly": "difference from a normal",
}


def beginning(content: bytes) -> tuple[str, ...]:
    """The first lines of a file that may be no weather table at all; () if it is no text."""
    try:
        text = to_text(content, []).data
    except WeatherError:
        return ()
    return first_lines(text)


def facts(weather: Weather) -> tuple[tuple[str, str, str], ...]:
    """Label, value and one sentence of help for each of the numbers that sum a record up."""
    index, absent = weather.frame.index, gaps(weather)
    days_between = f"Days between the two without a row, in {len(absent)} gaps."
    return (
        ("Days", f"{len(index):,}", "Calendar days with a row in the file."),
        ("First day", f"{index[0]:%Y-%m-%d}", "The earliest date."),
        ("Last day", f"{index[-1]:%Y-%m-%d}", "The latest date."),
        ("Absent days", f"{absent['Days'].sum():,}", days_between),
        (
            "Missing values",
            f"{sum(column.missing for column in weather.columns):,}",
            "Empty or unreadable cells on the days that are there. The forecast counts "
            "more: a term that looks back misses the days before the first one.",
        ),
    )


def decisions(weather: Weather) -> pd.DataFrame:
    """Every decision of the reader: topic, certainty, decision, evidence."""
    return pd.DataFrame(
        [
            (
                decision.topic.capitalize(),
                "certain" if decision.certain else "assumed",
                decision.text,
                decision.evidence,
            )
            for decision in weather.report.decisions
        ],
        columns=["About", "Certainty", "Decision", "Evidence"],
    )


def columns(weather: Weather) -> pd.DataFrame:
    """Every column: name, meaning, unit, missing days, range, whether it predicts by default."""
    frame = weather.frame
    return pd.DataFrame(
        {
            "Column": [column.name for column in weather.columns],
            "Meaning": [ROLES.get(column.role, column.role) for column in weather.columns],
            "Unit": [UNITS.get(column.unit or "", column.unit or "unknown") for column in weather.columns],
            "Missing days": [column.missing for column in weather.columns],
            "Lowest": frame.min().to_numpy(),
            "Highest": frame.max().to_numpy(),
            "Predictor": [column.predictor for column in weather.columns],
        }
    )


def gaps(weather: Weather) -> pd.DataFrame:
    """Runs of absent dates: first and last absent day, number of days, longest first."""
    runs = date_gaps(pd.DatetimeIndex(weather.frame.index)).sort_values(
        "days", ascending=False, kind="stable"
    )
    return pd.DataFrame(
        {
            "First absent day": runs["start"].dt.date.to_numpy(),
            "Last absent day": runs["end"].dt.date.to_numpy(),
            "Days": runs["days"].to_numpy(),
        }
    )


def gaps_title(weather: Weather) -> str:
    """What the table of absent dates shows."""
    absent = gaps(weather)
    if absent.empty:
        return "No date is absent"
    count = "1 gap" if len(absent) == 1 else f"{len(absent)} gaps"
    first, days = absent["First absent day"].iloc[0], absent["Days"].iloc[0]
    return f"{count} in the dates, the longest of {days:,} days from {long_date(first)}"


def missing_title(weather: Weather) -> str:
    """What the map of missing values shows."""
    worst = max(weather.columns, key=lambda column: column.missing)
    if worst.missing == 0:
        return "No value is missing on the days that are there"
    return f"Most often missing: {worst.name}, on {worst.missing:,} of {len(weather.frame):,} days"


def is_complete(weather: Weather) -> bool:
    """Whether every calendar day is there with a value in every column."""
    return gaps(weather).empty and not any(column.missing for column in weather.columns)


def series_title(weather: Weather, name: str) -> str:
    """What the chart of the whole record of the temperature ``name`` shows."""
    values = weather.frame[name].dropna()
    days = pd.DatetimeIndex(values.index)
    unit = UNITS[weather.unit]
    return f"{name} " + (
        f"from {values.min():.1f} {unit} on {long_date(days[int(values.argmin())])} "
        f"to {values.max():.1f} {unit} on {long_date(days[int(values.argmax())])}"
    ).replace(" -", " −")


# What makes a spreadsheet take a cell for a formula; the wide forms are what East Asian keyboards write.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
DIGITS = 12  # significant ones: all that was measured, without the noise of binary fractions


def daily_csv(weather: Weather) -> bytes:
    """One row per day with a date and every column of `Weather.frame`; missing values are empty cells.

    Dates are ISO dates, numbers have a decimal point, and names that could be formulas get an apostrophe. The
    text begins with a byte order mark: without one, Excel takes "°C" and names in other scripts for text in
    the computer's old code page; all other readers of UTF-8, this one too, pass over it.
    """
    table = weather.frame.rename(columns=defused)
    text = table.to_csv(date_format="%Y-%m-%d", float_format=f"%.{DIGITS}g", lineterminator="\r\n")
    return text.encode("utf-8-sig")


def defused(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
