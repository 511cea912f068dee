"""What speaks for degrees Fahrenheit where neither the file nor the range of the temperatures says so.

A winter in °F, from 5 to 50, could be one in °C. But rain in inches, another column in °F, or a station in
the United States with whole degrees tell; and whole degrees that change as much as °F do.
"""

import re
from collections.abc import Sequence

import numpy as np

from gd_core.weather.columns.by_name import concepts, role_of, words
from gd_core.weather.columns.units import stated_degrees
from gd_core.weather.record import Described
from gd_core.weather.report import listed, quoted
from gd_core.weather.vocabulary.unsure import VISIBILITY_WORDS

AMOUNTS = ("precipitation", "snow", "pressure")
_INCHES = re.compile(r"(?:^|[\s_(\[.-])[iI]n(?:Hg|hg)?[)\].]*$|[iI]nch|(?<=[a-z])In$")  # but not "rain"
_METRIC = re.compile(r"(?<![a-z])(?:mm|cm|hpa)(?![a-z])", re.IGNORECASE)
_AMERICA = re.compile(r",\s*[A-Z]{2},?\s+USA?\b|\bUnited States\b|\bU\.S\.A?\b|\bUSA\b")
_MILES = re.compile(r"\bmiles?\b|[(\[_ ]mi[)\]]?$|\bmi\b", re.IGNORECASE)
MOST_MILES = 10.0  # of visibility: better is not told apart
MERCURY = 20.0, 32.0  # inches of mercury: the air 3 km up, and more than was ever measured
RAIN_RESOLUTION = 0.01  # inches; in mm it is 0.1 or 0.2
MOST_INCHES, USUAL_INCHES = 12.0, 0.5  # of rain on a day: the most, and half of the wet days below this
WET_DAYS = 8  # at least, to judge rain by
LEAST_STEP, LEAST_SPAN = 4.0, 13.0  # of °F: usual change from day to day, and from minimum to maximum


def why_fahrenheit(described: Described, values: np.ndarray, temperatures: Sequence[int]) -> str | None:
    """What speaks for °F, as evidence for the report; None if nothing does.

    ``values`` (days, columns) are those of all columns, ``temperatures`` the positions of those whose unit is
    open.
    """
    names = described.names
    beside = [p for p in range(len(names)) if p not in temperatures]
    stated = {p: stated_degrees(names[p]) for p in beside if concepts(names[p]) & {"temperature", "derived"}}
    if "C" in stated.values() or any(_millimetres(names[p], described.unit(p)) for p in beside):
        return None
    if fahrenheit := [names[p] for p, unit in stated.items() if unit == "F"]:
        return f"{listed(fahrenheit)} {'is' if len(fahrenheit) == 1 else 'are'} in °F"
    if inches := [names[p] for p in beside if _inches(names[p], described.unit(p))]:
        return f"{listed(inches)} {'is' if len(inches) == 1 else 'are'} in inches"
    if mercury := [names[p] for p in beside if _in_mercury(names[p], values[:, p])]:
        verb = "lies" if len(mercury) == 1 else "lie"
        return f"{listed(mercury)} {verb} between 20 and 32, as the pressure does in inches of mercury"
    known = values[:, list(temperatures)]
    known = known[~np.isnan(known)]
    if not np.all(known == np.rint(known)):
        return None
    whole = "temperatures are whole numbers"
    miles = [names[p] for p in beside if p in described.miles or _says_miles(names[p], described.unit(p))]
    if miles:
        return f"{whole}, and {listed(miles)} {'is' if len(miles) == 1 else 'are'} in miles"
    rain = next((p for p in beside if role_of(names[p]) == "precipitation"), None)
    if rain is not None and _like_inches(values[:, rain]):
        return f"{whole}, and {quoted(names[rain])} has hundredths and is small, as in inches"
    place = next((line for line in (*described.lines, *described.places) if _AMERICA.search(line)), None)
    if place is not None:
        return f"{whole}, and the station is in the United States: {quoted(place.strip())}"
    step, span = _changes(values[:, list(temperatures)])
    if step >= LEAST_STEP and span >= LEAST_SPAN:
        change = f"change by {step:g} from day to day and lie {span:g} apart, half the time or more"
        return f"{whole} that {change}"
    return None


def _inches(name: str, unit: str | None) -> bool:
    return role_of(name) in AMOUNTS and any(_INCHES.search(text) for text in (name, unit or ""))


def in_miles(names: Sequence[str], values: np.ndarray) -> frozenset[int]:
    """Columns of visibility in miles by their ``values`` (readings, columns): up to 10, and in quarters below
    3, as American airports report it."""
    found = set()
    for position, name in enumerate(names):
        if not VISIBILITY_WORDS.isdisjoint(words(name)):
            known = values[:, position][~np.isnan(values[:, position])]
            parts = known[known != np.rint(known)]
            quarters = parts.size > 0 and bool(np.all((parts * 4 == np.rint(parts * 4)) & (parts < 3)))
            if quarters and known.min() >= 0 and known.max() == MOST_MILES:
                found.add(position)
    return frozenset(found)


def _says_miles(name: str, unit: str | None) -> bool:
    return any(_MILES.search(text) for text in (name, unit or ""))


def _in_mercury(name: str, pressure: np.ndarray) -> bool:
    """Whether pressures (days,) are in inches of mercury, which no other unit comes near."""
    known = pressure[~np.isnan(pressure)] if role_of(name) == "pressure" else pressure[:0]
    return known.size > 0 and bool(np.all((known > MERCURY[0]) & (known < MERCURY[1])))


def _millimetres(name: str, unit: str | None) -> bool:
    return role_of(name) in AMOUNTS and any(_METRIC.search(text) for text in (name, unit or ""))


def _like_inches(rain: np.ndarray) -> bool:
    """Whether amounts (days,) are in hundredths, not tenths, and as small as inches of rain are."""
    wet = rain[rain > 0]
    if len(wet) < WET_DAYS or wet.max() > MOST_INCHES or np.median(wet) > USUAL_INCHES:
        return False
    hundredths = wet / RAIN_RESOLUTION
    whole = np.abs(hundredths - np.rint(hundredths)) < 1e-6
    return bool(whole.all() and np.mean(np.rint(hundredths) % 10 != 0) > 0.5)


def _changes(values: np.ndarray) -> tuple[float, float]:
    """The median change from day to day of the column that changes least; and the median distance of the
    highest from the lowest column, 0 if there is only one."""
    if values.shape[1] < 2:
        return 0.0, 0.0
    steps = [column[~np.isnan(column)] for column in values.T]
    step = min(float(np.median(np.abs(np.diff(known)))) if len(known) > 1 else 0.0 for known in steps)
    complete = values[~np.isnan(values).any(axis=1)]
    return step, float(np.median(np.ptp(complete, axis=1))) if len(complete) else 0.0
