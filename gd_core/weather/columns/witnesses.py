"""Names that say too little or two things: what the values say, and the columns beside them.

"Temps" is the weather in French; "MAX" is of the day if the temperature stays below it; "temperture" is
    misspelt.
"""

import difflib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from gd_core.weather.columns.by_name import concepts, role_of, words
from gd_core.weather.columns.by_values import FEW, NEARLY_ALL, correlation, is_counter, temperature_like
from gd_core.weather.limits import MAX_TRIED
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, listed, quoted
from gd_core.weather.vocabulary.languages import plain
from gd_core.weather.vocabulary.unsure import AMBIGUOUS, MISSPELT

KINDS = {
    "temperature_max": "the daily maximum temperature",
    "temperature_min": "the daily minimum temperature",
    "temperature_mean": "the daily mean temperature",
    "temperature": "a temperature",
}
PLAIN = ("temperature", "temperature_mean")
RIVALS = 8  # columns named without doubt that others are compared with
TOGETHER = 0.5  # least correlation of a temperature with another one of the same place
CLOSE, LONG = 0.87, 8  # likeness and letters of a misspelt word
MOST_MISSING = 2  # letters that a misspelt word lacks
LIKELY = 0.7  # likeness of a word that is suggested, and not taken
SHARES = frozenset({"open", "close", "adj", "volume", "price"})  # stand beside the high and low of shares


def say(name: str, role: str, why: str, certain: bool, decisions: list[Decision]) -> None:
    """Add the decision that ``name`` is taken for a temperature of that ``role``."""
    text = f"{quoted(name)} is taken for {KINDS[role]}"
    decisions.append(Decision("meaning", text, why, certain, {"column": name, "role": role}))


# --- words that mean two things --------------------------------------------------------------------------


def drop_namesakes(
    names: Sequence[str], roles: list[str], values: np.ndarray, decisions: list[Decision]
) -> None:
    """Columns that are temperatures by an ambiguous word only, and not by their values, get the role
    "other"."""
    called = [p for p, role in enumerate(roles) if role in TEMPERATURES]
    ambiguous = [p for p in called if is_ambiguous(names[p])]
    sure = [p for p in called if p not in ambiguous][:RIVALS]
    for position in ambiguous:
        why = _why_not(values[:, position], names[position], values[:, sure], [names[p] for p in sure])
        if why:
            roles[position] = "other"
            text = f"{quoted(names[position])} is not taken for a temperature"
            data = {"column": names[position], "role": "other"}
            decisions.append(
                Decision("meaning", text, f"the word has another meaning, and {why}", True, data)
            )


def is_ambiguous(name: str) -> bool:
    """Whether a temperature is called so by nothing but words of `AMBIGUOUS`."""
    if concepts(name) != {"temperature"}:  # "T max" is clear
        return False
    telling = {word for word in words(name) if "temperature" in concepts(word)}
    return bool(telling) and telling <= AMBIGUOUS


def _why_not(own: np.ndarray, name: str, beside: np.ndarray, rivals: list[str]) -> str:
    """Why values (rows,) are none of the temperatures that ``beside`` (rows, rivals) are; "" if they may
    be."""
    for column in beside.T:
        both = ~(np.isnan(own) | np.isnan(column))
        if both.sum() < FEW or correlation(own, column) >= TOGETHER:
            return ""
    if rivals:
        return f"its values do not rise and fall with those of {listed(rivals)}"
    if (~np.isnan(own)).sum() < FEW:
        return ""
    if is_counter(own):
        return "it counts rows"
    unlike = len(plain(name)) > 1 and temperature_like(own) is None
    return "its values do not behave like those of one" if unlike else ""


# --- maximum and minimum without a quantity --------------------------------------------------------------


