"""Which columns are default predictors: not tomorrow's values, constants, helpers, and other places.

A forecast that reads a column which already holds tomorrow has seen the answer. Two signs, either of which is
enough: the name (tmax_tomorrow, Next_Tmax), or the values: the column equals another one's next row.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from gd_core.weather.columns.by_name import HELPERS, concepts, role_of, words
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, condensed, figure, listed, quoted
from gd_core.weather.vocabulary.languages import plain

NOT_PREDICTING = frozenset({"tomorrow", "constant", *HELPERS})
WHY = {
    "flag": "their names say so, or begin or end in Q beside the column that they judge",
    "clock": "by their names, and they are hours or hours and minutes",
    "number": "by their names, or because they count rows",
}


def on_tomorrow(
    names: Sequence[str], roles: list[str], values: np.ndarray, decisions: list[Decision]
) -> None:
    """Columns that hold the next day's value get the role "tomorrow"; adds to ``decisions``."""
    ahead = find_ahead(values, names, roles)
    by_name: list[Decision] = []
    by_value: list[Decision] = []
    for position, name in enumerate(names):
        pair = ahead.get(position)
        text = f"{quoted(name)} holds tomorrow's value and is not used to predict it"
        if pair is None:
            if roles[position] == "tomorrow":
                by_name.append(Decision("tomorrow", text, "its name says so", data={"column": name}))
            continue
        of, said = names[pair.following], ["its name says so"] if roles[position] == "tomorrow" else []
        rows = f"{pair.equal:,} of {pair.rows:,} rows"
        said.append(f"it equals the next row of {quoted(of)} in {rows}, {pair.equal / pair.rows:.2%}")
        data = {"column": name, "of": of, "equal": pair.equal, "rows": pair.rows}
        roles[position] = "tomorrow"
        by_value.append(Decision("tomorrow", text, "; ".join(said), data=data))
    for found in (by_value, by_name):
        decisions += condensed(found, "columns hold tomorrow's values and are not used to predict them")


def on_constant(
    names: Sequence[str], roles: list[str], values: np.ndarray, decisions: list[Decision]
) -> None:
    """Columns with one value or none predict nothing: they get the role "constant"."""
    known = ~np.isnan(values)
    low = np.where(known, values, np.inf).min(axis=0)
    high = np.where(known, values, -np.inf).max(axis=0)
    empty = [p for p in range(len(names)) if not known[:, p].any()]
    constant = [p for p in range(len(names)) if low[p] == high[p]]
    for topic, positions, what in (
        ("constant", constant, "one value only"),
        ("empty", empty, "no value at all"),
    ):
        if positions:
            found = tuple(names[p] for p in positions)
            verb = "has" if len(found) == 1 else "have"
            text = f"{listed(found)} {verb} {what}, and no part in predicting"
            decisions.append(Decision(topic, text, data={"columns": found}))
        for position in positions:
            roles[position] = "constant"


def on_helpers(names: Sequence[str], roles: Sequence[str], decisions: list[Decision]) -> None:
    """One decision for each kind of helper, whatever the number of columns."""
    for kind, what in HELPERS.items():
        found = tuple(name for name, role in zip(names, roles, strict=True) if role == kind)
        if not found:
            continue
        by_name = all(role_of(name) == kind for name in found)
        why = "their names say so" if by_name else WHY.get(kind, "their names say so")
        if len(found) == 1:
            why = why.replace("their names say", "its name says").replace("their names", "its name")
        verb = "is" if len(found) == 1 else "are"
        text = f"{listed(found)} {verb} no predictor by default: {what}"
        text = text.replace("are no predictor ", "are no predictors ")
        decisions.append(Decision("helpers", text, why, data={"kind": kind, "columns": found}))


def on_elsewhere(
    names: Sequence[str], target: int, elsewhere: Collection[int], decisions: list[Decision]
) -> None:
    """One decision for all columns of other places."""
    if elsewhere:
        found = tuple(names[p] for p in sorted(elsewhere))
        verb, plural = ("is", "") if len(found) == 1 else ("are", "s")
        text = f"{listed(found)} {verb} no predictor{plural} by default: another place than the target's"
        why = f"{quoted(names[target])} is forecast"
        decisions.append(Decision("other stations", text, why, data={"columns": found}))


