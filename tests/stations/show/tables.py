"""Small tables of stations."""

import io

import numpy as np
import pandas as pd

from gd_core.stations.show.skill_table import SkillTable, read_skill_table


def frame(count: int = 40, *, truth: bool = False) -> pd.DataFrame:
    """As the command writes it: skill grows with the latitude, records are of 1 to 40 years."""
    steps = np.arange(count)
    skill = 0.1 + 0.6 * steps / count
    found = pd.DataFrame(
        {
            "key": [f"s{step}.csv" for step in steps],
            "id": [f"ID{step:03}" for step in steps],
            "name": [f"Town {step}" for step in steps],
            "latitude": -40.0 + 100.0 * steps / count,
            "longitude": (37.0 * steps) % 360.0 - 180.0,
            "unit": "C",
            "years": 1.0 + steps % 40,
            "rmse_gradient_descent": 2.0 + 0.01 * steps,
            "skill_climatology": skill,
            "skill_climatology_low": skill - 0.05,
            "skill_climatology_high": skill + 0.05,
            "refused": None,
        }
    )
    return found.assign(true_skill_climatology=skill + 0.02) if truth else found


def packed(found: pd.DataFrame, **options) -> bytes:
    """As a Parquet file."""
    file = io.BytesIO()
    found.to_parquet(file, index=False, **options)
    return file.getvalue()


def table(count: int = 40, *, truth: bool = False, **columns) -> SkillTable:
    return read_skill_table(packed(frame(count, truth=truth).assign(**columns)))
