"""One regression over all records, from their moments: pooled, by zone or by latitude, judged on strangers.

The moments of a record are added to the sum of its group and fold; what a fold is judged by is descended on
the sums of the other folds, so that no station is foretold by a fit that has seen it. The mean squared error
of any coefficients on a stretch of days follows from its moments as well: the data are read once.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from gd_core.descent.blockwise import merge_all, unpacked
from gd_core.descent.objective import Moments
from gd_core.descent.regressor import QuietRegressor
from gd_core.descent.scaling import Scaling
from gd_core.forecast.origins import LONG, USUAL
from gd_core.stations.pool.moments import SHORT, STRETCHES, pooled_terms

FOLDS = 5
UNKNOWN = "place unknown"
TROPIC, CIRCLE, BAND = 23.5, 66.5, 15


def _zone(latitude: float) -> str:
    if abs(latitude) < TROPIC:
        return "tropics"
    side = "northern" if latitude > 0.0 else "southern"
    return f"{side} {'temperate' if abs(latitude) < CIRCLE else 'polar'} zone"


def _band(latitude: float) -> str:
    low = int(np.clip(latitude // BAND, -90 // BAND, 90 // BAND - 1)) * BAND
    return f"{low}° to {low + BAND}°"


GROUPS = {"all": lambda latitude: "all", "zone": _zone, "latitude": _band}


def group_of(kind: str, latitude: float | None) -> str:
    """The group of a station; ``kind`` is a key of `GROUPS`."""
    if kind != "all" and (latitude is None or not np.isfinite(latitude)):
        return UNKNOWN
    return GROUPS[kind](latitude)


def fold_of(key: str) -> int:
    """The fold of a station, the same in every run."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % FOLDS


@dataclass
class Pool:
    """The sums of moments by group and fold; ``kind`` is a key of `GROUPS`."""

    kind: str = "all"
    sums: dict[tuple[str, int], list[Moments]] = field(default_factory=dict)
    stations: dict[str, int] = field(default_factory=dict)

    def add(self, rows: pd.DataFrame) -> None:
        """Add the records of ``rows``, those of part files."""
        for row in _with_moments(rows):
            group = group_of(self.kind, row["latitude"])
            self.stations[group] = self.stations.get(group, 0) + 1
            own = self.sums.setdefault((group, fold_of(row["key"])), [])
            _carry(own, _moments(row, "all"))

    def coefficients(self, group: str, without: int | None = None) -> np.ndarray | None:
        """The pooled coefficients (d,) of a group, from all folds but one; None without a record."""
        parts = [m for (g, fold), own in self.sums.items() if g == group and fold != without for m in own]
        return descend(merge_all(parts)) if parts else None

    def table(self) -> pd.DataFrame:
        """A row for each group: its stations, its rows, terms and coefficients."""
        names, _ = pooled_terms()
        rows = []
        for group in sorted(self.stations):
            parts = [m for (g, _), own in self.sums.items() if g == group for m in own]
            rows.append(
                {
                    "group": group,
                    "stations": self.stations[group],
                    "rows": merge_all(parts).n,
                    "terms": list(names),
                    "coefficients": np.asarray(self.coefficients(group)).tolist(),
                }
            )
        return pd.DataFrame(rows)

    def judge(self, rows: pd.DataFrame) -> pd.DataFrame:
        """What strangers know of each record of ``rows``: see `judged`, indexed by key."""
        known: dict[tuple[str, int], np.ndarray | None] = {}
        found = []
        for row in _with_moments(rows):
            place = group_of(self.kind, row["latitude"]), fold_of(row["key"])
            if place not in known:
                known[place] = self.coefficients(*place)
            found.append({"key": row["key"], "pooled_group": place[0], **judged(row, known[place])})
        return pd.DataFrame(found).set_index("key") if found else pd.DataFrame()


