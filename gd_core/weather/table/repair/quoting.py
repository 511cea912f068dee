"""Other ways of quoting become the usual one: double quotation marks, written twice within a cell.

Other marks around cells, blanks between a delimiter and a mark, and backslashes in front of marks.
"""

import re

from gd_core.weather.report import Decision
from gd_core.weather.table.delimiter import take_sample

MOST_LINES = 0.8  # share of the lines looked at that must be written so
LOOKED_AT = 60  # lines
DELIMITERS = rb"[;,\t|^~#: ]"

#: Marks in front of a cell and behind it, and what they are called.
MARKS = (
    ("'", "'", "apostrophes"),
    ("`", "`", "backticks"),
    ("\u201c", "\u201d", "curly quotation marks"),
    ("\u201e", "\u201c", "curly quotation marks"),
    ("\u201d", "\u201d", "curly quotation marks"),
)
_BLANKS_BEFORE = re.compile(rb"(?<=[;,\t|^~#:]) +\"(?!\")")
_BLANKS_BEHIND = re.compile(rb"\" +(?=[;,\t|^~#:])")
# A backslash in front of a mark that ends the cell is a character of the cell.
_ESCAPED = re.compile(rb"\\\"(?!(?:[;,\t|^~#:]|\r?$))", re.MULTILINE)


def plain_quotes(data: bytes, decisions: list[Decision]) -> bytes:
    """``data``, text in UTF-8, with double quotation marks only, if cells stand in others; adds to
    ``decisions``."""
    lines = [line.strip().encode() for line in take_sample(data).middle[:LOOKED_AT]]
    for opening, closing, name in MARKS:
        before, behind = _around(opening.encode(), closing.encode())
        stand = [before.search(line) and behind.search(line) for line in lines]
        if stand and sum(map(bool, stand)) >= MOST_LINES * len(stand):
            data = behind.sub(b'"', before.sub(b'"', data.replace(b'"', b'""')))
            decisions.append(Decision("delimiter", f"Cells stand in {name}"))
            break
    if b'"' not in data:
        return data
    if b'\\"' in data:
        data = _ESCAPED.sub(b'""', data)
    if any(map(_BLANKS_BEFORE.search, lines)):
        data = _BLANKS_BEHIND.sub(b'"', _BLANKS_BEFORE.sub(b'"', data))
    return data


def _around(opening: bytes, closing: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """The patterns of a mark in front of a cell and of one behind it, with the blanks outside."""
    # Blanks are passed over from where they begin: a line may hold a million of them.
    before = re.compile(rb"(?:(?:^|(?<=[;,\t|^~#:])) *|(?<= ))" + re.escape(opening), re.MULTILINE)
    behind = re.compile(re.escape(closing) + rb" *(?=" + DELIMITERS + rb"|\r?$)", re.MULTILINE)
    return before, behind
