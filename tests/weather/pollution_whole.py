"""A table written in another way, and with other lines around its rows and between them."""

from collections.abc import Iterator

from tests.weather.pollution_tables import Polluted, Table, text_of


def written_otherwise(table: Table) -> Iterator[Polluted]:
    """Other delimiters, quotation marks, encodings and ends of lines."""

    def made(kind: str, content: bytes) -> Polluted:
        return Polluted(f"{table.name}: {kind}", table, content)

    for sign in (",", ";", "\t", "|", "^", "~", "#", ":", "::", ", ", "; ", " ; ", " | "):
        if not table.can_be_delimited(sign):
            continue
        yield made(f"delimiter {sign!r}", text_of(table.lines(sign)))
    for open_, close in (("'", "'"), ("`", "`"), ("“", "”"), ("„", "“"), ('"', '"')):
        lines = table.lines(quote=f"{open_}{{}}{close}".format)
        yield made(f"quotes {open_}{close}", text_of(lines))
        yield made(f"quotes {open_}{close} around rows only", text_of([table.lines()[0], *lines[1:]]))
    for sign in (", ", "; ", ",  "):
        lines = table.lines(sign, quote=lambda cell: f'"{cell}"')
        yield made(f"quotes and {sign!r}", text_of(lines))
    if table.delimiter != " ":  # a remark has blanks
        yield from _noted(table)
    yield from _encoded(table)
    yield from _edged(table)


def _encoded(table: Table) -> Iterator[Polluted]:
    """Other bytes for the same lines."""

    def made(kind: str, content: bytes) -> Polluted:
        return Polluted(f"{table.name}: {kind}", table, content)

    plain = text_of(table.lines())
    for end in ("\r\n", "\r", "\r\r\n", "\n\r"):
        yield made(f"line end {end!r}", text_of(table.lines(), end))
    mixed = "".join(line + ("\r\n" if n % 2 else "\n") for n, line in enumerate(table.lines()))
    yield made("mixed line ends", mixed.encode())
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "cp1252"):
        yield made(encoding, plain.decode().encode(encoding))
        yield made(f"{encoding}, no line end", plain.decode().rstrip("\n").encode(encoding))
    yield made("two marks", b"\xef\xbb\xbf" * 2 + plain)
    yield made("NUL at the end", plain + b"\0" * 512)
    yield made("NUL in a row", plain.replace(b"\n", b"\n\0", 30))
    yield made("control Z", plain + b"\x1a")
    yield made("no line end", plain.rstrip(b"\n"))


def _edged(table: Table) -> Iterator[Polluted]:
    """Something more at the ends of lines, or in front of them."""

    def made(kind: str, content: bytes) -> Polluted:
        return Polluted(f"{table.name}: {kind}", table, content)

    sign = table.delimiter
    yield made("delimiter at the end", text_of([line + sign for line in table.lines()]))
    yield made(
        "delimiter at the end of rows", text_of(table.lines()[:1] + [f"{r}{sign}" for r in table.lines()[1:]])
    )
    yield made("delimiter in front", text_of([sign + line for line in table.lines()]))
    yield made("delimiters at the end", text_of([line + sign * 3 for line in table.lines()]))
    yield made("blanks around cells", text_of(table.lines(f"  {sign}  ")))
    yield made("blanks at the end", text_of([f"{line}   " for line in table.lines()]))
    yield made("blanks in front", text_of([f"   {line}" for line in table.lines()]))
    yield made("lines in quotes", text_of(['"' + line.replace('"', '""') + '"' for line in table.lines()]))
    numbered = [(["row"] + [str(n) for n in range(len(table.rows))])[n] for n in range(len(table.rows) + 1)]
    yield made(
        "numbered", text_of([f"{n}{sign}{line}" for n, line in zip(numbered, table.lines(), strict=True)])
    )
    unnamed = ["", *numbered[1:]]
    yield made(
        "numbered, nameless", text_of([f"{n}{sign}{x}" for n, x in zip(unnamed, table.lines(), strict=True)])
    )


def _noted(table: Table) -> Iterator[Polluted]:
    """With one more column, of remarks."""
    notes = {
        "escaped quotes": lambda n: f'"said \\"wind{table.delimiter} {n}\\" again"',
        "escaped delimiters": lambda n: f"wind\\{table.delimiter} {n}",
        "doubled quotes": lambda n: f'"said ""wind{table.delimiter} {n}"" again"',
        "cells of several lines": lambda n: f'"wind\n{table.delimiter} rain {n}"',
        "inches": lambda n: f'snow 5" {n}' if n % 9 == 4 else "none",
        "apostrophes": lambda n: f"St. John's {n}",
    }
    for kind, note in notes.items():
        yield Polluted(f"{table.name}: {kind}", table, text_of(table.with_notes(note)))


def surrounded(table: Table) -> Iterator[Polluted]:
    """What stands around the rows and between them."""
    head, *rows = table.lines()
    sign, width = table.delimiter, len(table.header)
    bodies = {
        "empty line behind the header": [head, "", *rows],
        "empty lines": [line for row in [head, *rows] for line in (row, "")],
        "empty lines at the end": [head, *rows, "", "", ""],
        "empty lines in front": ["", "", head, *rows],
        "empty row": [head, *rows[:50], sign * (width - 1), *rows[50:]],
        "empty row behind the header": [head, sign * (width - 1), *rows],
        "preamble": ["Weather of the station", "made by hand", head, *rows],
        "preamble and empty line": ["Weather of the station", "", head, *rows],
        "preamble as wide": [sign.join(["Weather", *[""] * (width - 1)]), head, *rows],
        "preamble of pairs": [f"Station{sign} Nowhere", f"Latitude{sign} 48.2", "", head, *rows],
        "comments": ["# made by hand", "# two lines", head, *rows],
        "comment in the middle": [head, *rows[:60], "# here the sensor was changed", *rows[60:]],
        "footer": [head, *rows, "Source: nobody"],
        "footer and empty line": [head, *rows, "", "Source: nobody", "Legend: none"],
        "footer as wide": [head, *rows, sign.join(["Total", *[""] * (width - 1)])],
        "second table": [head, *rows, "", f"name{sign}height", f"Nowhere{sign}12", f"Anywhere{sign}99"],
        "ruler": [head, sign.join(["---"] * width), *rows],
        "sep=": [f"sep={sign}", head, *rows],
    }
    for kind, lines in bodies.items():
        yield Polluted(f"{table.name}: {kind}", table, text_of(lines))
