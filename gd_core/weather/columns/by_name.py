"""What a column means, by its name, or by a line beside the table that explains the name: its role.

A name is taken apart into words ("TempHighF" is temp, high, f), the words are looked up in the tables of
`vocabulary/`, and the first fitting rule of `RULES` holds. To teach the reader another language or service,
add lines to those tables.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gd_core.weather.record import TEMPERATURES
from gd_core.weather.vocabulary.codes import CODES, NAMES, family_of
from gd_core.weather.vocabulary.languages import CONCEPTS, FILLERS, WHOLE_NAMES, Words, plain

#: Roles of columns that are no weather of the day, each with what a report calls them.
HELPERS = {
    "flag": "marks of quality",
    "clock": "times of day",
    "calendar": "parts of the date",
    "number": "numbers and identifiers of rows or stations",
    "place": "places",
    "normal": "long-term normals",
    "record": "records",
    "anomaly": "differences from normals",
}
EXTREMES = ("temperature_max", "temperature_min")
LONGEST = 200  # letters of a name that are looked at
ONE_WORD = ("calendar", "number", "place")  # hold only if all words of the name are such


class Rule(NamedTuple):
    """``role`` holds for a name with all concepts of ``needs`` and none of ``unless``."""

    role: str
    needs: tuple[str, ...]
    unless: tuple[str, ...] = ()


RULES = (
    Rule("tomorrow", ("tomorrow",)),
    Rule("other", ("flag", "of the air"), ("temperature",)),  # air quality
    Rule("flag", ("flag",)),
    Rule("record", ("record",)),
    Rule("anomaly", ("anomaly",)),
    Rule("normal", ("normal",)),
    Rule("clock", ("clock",)),
    Rule("calendar", ("calendar",)),
    Rule("number", ("number",)),
    Rule("place", ("place",)),
    Rule("other", ("derived",)),
    Rule("other", ("yesterday",)),
    Rule("other", ("temperature", "not of the air"), ("of the air",)),
    *(Rule(role, (f"code {role}",)) for role in CODES),
    Rule("temperature_max", ("temperature", "highest")),
    Rule("temperature_min", ("temperature", "lowest")),
    Rule("temperature_mean", ("temperature", "mean")),
    Rule("temperature", ("temperature",)),
    Rule("snow", ("snow",)),
    Rule("precipitation", ("precipitation",), ("unlikely",)),
    *(Rule(role, (role,)) for role in ("wind", "humidity", "pressure", "radiation", "cloud")),
)

_WHICH, _WHAT = "max|min|maximum|minimum|avg|ave|average|mean|high|low|hi|lo", "tem|temp|temps|tmp|temper"
_JOINED = re.compile(rf"({_WHICH})({_WHAT})|({_WHAT})({_WHICH})")  # maxtem, tempavg
_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # Japanese, Chinese, Korean
_UNLIKELY: Words = (("en", "prob probability chance cover type possibility"),)
_NAMED = {name: role for role, names in NAMES.items() for name in names.split()}
_ALONE = {name: concept for concept, names in WHOLE_NAMES.items() for name in names.split()}


def words(name: str) -> set[str]:
    """The words of a column's name, in small letters; those beside digits without them, too."""
    name = name[:LONGEST]
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    tokens = re.findall(r"[^\W_]+", f"{plain(apart)} {plain(name)}")
    letters = [part for token in tokens for part in re.findall(r"[^\W\d_]{3,}", token)]
    # What stands beside the temperature in one word: Maximaltemperatur is maximal, too.
    rest = [part for token in tokens for part in re.split(r"temperatu\w?r?", token) if part != token]
    rest = [part for part in rest if len(part) > 2]
    joined = [part for word in letters if (match := _JOINED.fullmatch(word)) for part in match.groups()]
    return {*tokens, *letters, *(part for part in [*rest, *joined] if part)}


class _Patterns(NamedTuple):
    """What to look for in names: whole words and the concepts that they stand for; per concept a pattern of
    words with stars, and one of characters that are looked for anywhere."""

    whole: dict[str, set[str]]
    starred: dict[str, re.Pattern[str]]
    any_starred: re.Pattern[str]
    asian: dict[str, re.Pattern[str]]


def _compiled(table: dict[str, Words]) -> _Patterns:
    whole: dict[str, set[str]] = {}
    stars: dict[str, list[str]] = {}
    asian: dict[str, list[str]] = {}
    for concept, lines in table.items():
        for word in (plain(word) for _, line in lines for word in line.split()):
            if _ASIAN.search(word):
                asian.setdefault(concept, []).append(re.escape(word))
            elif "*" in word:
                stars.setdefault(concept, []).append(re.escape(word).replace(r"\*", r"\S*"))
            else:
                whole.setdefault(word, set()).add(concept)
    return _Patterns(
        whole,
        {concept: _one_of(words) for concept, words in stars.items()},
        _one_of([word for words in stars.values() for word in words]),
        {concept: re.compile("|".join(words)) for concept, words in asian.items()},
    )


def _one_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(words)})(?!\S)")


