"""Foreign text on the page: names from files and links are shown, never obeyed."""

import string
from collections.abc import Iterable

LIMIT, WIDTH = 80, 200
_PUNCTUATION = str.maketrans({character: f"\\{character}" for character in string.punctuation})


def safe(text: str, limit: int = LIMIT) -> str:
    """``text`` as Markdown that shows just these characters, on one line, at most ``limit`` of them.

    Every ASCII punctuation character is escaped, so that nothing becomes a link, an image, a formula or a
    colour; unprintable characters become blanks.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) > limit:
        line = line[: limit - 1] + "…"
    return line.translate(_PUNCTUATION)


def excerpt(lines: Iterable[str], width: int = WIDTH) -> str:
    """Lines of a file for a box of code: as they stand, but for what can't be seen and what is too long."""
    shown = ("".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line[:width])
             + ("…" if len(line) > width else "") for line in lines)  # fmt: skip
    return "\n".join(shown)
