"""What the page of many stations draws: a table of stations in, the rows of each picture out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from gd_core.stations.show.skill_table import SkillTable

LONGEST_LABEL = 60  # characters of a station's name that a picture is given
BINS, BANDS = 24, 12
MOST_POINTS = 1_000  # more are counted in cells
CELLS = (48, 28)
FEWEST_IN_A_BAND = 5  # stations, for a median
OUTER = 0.02  # share of stations at either end beyond whose values colours do not change
MARGIN = 0.06  # of the map's sides around the stations
LEAST_SIDE = 4.0  # degrees of latitude that a map shows


class Measure(NamedTuple):
    """What stations are coloured by. ``column`` holds it, ``true`` its true value where that is known."""

    label: str
    column: str
    true: str
    name: str  # of axes and legends
    share: bool = True  # a share of one, not degrees


#: Labels stand in links.
MEASURES = {
    "climatology": Measure(
        "As usual for the date",
        "skill_climatology",
        "true_skill_climatology",
        "Skill over “as usual for the date”",
    ),
    "persistence": Measure(
        "As today", "skill_persistence", "true_skill_persistence", "Skill over “as today”"
    ),
    "damped_anomaly": Measure(
        "Between the two", "skill_damped_anomaly", "true_skill_damped_anomaly", "Skill over “between the two”"
    ),
    "error": Measure("Nothing", "rmse_gradient_descent", "", "Typical error (°C)", share=False),
}


class Against(NamedTuple):
    """What a measure may be seen against."""

    column: str
    title: str


AGAINST = {
    "latitude": Against("latitude", "Latitude (°N)"),
    "sea": Against("distance_to_sea", "Distance to the sea (km)"),
    "elevation": Against("elevation", "Elevation (m)"),
    "years": Against("years", "Length of record (years)"),
}


@dataclass(frozen=True)
class Wanted:
    """Which stations are looked at: those of at least so many ``years`` whose name or id has ``words`` in it;
    a record of unknown length is short."""

    years: float = 0.0
    words: str = ""

    def of(self, frame: pd.DataFrame) -> pd.Series:
        """For each station whether it is looked at; of years, the map's own filter says the same."""
        kept = frame["years"].fillna(0.0) >= self.years
        words = self.words.strip().casefold()
        if words:
            named = frame["label"].str.casefold().str.contains(words, regex=False)
            kept &= named | frame["id"].fillna("").str.casefold().str.contains(words, regex=False)
        return kept


def measures(table: SkillTable) -> list[str]:
    """The keys of `MEASURES` that the table has."""
    return [key for key, measure in MEASURES.items() if table.has(measure.column)]


def axes(table: SkillTable) -> list[str]:
    """The keys of `AGAINST` that the table has."""
    return [key for key, axis in AGAINST.items() if table.has(axis.column)]


def has_truth(table: SkillTable, measure: str) -> bool:
    """Whether the true values of a measure are known, as of simulated stations."""
    return table.has(MEASURES[measure].true)


def on_map(table: SkillTable, measure: str, *, true: bool = False, words: str = "") -> pd.DataFrame:
    """The stations with ``words`` that can be drawn: row, x and y (degrees east and north), value, years,
    name; in single precision, for there may be many."""
    frame, about = table.frame, MEASURES[measure]
    frame = frame[Wanted(words=words).of(frame)]
    values = frame[about.true if true else about.column]
    drawn = values.notna() & frame["latitude"].notna() & frame["longitude"].notna()
    return pd.DataFrame(
        {
            "row": frame["row"],
            "x": frame["longitude"].astype("float32"),
            "y": frame["latitude"].astype("float32"),
            "value": values.astype("float32"),
            "years": frame["years"].fillna(0.0).astype("float32"),
            "name": frame["label"].str.slice(0, LONGEST_LABEL),
        }
    )[drawn].reset_index(drop=True)