_CODES: dict[str, Words] = {f"code {role}": (("", codes),) for role, codes in CODES.items()}
_PATTERNS = _compiled({**CONCEPTS, **_CODES, "unlikely": _UNLIKELY})


@lru_cache(maxsize=8192)
def concepts(name: str) -> frozenset[str]:
    """The concepts of `CONCEPTS` that a name has words of; those in `ONE_WORD` only if it has no others."""
    own, bare = words(name), plain(name[:LONGEST])
    if bare in _ALONE:
        return frozenset({_ALONE[bare]})
    found = set().union(*(_PATTERNS.whole.get(word, ()) for word in own))
    spaced = " ".join(own)
    if _PATTERNS.any_starred.search(spaced):
        found.update(concept for concept, words in _PATTERNS.starred.items() if words.search(spaced))
    if not bare.isascii():
        found.update(concept for concept, words in _PATTERNS.asian.items() if words.search(bare))
    rest = {word for word in own if not word.isdigit()} - FILLERS
    for concept in found.intersection(ONE_WORD):
        allowed = {concept, "number"} if concept == "calendar" else {concept}  # day number
        if not all(allowed & _PATTERNS.whole.get(word, set()) for word in rest):
            found.remove(concept)
    return frozenset(found)


@lru_cache(maxsize=8192)
def role_of(name: str) -> str:
    """The role that the name has by itself: as a code, else by the first fitting rule, else "other"."""
    code = _NAMED.get(plain(name))
    if code is not None:
        return code
    own = concepts(name)
    fitting = (r.role for r in RULES if own.issuperset(r.needs) and own.isdisjoint(r.unless))
    return next(fitting, "other")


def roles_of(names: list[str]) -> list[str]:
    """The roles of the columns of one file: by each name, by the service, and by the names beside it."""
    bare = [plain(name) for name in names]
    known = frozenset(bare)
    family = family_of(known)
    roles = []
    for name, short in zip(names, bare, strict=True):
        role = role_of(name)
        if family is not None:
            role = family.roles.get(short, role)
        if name_of_quality(short) & known and role not in ("tomorrow", "clock"):
            role = "flag"
        roles.append(role)
    # The average maximum is a normal where the maximum stands beside it; so is whatever is not the actual.
    averages = [p for p, name in enumerate(names) if "mean" in concepts(name)]
    actual = any("actual" in words(name) for name in names)
    for position in averages:
        beside = any(role == roles[position] and p not in averages for p, role in enumerate(roles))
        if (roles[position] in EXTREMES and beside) or (actual and "actual" not in words(names[position])):
            roles[position] = "normal"
    return roles


def name_of_quality(name: str) -> set[str]:
    """The columns that ``name`` (plain) may be the mark of quality of: TX for QTX, tmax for tmax_q."""
    match = re.fullmatch(r"q[_ ]?(.{2,})|(.{2,}?)[_ ](?:q|f|fl|flg|src|source)", name)
    return {part for part in match.groups() if part} if match else set()


# --- what lines around the table say --------------------------------------------------------------------

LONGEST_LINE = 300  # letters of a line that are looked at
_DESCRIBED = re.compile(r'[\s#*"%/-]*([^:;=,\t]+?)\s*[:;=,\t]\s*(\S.*)')
_UNIT_OF = re.compile(r"(.+?)[ _]+(?:units?|einheit|unite|unidad|unidade|unita|eenheid)", re.IGNORECASE)
MOST_PAIRED = 20  # lines among which names stand over units
_IN_COLUMNS = re.compile(r'[\s#*"%]*(\S+)\s+(\S.*)')


def descriptions(names: Sequence[str], lines: Sequence[str]) -> dict[int, str]:
    """By position, what a line says that begins with the column's name: "T2M  Temperature at 2 m (C)"."""
    said = _paired(lines)
    for line in lines:
        for layout in (_DESCRIBED, _IN_COLUMNS):
            if match := layout.match(line[:LONGEST_LINE]):
                said.setdefault(plain(match[1]), match[2].strip())
    return {position: said[plain(name)] for position, name in enumerate(names) if plain(name) in said}


def _paired(lines: Sequence[str]) -> dict[str, str]:
    """What stands below a name with the word "unit" behind it: "Temperature Units" over "c"."""
    said: dict[str, str] = {}
    for names, cells in pairwise(lines[:MOST_PAIRED]):
        for sign in ",;\t":
            above, below = ([cell.strip('" ') for cell in line.split(sign)] for line in (names, cells))
            if len(above) == len(below) > 1:
                pairs = zip(map(_UNIT_OF.fullmatch, above), below, strict=True)
                said |= {plain(match[1]): cell for match, cell in pairs if match}
    return said


def title_role(lines: Sequence[str]) -> tuple[str, str]:
    """The one role of a temperature that lines name, and the first such line; "other" if there isn't one."""
    found: dict[str, str] = {}
    for line in lines:
        role = role_of(line[:LONGEST_LINE])
        if role in TEMPERATURES:
            found.setdefault(role, line[:LONGEST_LINE])
    if len(found) != 1:
        return "other", ""
    return next(iter(found.items()))