def extremes_alone(
    names: Sequence[str], roles: list[str], every: Sequence[str], decisions: list[Decision]
) -> None:
    """Columns called only "max" and "min" are temperatures, unless shares are traded."""
    highest, lowest = _only(names, "highest"), _only(names, "lowest")
    if not highest or not lowest or any(SHARES & set(plain(name).split()) for name in every):
        return
    for own, others, role in ((highest, lowest, "temperature_max"), (lowest, highest, "temperature_min")):
        for position in own:
            roles[position] = role
            why = f"it stands beside {listed(names[p] for p in others)}"
            say(names[position], role, why, False, decisions)


def extremes_around(
    names: Sequence[str], roles: list[str], values: np.ndarray, decisions: list[Decision]
) -> None:
    """A "max" and a "min" between which a temperature stays are its extremes."""
    plain_ones = [p for p, role in enumerate(roles) if role in PLAIN]
    highest = [p for p in _only(names, "highest") if roles[p] == "other"]
    lowest = [p for p in _only(names, "lowest") if roles[p] == "other"]
    if any(role in TEMPERATURES and role not in PLAIN for role in roles):
        return
    for upper in highest:
        for lower in lowest:
            inside = [p for p in plain_ones if _between(values[:, p], values[:, lower], values[:, upper])]
            if not inside:
                continue
            for position, role in ((upper, "temperature_max"), (lower, "temperature_min")):
                roles[position] = role
                other = names[lower if position == upper else upper]
                why = f"{quoted(names[inside[0]])} lies between it and {quoted(other)} on nearly all days"
                say(names[position], role, why, False, decisions)
            return


def _only(names: Sequence[str], concept: str) -> list[int]:
    return [p for p, name in enumerate(names) if concepts(name) == {concept} and len(plain(name)) <= 12]


def _between(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> bool:
    """Whether ``values`` (rows,) lie between ``low`` and ``high`` nearly everywhere."""
    known = ~(np.isnan(values) | np.isnan(low) | np.isnan(high))
    own, low, high = values[known], low[known], high[known]
    if len(own) < FEW or np.mean((low <= own) & (own <= high)) < NEARLY_ALL:
        return False
    return bool(np.median(high - low) > 0 and correlation(own, low + high) >= TOGETHER)


# --- misspelt names --------------------------------------------------------------------------------------


def mend_spelling(names: Sequence[str], roles: list[str], decisions: list[Decision]) -> None:
    """Columns of unknown meaning whose names are nearly that of a temperature are taken for one."""
    for position, name in enumerate(names):
        if roles[position] != "other" or "temperature" in concepts(name):
            continue
        for token in re.findall(r"[^\W\d_]+", plain(name)):
            role = role_of(plain(name).replace(token, "temperature")) if _is_misspelt(token) else "other"
            if role in TEMPERATURES:
                roles[position] = role
                say(name, role, f"{quoted(token)} is nearly the word for it", False, decisions)


@lru_cache(maxsize=4096)
def _is_misspelt(word: str) -> bool:
    if not LONG <= len(word) <= 2 * LONG:
        return False
    # To compare takes its time, and there may be 2,000 columns: most words lack letters.
    likely = [known for known in MISSPELT if len(set(known) - set(word)) <= MOST_MISSING]
    return any(difflib.SequenceMatcher(None, word, known).ratio() >= CLOSE for known in likely)


def nearest_names(names: Sequence[str]) -> list[str]:
    """The columns whose names are most like that of a temperature, the best first; [] if none is."""
    known = ["temperature", "temp", "tmax", "tmin", "tmean", "tavg", "maxtemp", "mintemp"]
    scores = {}
    for name in names[:MAX_TRIED]:
        tokens = [*re.findall(r"[^\W\d_]+", plain(name)), re.sub(r"[\W\d_]+", "", plain(name))]
        likeness = [
            difflib.SequenceMatcher(None, token, word).ratio() for token in tokens if token for word in known
        ]
        scores[name] = max(likeness, default=0.0)
    return sorted((name for name in scores if scores[name] >= LIKELY), key=lambda name: -scores[name])[:3]
