"""The way in: a CSV file becomes one clean daily table, and a report of every decision taken on the way.

What is not a daily table of one station or several is refused with one sentence. Nothing is dropped,
changed or assumed without a line in the report.
"""

import numpy as np
import pandas as pd

from gd_core.weather.cells import read_cells
from gd_core.weather.columns import role_of, stated_degrees, stated_unit
from gd_core.weather.daily import choose_station, to_days
from gd_core.weather.dates import find_dates
from gd_core.weather.leaks import find_ahead
from gd_core.weather.record import TEMPERATURES, Column, Weather
from gd_core.weather.report import Decision, Report, WeatherError, counted, joined, listed, quoted
from gd_core.weather.source import Source, read_bytes, source_name
from gd_core.weather.target import check_target, choose_target, find_unit, set_aside_implausible
from gd_core.weather.values import refuse_text_temperatures, to_numbers


def read_weather(
    source: Source, *, target: str | None = None, station: str | None = None, unit: str | None = None
) -> Weather:
    """Read a daily weather table.

    ``source`` is a path, the bytes of a file, or a file opened for reading bytes (read from where it stands).
    ``target`` names the temperature to forecast (default: the daily maximum, else the mean, else the minimum,
    else the only temperature), ``station`` one of several stations (default: the one with the most days), and
    ``unit`` is "C" or "F" where the file doesn't say.

    Raises WeatherError if the file can't be read as such a table or lacks what was asked for, ValueError for
    another unit, TypeError for a source of another kind.
    """
    if unit not in (None, "C", "F"):
        raise ValueError(f'unit must be "C", "F" or None; got {unit!r}')
    try:
        return _read(source, target, station, unit)
    except WeatherError as error:
        name = source_name(source)
        if name is None:
            raise
        raise WeatherError(f"{quoted(name)}: {error}") from error


def _read(source: Source, target: str | None, station: str | None, unit: str | None) -> Weather:
    decisions: list[Decision] = []
    cells = read_cells(read_bytes(source), decisions)
    dates = find_dates(cells, decisions)
    rows = choose_station(cells, dates, station, decisions)
    positions = [p for p in range(len(cells.names)) if p != dates.position]
    values, kept = to_numbers(cells, rows, positions, decisions)
    index, values = to_days(cells, dates, rows, values, decisions)

    names = [cells.names[p] for p in kept]
    missing = np.isnan(values).sum(axis=0)
    _report_missing(names, missing, len(index), decisions)
    roles = _roles(names, values, decisions)
    if not any(role in TEMPERATURES for role in roles) and target is None:
        refuse_text_temperatures(cells, [p for p in positions if p not in kept])
    chosen = choose_target(names, roles, values, target, decisions)
    check_target(names[chosen], values[:, chosen])
    decisions += set_aside_implausible(names, roles, values, chosen)
    degrees, decision = find_unit(names, roles, values, chosen, unit)
    decisions.append(decision)

    unusable = {d.data["column"] for d in decisions if d.topic == "implausible"}
    columns = tuple(
        Column(
            name,
            cells.originals[kept[p]],
            roles[p],
            _unit(cells.originals[kept[p]], roles[p], degrees, unit),
            int(missing[p]),
            predictor=roles[p] not in ("tomorrow", "constant") and name not in unusable,
        )
        for p, name in enumerate(names)
    )
    frame = pd.DataFrame(values, index=index, columns=names)
    return Weather(frame, names[chosen], degrees, columns, Report(tuple(decisions)))


def _roles(names: list[str], values: np.ndarray, decisions: list[Decision]) -> list[str]:
    """The role of every column, by its name and then by its values; adds to ``decisions``."""
    roles = [role_of(name) for name in names]
    ahead = find_ahead(values, names, roles)
    for position, name in enumerate(names):
        evidence: list[str] = []
        data: dict[str, object] = {"column": name}
        if roles[position] == "tomorrow":
            evidence.append("its name says so")
        if pair := ahead.get(position):
            of = names[pair.following]
            rows = f"{pair.equal:,} of {pair.rows:,} rows"
            evidence.append(f"it equals the next row of {quoted(of)} in {rows}, {pair.equal / pair.rows:.2%}")
            data |= {"of": of, "equal": pair.equal, "rows": pair.rows}
        if evidence:
            roles[position] = "tomorrow"
            text = f"{quoted(name)} holds tomorrow's value and is not used to predict it"
            decisions.append(Decision("tomorrow", text, "; ".join(evidence), data=data))
    _find_constant(names, roles, values, decisions)
    return roles


def _find_constant(names: list[str], roles: list[str], values: np.ndarray, decisions: list[Decision]) -> None:
    """Columns with one value or none predict nothing: they get the role "constant"."""
    known = ~np.isnan(values)
    low = np.where(known, values, np.inf).min(axis=0)
    high = np.where(known, values, -np.inf).max(axis=0)
    empty = [p for p in range(len(names)) if not known[:, p].any()]
    constant = [p for p in range(len(names)) if low[p] == high[p]]
    for topic, positions, what in (
        ("constant", constant, "one value only"),
        ("empty", empty, "no value at all"),
    ):
        if positions:
            found = tuple(names[p] for p in positions)
            verb = "has" if len(found) == 1 else "have"
            text = f"{listed(found)} {verb} {what}, and no part in predicting"
            decisions.append(Decision(topic, text, data={"columns": found}))
        for position in positions:
            roles[position] = "constant"


def _report_missing(names: list[str], missing: np.ndarray, days: int, decisions: list[Decision]) -> None:
    counts = {name: int(count) for name, count in zip(names, missing, strict=True) if count}
    if counts:
        each = joined(f"{quoted(name)} {count:,}" for name, count in counts.items())
        text = f"{counted(int(missing.sum()), 'value')} missing on {counted(days, 'day')}, by column: {each}"
        decisions.append(Decision("missing", text, data={"counts": counts}))


def _unit(name: str, role: str, degrees: str, asked: str | None) -> str | None:
    """The unit of a column: for temperatures as asked for, else stated by its name, else the target's."""
    if role in TEMPERATURES:
        return asked or stated_degrees(name) or degrees
    return stated_unit(name)
