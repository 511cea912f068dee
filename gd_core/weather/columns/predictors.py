"""Columns that predict nothing by default: tomorrow's values, constants, helpers, other places."""

from collections.abc import Collection, Sequence

import numpy as np

from gd_core.weather.columns.by_name import HELPERS, concepts, plain, role_of
from gd_core.weather.columns.leaks import find_ahead
from gd_core.weather.report import Decision, condensed, listed, quoted

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
        why = f"the first time {values[first, target]:g} below {values[first, minimum]:g}"
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
