"""Pages of docs/: ``python -m benchmarks`` writes the tables between their marks, people the text."""

import re
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def places(document: str) -> list[str]:
    """Names of the tables that have a place in ``document``, from top to bottom."""
    return re.findall(r"^<!-- tables of (\w+) -->$", document, flags=re.MULTILINE)


def with_tables(document: str, name: str, tables: str) -> str:
    """``document`` with ``tables`` (Markdown) in the place ``name``. Raises ValueError if there is none."""
    begin, end = f"<!-- tables of {name} -->\n", f"<!-- end of {name} -->\n"
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"The page has no place for the tables of {name}: lines {begin!r} and {end!r}")
    return f"{before}{begin}\n{tables.strip()}\n\n{end}{after}"


def write(name: str, tables: str, file: Path = FILE) -> None:
    """Put ``tables`` in their place in the file."""
    file.write_text(with_tables(file.read_text(encoding="utf-8"), name, tables), encoding="utf-8")