def colours(table: SkillTable, measure: str) -> tuple[float, float]:
    """The values at the ends of the colours, the same for what is estimated and what is true."""
    about = MEASURES[measure]
    columns = [about.column, about.true] if has_truth(table, measure) else [about.column]
    values = np.concatenate([table.frame[column].dropna().to_numpy() for column in columns])
    low, high = np.quantile(values, [OUTER, 1.0 - OUTER]) if len(values) else (0.0, 1.0)
    low = max(float(low), 0.0) if about.share else float(low)
    return low, max(float(high), low + (0.01 if about.share else 0.1))


class Window(NamedTuple):
    """A part of the earth: its middle, degrees to either side, and how long a degree north is drawn."""

    x: float
    y: float
    across: float
    up: float
    stretch: float


WORLD = Window(0.0, 12.0, 180.0, 70.0, 1.0)


def window(stations: pd.DataFrame) -> Window:
    """The part of the earth that holds all ``stations`` of `on_map`; the inhabited world without any."""
    if stations.empty:
        return WORLD
    west, east = float(stations["x"].min()), float(stations["x"].max())
    south, north = float(stations["y"].min()), float(stations["y"].max())
    if east - west > 120.0:
        return WORLD if south >= WORLD.y - WORLD.up else Window(0.0, 0.0, 180.0, 90.0, 1.0)
    middle = (south + north) / 2.0
    stretch = 1.0 / max(float(np.cos(np.radians(middle))), 0.2)
    up = max((north - south) / 2.0 * (1.0 + 2.0 * MARGIN), LEAST_SIDE)
    across = max((east - west) / 2.0 * (1.0 + 2.0 * MARGIN), LEAST_SIDE * stretch)
    return Window((west + east) / 2.0, middle, across, up, stretch)


