"""Names of terms as they fit beside a chart. They are not made safe for any markup here."""

import re

LONGEST = 20  # characters of a column's name in the name of a term
_DEPARTURE = re.compile(
    r"(?P<column>.+), (?:above its (?P<usual>\d+-day mean|normal)|(?P<change>change) since the day before)"
    r"(?: × season, (?P<wave>sine|cosine))?(?P<number> \(\d+\)'*|'*)"
)
_WAVES = {"sine": "sin", "cosine": "cos"}


def short(term: str) -> str:
    """The name of a departure in few characters: "sin × (temp_max − 15-day mean)"; any other as it is."""
    found = _DEPARTURE.fullmatch(term)
    if found is None:
        return term
    usual, wave = found["usual"], found["wave"]
    column = _cut(found["column"])
    name = f"{column} − {usual}" if usual else f"{column}, change"
    if wave:
        name = f"{_WAVES[wave]} × ({name})"  # first, since a chart cuts ends
    return name + found["number"]


def _cut(name: str) -> str:
    """``name`` without its middle where it is long: its end tells it from others, too."""
    half = LONGEST // 2
    return name if len(name) <= LONGEST else f"{name[:half]}…{name[-half + 1 :]}"
