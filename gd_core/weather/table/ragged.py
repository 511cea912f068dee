"""Rows with more cells than there are columns: few are left out, many make the file no table."""

import csv
import io
from collections.abc import Iterator

from gd_core.weather.limits import MAX_RAGGED
from gd_core.weather.report import Decision, WeatherError, counted
from gd_core.weather.table.delimiter import DELIMITERS, records
from gd_core.weather.table.layout import Layout


def data_records(data: bytes, layout: Layout) -> Iterator[tuple[int, int, list[str]]]:
    """The records of data, each with its first and last line in the file. Slow: used for messages and repairs
    only."""
    body = io.BytesIO(data[layout.header_bytes : layout.end_bytes])
    text = io.TextIOWrapper(body, "utf-8", errors="replace", newline="")
    last = layout.header_lines
    try:
        for first, last, record in records(text, layout.delimiter):
            yield layout.header_lines + first, layout.header_lines + last, record
    except csv.Error as error:
        raise WeatherError(
            f"Line {layout.header_lines + last + 1:,} can't be split into cells ({error}); correct or "
            "remove it."
        ) from None


def without_ragged(data: bytes, layout: Layout, decisions: list[Decision]) -> bytes:
    """``data`` with the lines emptied that have more cells than there are columns.

    WeatherError if these are many.
    """
    wrong: list[tuple[int, int, int]] = []
    count = 0
    for first, last, record in data_records(data, layout):
        count += 1
        if len(record) > layout.width + 1 or any(record[layout.width :]):
            wrong.append((first, last, len(record)))
    if not wrong:
        return data
    first, _, cells = wrong[0]
    if len(wrong) > MAX_RAGGED * count:
        raise WeatherError(
            f"Line {first:,} has {counted(cells, 'cell')} and the header {layout.width}, separated by "
            f"{DELIMITERS[layout.delimiter]}s; give every row as many cells as the first line has names, and "
            "remove any text above that line."
        )
    lines = data.split(b"\n")
    for begin, end, _ in wrong:
        lines[begin - 1 : end] = [b""] * (end - begin + 1)
    decisions.append(
        Decision(
            "ragged",
            f"{counted(len(wrong), 'row')} with more cells than the header has names left out",
            f"the first is line {first:,} with {counted(cells, 'cell')} for {layout.width}",
            data={"rows": len(wrong), "line": first},
        )
    )
    return b"\n".join(lines)
