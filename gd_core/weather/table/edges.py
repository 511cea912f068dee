"""Where the data end: legends and notes below them, a second table, and repeated headers among them."""

from gd_core.weather.report import Decision, counted, quoted
from gd_core.weather.table.delimiter import Rows, Sample, split_line

BREAKS = 100  # blank lines among the data behind which another table is looked for
REACH = 4096  # bytes read behind a blank line
MAX_FOOTER, LONGEST = 200, 500  # lines kept, and bytes of each


def end_above_footer(data: bytes, start: int, sample: Sample, rows: Rows) -> int:
    """The byte at which the data that begin at byte ``start`` end, as far as the file's last lines tell."""
    if not rows.types.known:
        return len(data)
    size = sum(len(line.encode()) for line in _below(sample.tail, rows))
    end = len(data) - size
    # A last cell in quotation marks may go on over several lines: they are no footer.
    return end if end > start and (size == 0 or data.count(b'"', start, end) % 2 == 0) else len(data)


def _below(tail: list[str], rows: Rows) -> list[str]:
    """The lines of ``tail`` below the last row of data; [] if none of them is one."""
    for position in range(len(tail), 0, -1):
        if _is_data(tail[position - 1], rows):
            below = tail[position:]
            return below if any(line.strip() for line in below) else []
    return []


def _is_data(line: str, rows: Rows) -> bool:
    cells = split_line(line, rows.delimiter)
    return rows.types.fits(cells) or (len(cells) >= rows.width - rows.trailing and rows.types.may_fit(cells))


def end_of_table(data: bytes, start: int, end: int, rows: Rows) -> int:
    """The end of the data before a blank line behind which another table or a text begins; ``end`` if none
    does."""
    for blank in (b"\n\n", b"\n\r\n"):
        position = start - 1
        for _ in range(BREAKS):
            position = data.find(blank, position + 1, end)
            if position < 0:
                break
            if position >= start and _begins_another(data[position + 1 : min(position + REACH, end)], rows):
                end = position + 1
    return end


def _begins_another(after: bytes, rows: Rows) -> bool:
    """Whether the lines behind a blank line are no rows of the same table."""
    lines = [line for line in after.decode("utf-8", errors="replace").splitlines() if line.strip()][:4]
    if not lines or _is_data(lines[0], rows):
        return False
    later = [split_line(line, rows.delimiter) for line in lines[1:]]
    return not any(len(cells) == rows.width and rows.types.fits(cells) for cells in later)


def without_repeats(data: bytes, start: int, header_line: str, decisions: list[Decision]) -> bytes:
    """``data`` with the lines emptied in which the header occurs once more, as where files were put
    together."""
    needle = b"\n" + header_line.rstrip("\r\n").encode()
    if len(needle) < 6 or (found := data.find(needle, start - 1)) < 0:
        return data
    parts, position, count = [], 0, 0
    while found >= 0:
        after = found + len(needle)
        if data[after : after + 1] in (b"", b"\r", b"\n"):
            parts.append(data[position : found + 1])
            position, count = after, count + 1
        found = data.find(needle, after)
    if count:
        decisions.append(
            Decision("header", f"The header occurs {counted(count, 'more time')} among the data")
        )
    return b"".join([*parts, data[position:]])


def read_footer(data: bytes, end: int, decisions: list[Decision]) -> tuple[str, ...]:
    """The lines below the data, which end at byte ``end``; adds to ``decisions`` if there are any."""
    text = data[end : end + MAX_FOOTER * LONGEST].decode("utf-8", errors="replace")
    footer = [line.rstrip() for line in text.splitlines()[:MAX_FOOTER]]
    while footer and not footer[-1]:
        footer.pop()
    filled = [line for line in footer if line.strip()]
    if filled:
        count = data.count(b"\n", end) + (not data.endswith(b"\n"))
        begin = data.count(b"\n", 0, end) + 1
        text = f"{counted(count, 'line')} below the data left out, from line {begin:,}"
        decisions.append(Decision("footer", text, f"the first is {quoted(filled[0])}", data={"lines": count}))
    return tuple(footer)
