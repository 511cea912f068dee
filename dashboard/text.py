"""Foreign text on the page: names from files and links are shown, never obeyed."""

import string

LIMIT = 80
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
