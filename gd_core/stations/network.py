"""A simulated network of stations whose predictability is known: season, memory and noise by latitude.

A station's temperature is a seasonal cycle plus an anomaly that keeps a share phi of itself from one day to
the next, a first-order autoregression of standard deviation sigma. Nothing can foretell the next day better
than phi times the anomaly: the error of that is sigma * sqrt(1 - phi^2), and what it saves of the squared
error of "as usual" is phi^2, of that of "as today" (1 - phi) / 2, but for the season's change and rounding.

``python -m gd_core.stations.network FOLDER`` writes the record, one Parquet file, and the truth, a CSV.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.signal import lfilter

SEED = 2015
STATIONS = 300
LAST_DAY = "2023-12-31"
YEARS = 2.0, 10.0  # of the shortest and the longest record
MISSING = 0.01  # share of days without a value
ROUNDING = 0.1**2 / 12.0  # variance that one decimal adds
RECORD, TRUTH = "network.parquet", "network_truth.csv"
#: Land, roughly: degrees south, north, west, east.
LAND = (
    (32.0, 60.0, -120.0, -82.0),
    (18.0, 30.0, -105.0, -98.0),
    (-38.0, 2.0, -70.0, -48.0),
    (42.0, 60.0, 0.0, 40.0),
    (48.0, 68.0, 40.0, 130.0),
    (24.0, 45.0, 75.0, 115.0),
    (10.0, 26.0, 75.0, 85.0),
    (5.0, 30.0, -5.0, 32.0),
    (-30.0, 3.0, 14.0, 38.0),
    (-33.0, -20.0, 118.0, 150.0),
    (60.0, 70.0, -155.0, -100.0),
)


def truth(seed: int = SEED, stations: int = STATIONS) -> pd.DataFrame:
    """A row for each station: where it is, how long its record, and what can be foretold there.

    id, name, latitude, longitude, elevation (m), years; mean and amplitude of the season, sigma (°C), phi;
    rmse: of the best forecast of the next day (°C); skill_persistence and skill_climatology: its true skill.
    """
    random = np.random.RandomState(seed)
    areas = np.array(LAND)
    size = (np.sin(np.radians(areas[:, 1])) - np.sin(np.radians(areas[:, 0]))) * (areas[:, 3] - areas[:, 2])
    south, north, west, east = areas[random.choice(len(areas), stations, p=size / size.sum())].T
    latitude = np.round(south + (north - south) * random.random_sample(stations), 3)
    longitude = np.round(west + (east - west) * random.random_sample(stations), 3)
    elevation = np.round(random.gamma(1.2, 300.0, stations))
    away = np.abs(latitude) / 60.0  # from the equator
    phi = np.clip(0.42 + 0.36 * away + 0.07 * random.standard_normal(stations), 0.2, 0.92)
    sigma = 1.2 + 3.2 * away + 0.3 * np.abs(random.standard_normal(stations))
    best = sigma**2 * (1.0 - phi**2) + ROUNDING
    return pd.DataFrame(
        {
            "id": [f"SIM{number:05}" for number in range(1, stations + 1)],
            "name": [f"Simulated {number}" for number in range(1, stations + 1)],
            "latitude": latitude,
            "longitude": longitude,
            "elevation": elevation,
            "years": np.round(YEARS[0] + (YEARS[1] - YEARS[0]) * random.random_sample(stations) ** 2, 1),
            "mean": 30.0 - 26.0 * away - 0.0065 * elevation,
            "amplitude": 1.0 + 13.0 * away**1.3,
            "sigma": sigma,
            "phi": phi,
            "rmse": np.sqrt(best),
            "skill_persistence": 1.0 - best / (2.0 * sigma**2 * (1.0 - phi) + 2.0 * ROUNDING),
            "skill_climatology": 1.0 - best / (sigma**2 + ROUNDING),
        }
    )


def records(known: pd.DataFrame, seed: int = SEED) -> pd.DataFrame:
    """The days of every station of `truth`: id, name, place, date, tmax (°C, one decimal)."""
    made = [_record(row, seed + number) for number, row in enumerate(known.to_dict("records"), 1)]  # type: ignore[arg-type]
    return pd.concat(made, ignore_index=True)


def _record(station: dict[str, Any], seed: int) -> pd.DataFrame:
    random = np.random.RandomState(seed)
    last = pd.Timestamp(LAST_DAY)
    days = pd.date_range(last - pd.Timedelta(days=round(365.25 * station["years"])), last)
    warmest = 200 if station["latitude"] > 0.0 else 17
    season = np.cos(2.0 * np.pi * (days.day_of_year.to_numpy() - warmest) / 365.25)
    phi = station["phi"]
    noise = np.asarray(random.standard_normal(len(days)))
    noise[1:] *= np.sqrt(1.0 - phi**2)
    anomaly = station["sigma"] * lfilter([1.0], [1.0, -phi], noise)
    values = np.round(station["mean"] + station["amplitude"] * season + anomaly, 1) + 0.0
    kept = random.random_sample(len(days)) >= MISSING
    kept[[0, -1]] = True
    place = {name: station[name] for name in ("id", "name", "latitude", "longitude", "elevation")}
    return pd.DataFrame({**place, "date": days[kept], "tmax": values[kept]})


def write(folder: Path, stations: int = STATIONS, seed: int = SEED) -> None:
    """Write `RECORD` and `TRUTH` into ``folder``."""
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    known = truth(seed, stations)
    known.round(4).to_csv(folder / TRUTH, index=False, lineterminator="\n")
    made = records(known, seed)
    made["date"] = made["date"].dt.date
    table = pa.Table.from_pandas(made.rename(columns={"id": "station"}), preserve_index=False)
    pq.write_table(table, folder / RECORD, compression="zstd", row_group_size=1 << 16)


def main(arguments: Sequence[str]) -> None:
    """Write both files into the folder that ``arguments`` name."""
    write(Path(arguments[0] if arguments else "."))


if __name__ == "__main__":
    main(sys.argv[1:])
