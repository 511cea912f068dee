"""Some lines of a file, from which its layout is found: the beginning, the middle and the end."""

import io
from dataclasses import dataclass

HEAD_BYTES, HEAD_LINES = 1 << 16, 250  # the beginning: so much of both, for preambles have up to 200 lines
MOST = 1 << 20  # bytes of a sample, if lines are long
MIDDLE_BYTES, MIDDLE_LINES = 1 << 14, 8
TAIL_BYTES = 1 << 15


@dataclass(frozen=True)
class Sample:
    """Lines of a file with their ends: ``head`` from its beginning, ``middle``, where only data is expected,
    and ``tail`` up to its end. The three overlap in a short file."""

    head: list[str]
    middle: list[str]
    tail: list[str]


def take_sample(data: bytes) -> Sample:
    """Lines of ``data``, text in UTF-8."""
    stop = _after_lines(data, 0, HEAD_BYTES, HEAD_LINES)
    head = _lines(data[:stop])
    if stop == len(data):
        filled = [line for line in head if line.strip()]
        third = len(filled) // 3
        return Sample(head, filled[third : max(len(filled) - third, third + 1)], head)
    start = data.find(b"\n", len(data) // 2) + 1
    middle = _lines(data[start : _after_lines(data, start, MIDDLE_BYTES, MIDDLE_LINES)])
    start = data.find(b"\n", max(stop - 1, len(data) - TAIL_BYTES)) + 1
    return Sample(head, [line for line in middle if line.strip()], _lines(data[start:]))


def _after_lines(data: bytes, start: int, size: int, lines: int) -> int:
    """The end of the line at which both ``size`` bytes and ``lines`` lines are reached, or `MOST` bytes
    are."""
    end = start
    for _ in range(lines):
        end = data.find(b"\n", end, start + MOST) + 1
        if end == 0:
            end = data.rfind(b"\n", start, start + MOST) + 1
            return end if end and start + MOST < len(data) else min(len(data), start + MOST)
    if end - start < size:
        end = data.find(b"\n", start + size) + 1
    return end or len(data)


def _lines(data: bytes) -> list[str]:
    """The lines of ``data`` with their ends, whatever these are."""
    return io.StringIO(data.decode("utf-8", errors="replace"), newline="").readlines()
