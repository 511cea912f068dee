"""What a column of places says: where rows are from, where each reading came from, or how a log has moved."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from gd_core.weather.calendar import MOST_MINUTES, count_different, repeats
from gd_core.weather.columns import roles_of
from gd_core.weather.limits import MAX_TRIED
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import is_larger_place, is_town, words
from gd_core.weather.vocabulary.languages import plain

ROWS_PER_PLACE = 10  # at least, on average: otherwise the column holds measurements or notes
ONCE = 0.99  # share of rows with a time of their own, in a record of one place
REGULAR, OWN_STEP = 0.9, 0.8  # share of equal steps from row to row in all rows, and in those of one place
FEW_MOVES = 0.02  # changes of place for each row, up to which a station has moved
FAR = 0.2  # degrees of latitude or longitude from one place to another: some 20 km
MANY_LISTS = 0.5  # different beginnings for each different cell, up to which cells are lists of sources


def codes_of(cells: Cells, positions: tuple[int, ...], rows: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """For each of ``rows`` the number of its place (-1: none), and the places' names by that number.

    Names that differ by blanks around them, capitals or accents are one.
    """
    columns = [
        cells.table[p] if len(rows) == len(cells.table) else cells.table[p].iloc[rows] for p in positions
    ]
    if (
        len(columns) == 1
        and isinstance(columns[0].dtype, pd.StringDtype)
        and bool((columns[0] == columns[0].iloc[0]).all())
    ):
        return np.zeros(len(rows), dtype=np.int64), [str(columns[0].iloc[0]).strip()]
    codes, different = pd.factorize(columns[0] if len(columns) == 1 else pd.MultiIndex.from_arrays(columns))
    names = [", ".join(map(_name, name if isinstance(name, tuple) else (name,))) for name in different]
    number, unlike = pd.factorize(np.array([*map(plain, names), ""], dtype=object)[:-1])
    if len(unlike) == len(names):
        return codes, names
    first = np.unique(number, return_index=True)[1]
    return np.append(number, -1)[codes], [names[place] for place in first]


def _name(value: object) -> str:
    """Numbers became floats if a cell of their column is empty."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def days_measured(
    cells: Cells, rows: np.ndarray, codes: np.ndarray, days: np.ndarray, count: int
) -> np.ndarray:
    """On how many ``days`` (rows,) each of ``count`` places has a temperature; all 0 if no column is called
    one, or one is full."""
    roles = roles_of(list(cells.names))
    called = [p for p, role in enumerate(roles) if role in TEMPERATURES and cells.is_measured(p)]
    known = np.zeros(len(rows), dtype=bool)
    if any(not cells.table[position].hasnans for position in called[:MAX_TRIED]):
        return np.zeros(count, dtype=np.int64)
    for position in called[:MAX_TRIED]:
        known |= cells.table[position].notna().to_numpy()[rows]
    return count_different(np.where(known, codes, -1), days, count)


def tells_sources(codes: np.ndarray, names: Sequence[str], times: np.ndarray) -> bool:
    """Whether a column says where each reading came from: all rows together are regular in time and have each
    time once, and those of one source are not."""
    if _are_lists(names):
        return True
    if repeats(times).mean() > 1 - ONCE:
        return False
    step, share = _step(times)
    own_step, own_share = _step(times[codes == np.bincount(codes[codes >= 0]).argmax()])
    return share >= REGULAR and not (own_step > step and own_share >= OWN_STEP)


def _step(times: np.ndarray) -> tuple[float, float]:
    """The usual step between times (`Dates.times`), in minutes or days, and how many are that."""
    days, minutes = np.divmod(np.sort(times), MOST_MINUTES)
    steps = np.diff(days * 1440 + minutes)
    usual = float(np.median(steps)) if len(steps) else 0.0
    return usual, float((steps == usual).mean()) if len(steps) else 0.0


def _are_lists(names: Sequence[str]) -> bool:
    """Whether cells are lists of several sources ("48820099999,VVNB"), which begin alike."""
    first = [re.split(r"[,;|]", name)[0].strip() for name in names]
    several = sum(one != name for one, name in zip(first, names, strict=True))
    return 2 * several > len(names) > 2 and len(set(first)) <= MANY_LISTS * len(names)


def moving_place(cells: Cells, columns: Sequence[int], rows: np.ndarray) -> tuple[int, ...]:
    """Of ``columns`` called stations the one by which the place of a record changes, or those of latitude and
    longitude; () if it stays.

    It stays, too, where another one of the columns has the same cell in all ``rows``: a station may get
    another name.
    """
    own = [p for p in columns if not is_larger_place(cells.names[p])]
    split = {p: codes_of(cells, (p,), rows) for p in own}
    if any(len(names) == 1 for _, names in split.values()):
        return ()
    for position, (codes, names) in split.items():
        if len(names) < 2 or len(names) * ROWS_PER_PLACE > len(codes) or _are_lists(names):
            continue
        moves = int((np.diff(codes) != 0).sum())
        if is_town(cells.names[position]) or moves < len(names) + FEW_MOVES * len(codes):
            return (position,)
    return () if own else _moving_coordinates(cells, rows)


def coordinates(cells: Cells) -> tuple[int, ...]:
    """The columns of latitude and longitude; () without both."""
    found = []
    for known in (
        ("lat", "latitude", "breite", "latitud", "широта"),
        ("lon", "longitude", "lng", "long", "lange"),
    ):
        called = [
            p
            for p in range(len(cells.names))
            if words(cells.names[p])[:1] and words(cells.names[p])[0] in known
        ]
        found += called[:1]
    return tuple(found) if len(found) == 2 else ()


def _moving_coordinates(cells: Cells, rows: np.ndarray) -> tuple[int, ...]:
    """Latitude and longitude, if these are far apart and stay for long."""
    both = tuple(p for p in coordinates(cells) if cells.is_measured(p))
    if len(both) < 2 or all(np.ptp(cells.numbers(p)[rows]) < FAR for p in both):
        return ()
    codes, names = codes_of(cells, both, rows)
    few = len(names) * ROWS_PER_PLACE <= len(codes)
    return both if few and (np.diff(codes) != 0).sum() < len(names) + FEW_MOVES * len(codes) else ()