def on_contradictions(
    names: Sequence[str], roles: Sequence[str], values: np.ndarray, target: int, decisions: list[Decision]
) -> None:
    """Days on which the target, a daily maximum, is below the daily minimum: said, and left as they are."""
    if roles[target] != "temperature_max":
        return
    minima = [p for p, role in enumerate(roles) if role == "temperature_min"]
    own = _place_of(names[target])
    minimum = next((p for p in minima if _place_of(names[p]) == own), None)
    if minimum is None:
        return
    below = values[:, target] < values[:, minimum]
    if below.any():
        first = int(np.flatnonzero(below)[0])
        days = f"{int(below.sum()):,} {'day' if below.sum() == 1 else 'days'}"
        text = f"{quoted(names[target])} is below {quoted(names[minimum])} on {days}; both are kept"
        why = f"the first time {figure(values[first, target])} below {figure(values[first, minimum])}"
        data = {"column": names[target], "other": names[minimum], "days": int(below.sum())}
        decisions.append(Decision("inconsistent", text, why, False, data))


def _place_of(name: str) -> str:
    """What is left of a name without the words for maximum and minimum."""
    kept = plain(name)
    for word in ("tmax", "tmin", "txk", "tnk", "tx", "tn", "maximum", "minimum", "max", "min", "high", "low"):
        kept = kept.replace(word, "")
    if concepts(name) & {"highest", "lowest"} and not kept.isascii():
        return ""
    return kept.strip(" _-.")


EQUAL = 0.99  # share of rows in which a column must equal another's next row
CHANGES = 20  # rows at least in which that other column changes: else equality says nothing
SCREEN, NEARLY = 64, 0.9  # rows on which pairs are compared first, and the share that must agree there
FIRST = 8  # of those rows on which half must agree before that


class Ahead(NamedTuple):
    """A column equals the next row of column ``following`` in ``equal`` of ``rows`` rows."""

    following: int
    equal: int
    rows: int


def find_ahead(values: np.ndarray, names: Sequence[str], roles: Sequence[str]) -> dict[int, Ahead]:
    """Positions of columns of ``values`` (days, columns; NaN where missing) that hold another one's next row.

    A pair such as tmax and tmax_yesterday looks the same from the other side; the names and roles
    tell which of the two is the copy.
    """
    today, tomorrow = values[:-1], values[1:]
    found: dict[int, Ahead] = {}
    for following in range(values.shape[1]):
        y, y_next = today[:, following], tomorrow[:, following]
        # Where y stays the same, x = y says as much as x = next y: only days of change tell them apart.
        changes = np.flatnonzero((y_next != y) & ~np.isnan(y) & ~np.isnan(y_next))
        if len(changes) < CHANGES:
            continue
        few = changes[np.linspace(0, len(changes) - 1, min(SCREEN, len(changes))).astype(int)]
        for leading in _screened(today[few], y_next[few]):
            if leading in found or _holds_yesterday(
                names[following], names[leading], roles[following], roles[leading]
            ):
                continue
            x = today[:, leading]
            known = ~(np.isnan(x) | np.isnan(y_next))
            equal = x == y_next
            rows, moved = int(known.sum()), int(known[changes].sum())
            if moved >= CHANGES and equal[changes].sum() >= EQUAL * moved and equal.sum() >= EQUAL * rows:
                found[leading] = Ahead(following, int(equal.sum()), rows)
    return found


def _screened(today: np.ndarray, y_next: np.ndarray) -> np.ndarray:
    """Columns of ``today`` (few rows, columns) that agree with ``y_next`` nearly wherever they are known.

    This leaves a handful of pairs to look at in full, of the millions among thousands of columns.
    """
    first = slice(None, None, max(1, len(today) // FIRST))
    likely = (today[first] == y_next[first, None]).sum(axis=0) >= (~np.isnan(today[first])).sum(axis=0) / 2
    columns = np.flatnonzero(likely)
    known = (~np.isnan(today[:, columns])).sum(axis=0)
    agree = (today[:, columns] == y_next[:, None]).sum(axis=0)
    return columns[(known > 0) & (agree >= NEARLY * known)]


def _holds_yesterday(following: str, leading: str, following_role: str, leading_role: str) -> bool:
    """Whether ``following`` holds yesterday's ``leading``, not ``leading`` tomorrow's ``following``."""
    mine, other = words(following), words(leading)
    if "tomorrow" in concepts(leading):
        return False
    if "yesterday" in concepts(following) or mine > other:
        return True
    return leading_role in TEMPERATURES and following_role not in TEMPERATURES
