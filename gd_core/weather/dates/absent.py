"""Why a table has no dates: what stands where they should be, and what to do about it."""

import re

import numpy as np
import pandas as pd

from gd_core.weather.dates.column import label_of, no_days
from gd_core.weather.dates.numbers import coarse_numbers
from gd_core.weather.dates.parts import coarse_parts, inside, whole_numbers
from gd_core.weather.dates.times import read_times
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR, MAX_TRIED, MIN_DAYS
from gd_core.weather.report import WeatherError, counted, listed, quoted
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import (
    CURRENT_WORDS,
    DAY_WORDS,
    TIME_WORDS,
    VOLTAGE_WORDS,
    YEAR_WORDS,
    is_called,
    words,
)
from gd_core.weather.vocabulary.months import month_of

#: What stands beside the year in tables that are coarser than daily.
COARSE = {"monthly": "month", "weekly": "week", "quarterly": "quarter"}
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20|21)\d\d(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


def no_dates(cells: Cells, named: list[int]) -> WeatherError:
    """The refusal where no column gives days, not even those at ``named``, which are called dates: what was
    found instead."""
    return (
        _coarse(cells)
        or _one_month(cells)
        or _curves(cells)
        or _years_only(cells)
        or _times_only(cells)
        or _no_date_in(cells, named)
        or WeatherError(
            f"No column of dates was found among {listed(cells.originals)}; add one called date, such as "
            "2024-12-31."
        )
    )


def _coarse(cells: Cells) -> WeatherError | None:
    kind, positions = coarse_parts(cells)
    if kind in COARSE:
        return WeatherError(
            f"The {label_of(cells, positions)} give year and {COARSE[kind]} and no column gives the day: "
            f"this is {kind} data, and a forecast for tomorrow needs daily data."
        )
    if kind == "yearless":
        return WeatherError(
            f"There is no year: the {label_of(cells, positions)} give month and day only; add a column of "
            "years."
        )
    return None


def _one_month(cells: Cells) -> WeatherError | None:
    """Days of one month, which stands in a title if anywhere."""
    for position, name in enumerate(cells.originals):
        days = whole_numbers(cells, position, _number) if is_called(name, DAY_WORDS) else np.array([])
        known = days[(days >= 1) & (days <= 31)]
        if len(known) < 2 or 2 * len(known) < len(days) or (np.diff(known) <= 0).any():
            continue
        month = next((line.strip() for line in cells.preamble if _names_month(line)), None)
        of = f"of one month ({quoted(month)})" if month else "of one month, which is not named,"
        return WeatherError(
            f"The {label_of(cells, (position,))} gives days 1 to 31 and nothing else: this is a report {of} "
            f"with {counted(len(known), 'day')}, too few for a forecast, which needs at least {MIN_DAYS} "
            "days; join the reports of several months in one table, with a column of dates such as "
            "2024-12-31."
        )
    return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _names_month(line: str) -> bool:
    return _YEAR.search(line) is not None and any(month_of(word) for word in _LETTERS.findall(line))


def _curves(cells: Cells) -> WeatherError | None:
    """Voltages and currents, as of solar cells."""
    volts = [n for n in cells.originals if not VOLTAGE_WORDS.isdisjoint(words(n))]
    amperes = [n for n in cells.originals if not CURRENT_WORDS.isdisjoint(words(n))]
    if not volts or not amperes:
        return None
    return WeatherError(
        f"There is no column of dates, and {listed([volts[0], amperes[0]])} are voltages and currents: these "
        "are curves of a solar cell or another device, and no weather; choose a file with one row per day."
    )


def _years_only(cells: Cells) -> WeatherError | None:
    for position, name in enumerate(cells.originals):
        if not is_called(name, YEAR_WORDS) or not pd.api.types.is_numeric_dtype(cells.table[position]):
            continue
        years = cells.numbers(position)
        known = np.unique(years[np.isfinite(years)])
        if coarse_numbers(years) != "yearly" and not (
            len(known) == 1 and FIRST_YEAR <= known[0] <= LAST_YEAR
        ):
            continue
        if 2 * len(np.unique(years)) > len(years):
            return no_days(cells, position, "yearly", f"{years[np.isfinite(years)][0]:g}")
        return WeatherError(
            f"The {label_of(cells, (position,))} gives the year of several rows, and no column gives month "
            "and day; add a column called date, such as 2024-12-31."
        )
    return None


def _times_only(cells: Cells) -> WeatherError | None:
    """Times of day without a day."""
    called = [p for p, name in enumerate(cells.originals) if is_called(name, TIME_WORDS)]
    others = [p for p in cells.text if p not in set(called)]
    for position in called[:MAX_TRIED] + others[:MAX_TRIED]:
        read = read_times(cells, position, position in called)
        if read is None or not inside(read[0], 0, 1440) or read[0].min() == read[0].max():
            continue
        rows = counted(len(cells.table), "row")
        what = (
            f"this is a report of one day ({rows})"
            if (np.diff(read[0]) >= 0).all()
            else f"{rows} of any days"
        )
        return WeatherError(
            f"The {label_of(cells, (position,))} gives times of day, and no column gives the day: {what}; "
            f"join reports of at least {MIN_DAYS} days, with a column of dates such as 2024-12-31."
        )
    return None


def _no_date_in(cells: Cells, named: list[int]) -> WeatherError | None:
    for position in named:
        values = cells.table[position].dropna()
        if cells.originals[position].strip() and not values.empty:
            return WeatherError(
                f"The {label_of(cells, (position,))} holds no dates, but for example "
                f"{quoted(values.iloc[0])} on line {cells.line(int(values.index[0])):,}; write dates with "
                "the year first, such as 2024-12-31."
            )
    return None