def land(content: bytes) -> pd.DataFrame:
    """The outlines of data/land.json: ring, kind ("land" or "water", which lies within land), x and y."""
    rings: Mapping[str, list[list[float]]] = json.loads(content)
    flat = [(kind, ring) for kind in ("land", "water") for ring in rings[kind]]
    lengths = [len(ring) // 2 for _, ring in flat]
    places = np.concatenate([np.asarray(ring, dtype="float32").reshape(-1, 2) for _, ring in flat])
    return pd.DataFrame(
        {
            "ring": np.repeat(np.arange(len(flat), dtype="int32"), lengths),
            "kind": np.repeat([kind for kind, _ in flat], lengths),
            "x": places[:, 0],
            "y": places[:, 1],
        }
    )


def distribution(table: SkillTable, measure: str, wanted: Wanted) -> pd.DataFrame:
    """How many stations have which value: series ("Estimated", "True"), low, high, stations.

    What is beyond the outer two hundredths at either end is counted in the outermost bars.
    """
    about, frame = MEASURES[measure], table.frame[wanted.of(table.frame)]
    columns = {"Estimated": about.column} | ({"True": about.true} if has_truth(table, measure) else {})
    values = {name: frame[column].dropna().to_numpy() for name, column in columns.items()}
    together = np.concatenate(list(values.values()))
    if not len(together):
        return pd.DataFrame({"series": [], "low": [], "high": [], "stations": []})
    low, high = np.quantile(together, [OUTER / 4, 1.0 - OUTER / 4])
    edges = np.linspace(low, max(high, low + 1e-6), BINS + 1)
    counted = {
        name: np.histogram(np.clip(found, edges[0], edges[-1]), edges)[0] for name, found in values.items()
    }
    parts = [
        pd.DataFrame({"series": name, "low": edges[:-1], "high": edges[1:], "stations": found})
        for name, found in counted.items()
    ]
    return pd.concat(parts, ignore_index=True)


class Related(NamedTuple):
    """A measure (y) against something (x). ``points``: x, y, row, name; or ``cells``: x, x2, y, y2, stations,
    where there are too many. ``middles``: series, x, y, the median in each of some bands of x."""

    points: pd.DataFrame
    cells: pd.DataFrame
    middles: pd.DataFrame


def against(table: SkillTable, measure: str, axis: str, wanted: Wanted) -> Related:
    """A ``measure`` against one of `AGAINST`, or, as ``axis`` "truth", against its own true value."""
    about, frame = MEASURES[measure], table.frame[wanted.of(table.frame)]
    column = about.true if axis == "truth" else AGAINST[axis].column
    frame = frame[frame[column].notna() & frame[about.column].notna()]
    x, y = frame[column].to_numpy(), frame[about.column].to_numpy()
    middles = []
    if axis != "truth":
        middles.append(_middles(x, y, "Estimated"))
        if has_truth(table, measure):
            middles.append(_middles(x, frame[about.true].to_numpy(), "True"))
    names = frame["label"].str.slice(0, LONGEST_LABEL)
    points = pd.DataFrame({"x": x, "y": y, "row": frame["row"].to_numpy(), "name": names.to_numpy()})
    cells = pd.DataFrame({"x": [], "x2": [], "y": [], "y2": [], "stations": []})
    if len(points) > MOST_POINTS:
        points, cells = points[:0], _cells(x, y)
    return Related(
        points, cells, pd.concat(middles, ignore_index=True) if middles else _middles(x[:0], y[:0], "")
    )


def _middles(x: np.ndarray, y: np.ndarray, series: str) -> pd.DataFrame:
    """The median of y in bands of x that hold about as many stations each."""
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    count = min(BANDS, len(x) // FEWEST_IN_A_BAND)
    order = np.argsort(x, kind="stable")
    bands = np.array_split(order, count) if count else []
    rows = [(series, float(np.median(x[band])), float(np.median(y[band]))) for band in bands]
    return pd.DataFrame(rows, columns=["series", "x", "y"])


def _cells(x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """How many stations lie in each cell of a grid that leaves out the outermost values of y."""
    low, high = np.quantile(y, [OUTER / 4, 1.0 - OUTER / 4])
    y = np.clip(y, low, max(high, low + 1e-6))
    counts, across, up = np.histogram2d(x, y, bins=CELLS)
    column, row = np.nonzero(counts)
    return pd.DataFrame(
        {
            "x": across[column],
            "x2": across[column + 1],
            "y": up[row],
            "y2": up[row + 1],
            "stations": counts[column, row].astype("int32"),
        }
    )


#: Column of the table -> what it is called on the page.
READABLE = {
    "label": "Station",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "elevation": "Elevation",
    "years": "Years",
    "missing": "Missing",
    "skill_climatology": "As usual",
    "skill_climatology_low": "From",
    "skill_climatology_high": "To",
    "skill_persistence": "As today",
    "rmse_gradient_descent": "Error",
    "coverage": "Coverage",
    "true_skill_climatology": "True skill",
    "refused": "Why there is none",
}


def readable(table: SkillTable, wanted: Wanted) -> tuple[pd.DataFrame, list[int]]:
    """The table for people, the most predictable first, and the ``row`` of each of its rows."""
    frame = table.frame[wanted.of(table.frame)]
    shown = [name for name in READABLE if name == "label" or table.has(name)]
    order = next((MEASURES[key].column for key in measures(table)), None)
    if order is not None:
        frame = frame.sort_values(order, ascending=order == "rmse_gradient_descent", kind="stable")
    single = frame[shown].rename(columns=READABLE)
    for name in single.columns:
        if single[name].dtype.kind == "f":
            single[name] = single[name].astype("float32")
    return single.reset_index(drop=True), frame["row"].tolist()


#: Columns of `readable` that are shares, and how others are written.
SHARES = ("Missing", "As usual", "From", "To", "As today", "Coverage", "True skill")
FORMATS = {"Latitude": "%.2f", "Longitude": "%.2f", "Elevation": "%.0f", "Years": "%.1f", "Error": "%.2f"}


def views(table: SkillTable, measure: str) -> list[str]:
    """What can be looked at below the map."""
    truth = ["truth"] if has_truth(table, measure) else []
    return ["distribution", *axes(table), *truth, "table"]


def key_of(table: SkillTable, row: object) -> str | None:
    """The key of the station in a ``row``, as a browser says it; None if there is none."""
    if not isinstance(row, int | float) or not 0 <= row < len(table.frame):
        return None
    key = table.frame["key"].iloc[int(row)]
    return str(key) if key else None
