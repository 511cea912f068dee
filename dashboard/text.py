"""Foreign text on the page: names from files and links are shown, never obeyed."""

import re
import string
from collections.abc import Iterable

LIMIT, WIDTH = 80, 200
_LINKS = (("://", "\N{RATIO}//"), ("@", "\N{FULLWIDTH COMMERCIAL AT}"))
_WWW = re.compile(r"(?i)\b(www)\.")
# Letters and digits, blanks, and what is nothing in Markdown where it stands between two letters.
_HARMLESS = re.compile(r"(?:[^\W_]|(?<=[^\W_])[._-](?=[^\W_])|[ ,()%°²/])*")
_PUNCTUATION = str.maketrans({character: f"\\{character}" for character in string.punctuation})


def safe(text: str, limit: int = LIMIT) -> str:
    """``text`` as Markdown that shows just these characters, on one line, at most ``limit`` of them.

    Every ASCII punctuation character is escaped, so that nothing becomes a link, an image, a formula or a
    colour; unprintable characters become blanks. Addresses become links even when they are escaped: in them,
    what a browser knows them by is written with a character that looks the same.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) > limit:
        line = line[: limit - 1] + "…"
    for mark, lookalike in _LINKS:
        line = line.replace(mark, lookalike)
    return _WWW.sub("\\1\N{ONE DOT LEADER}", line).translate(_PUNCTUATION)


def safe_label(text: str, limit: int = 1_000) -> str:
    """``text`` as the label of a widget or an option, which are Markdown, too.

    A name in which nothing is markup stays as it is, since labels are read aloud and options stand in links,
    escapes included; any other becomes `safe`. The limit is wide: options must stay different.
    """
    harmless = len(text) <= limit and _HARMLESS.fullmatch(text) and not _WWW.search(text)
    return text if harmless else safe(text, limit)


def excerpt(lines: Iterable[str], width: int = WIDTH) -> str:
    """Lines of a file for a box of code: as they stand, but for what can't be seen and what is too long."""
    shown = ("".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line[:width])
             + ("…" if len(line) > width else "") for line in lines)  # fmt: skip
    return "\n".join(shown)
