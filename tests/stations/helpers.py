"""Small records of the simulated network, as files have them."""

import pandas as pd

from gd_core.stations.asked import Asked
from gd_core.stations.network import records, truth

ASKED = Asked()
#: What the archive of conftest comes to.
KEYS = [
    "corrupt.csv",
    "empty.csv",
    "huge.csv",
    "north/s0.csv",
    "north/s1.csv",
    "north/s2.csv",
    "two.csv::SIM00001",
    "two.csv::SIM00002",
]
REFUSED = KEYS[:3]


def several(count: int = 3, days: int = 420) -> pd.DataFrame:
    """Some stations' days, one station after the other."""
    made = records(truth(stations=count).assign(years=days / 365.25))
    return made.rename(columns={"id": "station"})


def station_csv(number: int = 0, days: int = 420) -> bytes:
    """One of them as a CSV that states its place."""
    made = several(number + 1, days)
    own = made[made["station"] == f"SIM{number + 1:05}"]
    return own.to_csv(index=False, lineterminator="\n").encode()
