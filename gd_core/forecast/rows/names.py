"""Names: of the columns that terms are made from, and of the terms, each different from the others.

The exported script copies this file: it may import the standard library.
"""


def used_columns(target: str, predictors: tuple[str, ...]) -> list[str]:
    """The columns of a table that terms are made from, the target first."""
    return list(dict.fromkeys([target, *predictors]))


def unique(names: list[str]) -> list[str]:
    """``names`` with a number after those that a file's own columns repeat."""
    seen: dict[str, int] = {}
    found: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        fresh = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while fresh in found:
            fresh += "'"
        found.append(fresh)
    return found