def judged(row: Any, pooled: np.ndarray | None) -> dict[str, float]:
    """Typical errors (°C) on the test days of one record, by what its forecasts were learned from.

    ``rmse_own``: all its training days; ``rmse_own_60``: the last 60 alone; ``rmse_pooled``: strangers alone;
    ``rmse_joined_60``: from the strangers' coefficients on, by those 60 days. Terms are those of the target.
    """
    test = _moments(row, "test").about_origin()
    found = {"rmse_own": _rmse(test, descend(_moments(row, "all")))}
    found |= {f"rmse_own_{n}": _rmse(test, descend(_moments(row, str(n)))) for n in SHORT}
    if pooled is not None:
        found["rmse_pooled"] = _rmse(test, pooled)
        for n in SHORT:
            joined = descend(_moments(row, str(n)), start=pooled)
            found[f"rmse_joined_{n}"] = _rmse(test, joined)
    return found


def descend(moments: Moments, start: np.ndarray | None = None) -> np.ndarray:
    """Coefficients (d,) by batch descent on the rows of ``moments``, in original units.

    A penalty of the experiment's usual strength holds them to zero, or to ``start`` (d,), where they begin.
    """
    _, trust = pooled_terms()
    about = moments.about_origin()
    if start is not None:
        about = about.departing(start)
    size = np.sqrt(np.diag(about.xx))
    flat = ~(size > 0.0)
    scaling = Scaling(np.zeros(len(trust)), np.where(flat, 1.0, size / trust), flat)
    if flat.all():
        return np.zeros(len(trust)) if start is None else start
    model = QuietRegressor(
        fit_intercept=False,
        standardize=False,
        alpha=USUAL[moments.n >= LONG] / moments.n,
        max_iter=10_000,
        tol=1e-10,
    )
    found = model.fit_moments(about.scaled(scaling)).coef_ / scaling.scale
    return found if start is None else start + found


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """When strangers help: for each length of the own record the typical errors, and how many they help."""
    table = []
    for length in (*map(str, SHORT), "all"):
        own = rows["rmse_own" if length == "all" else f"rmse_own_{length}"]
        joined = rows["rmse_pooled" if length == "all" else f"rmse_joined_{length}"]
        table.append(
            {
                "days": length,
                "own": own.mean(),
                "pooled": rows["rmse_pooled"].mean(),
                "from pooled": np.nan if length == "all" else joined.mean(),
                "helped": float((joined < own).mean()),
            }
        )
    return pd.DataFrame(table)


def _with_moments(rows: pd.DataFrame) -> Iterator[Any]:
    if "moments_all" not in rows.columns:
        return
    yield from rows[rows["moments_all"].notna()].to_dict("records")


def _moments(row: Any, stretch: str) -> Moments:
    assert stretch in STRETCHES
    return unpacked(np.asarray(row[f"moments_{stretch}"], dtype=float), len(pooled_terms()[1]))


def _carry(sums: list[Moments], new: Moments) -> None:
    """Add ``new`` as a tree grows: sums of about as many rows are merged, so that few are kept."""
    while sums and sums[-1].n <= new.n:
        new = sums.pop().merged(new)
    sums.append(new)


def _rmse(test: Moments, coef: np.ndarray) -> float:
    return float(np.sqrt(max(test.departing(coef).yy, 0.0)))


def moments_of(batches: Iterable[np.ndarray]) -> Moments:
    """The moments of rows that come as ``batches`` (d + 1, m), y last; each is added and forgotten."""
    sums: list[Moments] = []
    for batch in batches:
        _carry(sums, Moments.of_columns(batch))
    return merge_all(sums)


def batches_of(dataset: Any, columns: tuple[str, ...], target: str) -> Iterator[np.ndarray]:
    """The rows of a dataset of pyarrow in batches as `moments_of` takes them, (d + 1, m)."""
    names = [*columns, target]
    for batch in dataset.to_batches(columns=names, batch_size=1 << 17):
        yield np.stack([np.asarray(batch.column(name), dtype=np.float64) for name in names])
