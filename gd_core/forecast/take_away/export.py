"""Tables of results as CSV files."""

import pandas as pd

from gd_core.weather.show_tables import defused


def csv(frame: pd.DataFrame) -> bytes:
    """``frame`` as a CSV file for any spreadsheet: UTF-8, days as 2024-01-31, every text defused."""
    safe = frame.rename(columns=lambda name: defused(str(name)))
    for place in range(safe.shape[1]):
        if not pd.api.types.is_numeric_dtype(frame.iloc[:, place]):
            cells = [defused(cell) if isinstance(cell, str) else cell for cell in frame.iloc[:, place]]
            safe.isetitem(place, cells)
    return safe.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n").encode("utf-8")
