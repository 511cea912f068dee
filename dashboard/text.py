"""Foreign text on the page: names from files and links are shown, never obeyed."""

import re
import string
from collections.abc import Iterable

LIMIT, WIDTH = 80, 200
_LINKS = (("://", "\N{RATIO}//"), ("@", "\N{FULLWIDTH COMMERCIAL AT}"))
_WWW = re.compile(r"(?i)\b(www)\.")
_PICTURE = re.compile(
    r":(?=[\w+/-]+:)"
)  # begins what Streamlit replaces even when it is escaped: `:streamlit:`
# Letters and digits, blanks, and what is nothing in Markdown where it stands between two letters.
_HARMLESS = re.compile(r"(?:[^\W_]|(?<=[^\W_])[._-](?=[^\W_])|[ ,()%°²/])*")
_WORD_JOINER = "\N{WORD JOINER}"
# Between blanks or at an end, it begins or ends what is slanted.
_LOOSE_LINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_LOOKALIKES = str.maketrans(
    {
        "*": "\N{ASTERISK OPERATOR}", ":": "\N{RATIO}", "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
        "$": "\N{FULLWIDTH DOLLAR SIGN}", "<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
        ">": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", "&": "\N{FULLWIDTH AMPERSAND}",
        "~": "\N{TILDE OPERATOR}", "\\": "\N{SET MINUS}", "@": "\N{FULLWIDTH COMMERCIAL AT}",
        "[": f"[{_WORD_JOINER}", "]": f"]{_WORD_JOINER}", "-": f"-{_WORD_JOINER}",
    }
)  # fmt: skip
_PUNCTUATION = str.maketrans({character: f"\\{character}" for character in string.punctuation})


def safe(text: str, limit: int = LIMIT) -> str:
    """``text`` as Markdown that shows just these characters, on one line, at most ``limit`` of them.

    Every ASCII punctuation character is escaped, so that nothing becomes a link, an image, a formula or a
    colour; unprintable characters become blanks. Addresses become links even when they are escaped: in them,
    what a browser knows them by is written with a character that looks the same.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    for mark, lookalike in _LINKS:
        line = line.replace(mark, lookalike)
    line = _PICTURE.sub("\N{RATIO}", line)
    return _WWW.sub("\\1\N{ONE DOT LEADER}", line).translate(_PUNCTUATION)


def safe_label(text: str, limit: int = 1_000) -> str:
    """``text`` as the label of a widget or an option, which are Markdown, too.

    Labels are read aloud and options stand in links, escapes included: so a name in which nothing is markup
    stays as it is, and in any other, what could be markup is written with a character that looks the same, or
    kept from what follows by one that has no width. The limit is wide: options must stay different.
    """
    line = shortened(" ".join("".join(c if c.isprintable() else " " for c in text).split()), limit)
    if _HARMLESS.fullmatch(line) and not _WWW.search(line):
        return line
    line = _WWW.sub("\\1\N{ONE DOT LEADER}", line.translate(_LOOKALIKES))
    return _WORD_JOINER + _LOOSE_LINE.sub("\N{MODIFIER LETTER LOW MACRON}", line)


def shortened(text: str, limit: int) -> str:
    """``text`` of at most ``limit`` characters: what is too much is left out of its middle."""
    if len(text) <= limit:
        return text
    end = (limit - 1) // 2
    return f"{text[: limit - 1 - end].rstrip()}…{text[len(text) - end :].lstrip()}"


def excerpt(lines: Iterable[str], width: int = WIDTH) -> str:
    """Lines of a file for a box of code: as they stand, but for what can't be seen and what is too long."""
    shown = ("".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line[:width])
             + ("…" if len(line) > width else "") for line in lines)  # fmt: skip
    return "\n".join(shown)
