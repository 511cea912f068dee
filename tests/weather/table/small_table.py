"""Small tables, and how they are read: for tests of what stands around and between the cells."""

import pandas as pd

from gd_core.weather.file.source import to_text
from gd_core.weather.report import Decision
from gd_core.weather.table.cells import Cells, read_cells

DAYS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2021-03-01", periods=24)]
VALUES = [round(8 + 6 * ((n * 7) % 11) / 11, 1) for n in range(24)]
ROWS = [f"{day},{value},{n % 5}" for n, (day, value) in enumerate(zip(DAYS, VALUES, strict=True))]
TABLE = "\n".join(["date,tmax,rain", *ROWS, ""])


def read(text: str | bytes) -> tuple[Cells, list[Decision]]:
    decisions: list[Decision] = []
    data = text if isinstance(text, bytes) else text.encode()
    return read_cells(*to_text(data, decisions), decisions), decisions


def topics(decisions: list[Decision]) -> set[str]:
    return {decision.topic for decision in decisions}
