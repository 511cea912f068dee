"""Workbooks written by hand, as their formats are described: .xlsx, .ods, .xls and .xlsb.

The reader opens them with a library; so they are made here without any, byte by byte.
"""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Cell = object  # None, str, int, float, bool, date, datetime, time, or `Shown`
Rows = Sequence[Sequence[Cell]]

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-package"
#: Number formats by what they show; 164 and above are a workbook's own.
FORMATS = {
    "": 0,
    "date": 14,
    "stamp": 22,
    "clock": 20,
    "percent": 9,
    "two digits": 2,
    "degrees": 164,
    "own date": 165,
}
OWN = {164: '0.0"°C"', 165: "dd\\.mm\\.yyyy"}
STYLES = list(FORMATS)


class Shown:
    """A number with the name of a number format, of `FORMATS`."""

    def __init__(self, value: float, style: str) -> None:
        self.value, self.style = value, style


def serial(cell: dt.date | dt.time, since: dt.date = dt.date(1899, 12, 30)) -> float:
    """A date or time as days since the beginning of the calendar of a workbook."""
    if isinstance(cell, dt.time):
        return (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400
    days = float((dt.date(cell.year, cell.month, cell.day) - since).days)
    return days + serial(cell.time()) if isinstance(cell, dt.datetime) else days


def as_shown(cell: Cell, since: dt.date) -> Cell:
    """Dates and times as numbers with a format, other cells as they are."""
    if isinstance(cell, dt.datetime):
        return Shown(serial(cell, since), "stamp")
    if isinstance(cell, dt.date):
        return Shown(serial(cell, since), "date")
    return Shown(serial(cell), "clock") if isinstance(cell, dt.time) else cell


def column_letters(position: int) -> str:
    """A column's letters: A for 0, AA for 26."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Files by their names as a ZIP archive, of a day of its own: of the same parts the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name), content, how)
    return archive.getvalue()


# --- .xlsx ----------------------------------------------------------------------------------------------


def xlsx(
    sheets: Mapping[str, Rows], *, since_1904: bool = False, merged: Sequence[str] = (), inline: bool = False
) -> bytes:
    """A workbook of sheets by name; ``merged`` are ranges of the first ("A1:D1"), texts shared or inline."""
    since = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30)
    texts: dict[str, int] = {}
    parts = {
        f"xl/worksheets/sheet{number}.xml": _sheet_xml(
            rows, since, texts, merged if number == 1 else (), inline
        )
        for number, rows in enumerate(sheets.values(), start=1)
    }
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    own = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in OWN.items()
    )
    styles = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in FORMATS.values())
    before = '<workbookPr date1904="1"/>' if since_1904 else ""
    return zipped(
        {
            "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="{TYPES}.relationships+xml"/>'
            "</Types>",
            "_rels/.rels": _links({"rId1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{before}'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _links(
                {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
                | {"rId901": ("styles", "styles.xml"), "rId902": ("sharedStrings", "sharedStrings.xml")}
            ),
            "xl/styles.xml": f'{XML}<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts>'
            f"<cellXfs>{styles}</cellXfs></styleSheet>",
            "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{shared}</sst>',
            **parts,
        }
    )


def _links(targets: Mapping[str, tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _sheet_xml(rows: Rows, since: dt.date, texts: dict[str, int], merged: Sequence[str], inline: bool) -> str:
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            _cell_xml(as_shown(cell, since), f"{column_letters(p)}{number}", texts, inline)
            for p, cell in enumerate(row)
            if cell is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>' if cells else "")
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    after = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{after}</worksheet>'


def _cell_xml(cell: Cell, address: str, texts: dict[str, int], inline: bool) -> str:
    if isinstance(cell, Shown):
        return f'<c r="{address}" s="{STYLES.index(cell.style)}"><v>{cell.value!r}</v></c>'
    if isinstance(cell, bool):
        return f'<c r="{address}" t="b"><v>{cell:d}</v></c>'
    if isinstance(cell, str) and cell.startswith("#"):
        return f'<c r="{address}" t="e"><v>{cell}</v></c>'
    if isinstance(cell, str) and inline:
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    if isinstance(cell, str):
        return f'<c r="{address}" t="s"><v>{texts.setdefault(cell, len(texts))}</v></c>'
    return f'<c r="{address}"><v>{cell!r}</v></c>'


# --- .ods -----------------------------------------------------------------------------------------------

OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """An OpenDocument workbook; below and beside its cells stand the empty ones that programs write."""
    tables = "".join(_table_xml(name, rows) for name, rows in sheets.items())
    content = (
        f'{XML}<office:document-content xmlns:office="{OPEN}:office:1.0" xmlns:table="{OPEN}:table:1.0" '
        f'xmlns:text="{OPEN}:text:1.0" office:version="1.3"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _table_xml(name: str, rows: Rows) -> str:
    beside = '<table:table-cell table:number-columns-repeated="16000"/>'
    lines = "".join(
        f"<table:table-row>{''.join(map(_open_cell, row))}{beside}</table:table-row>" for row in rows
    )
    below = f'<table:table-row table:number-rows-repeated="1040000">{beside}</table:table-row>'
    return f'<table:table table:name="{escape(name)}">{lines}{below}</table:table>'


def _open_cell(cell: Cell) -> str:
    kind = '<table:table-cell office:value-type="{}" {}>{}</table:table-cell>'
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, Shown):
        return kind.format(
            "percentage" if cell.style == "percent" else "float", f'office:value="{cell.value!r}"', ""
        )
    if isinstance(cell, bool):
        return kind.format("boolean", f'office:boolean-value="{str(cell).lower()}"', "")
    if isinstance(cell, dt.datetime):
        return kind.format(
            "date", f'office:date-value="{cell:%Y-%m-%dT%H:%M:%S}"', f"<text:p>{cell:%d.%m.%y}</text:p>"
        )
    if isinstance(cell, dt.date):
        return kind.format("date", f'office:date-value="{cell}"', f"<text:p>{cell:%d.%m.%y}</text:p>")
    if isinstance(cell, dt.time):
        return kind.format("time", f'office:time-value="PT{cell:%HH%MM%SS}"', "")
    if isinstance(cell, str):
        return kind.format("string", "", f"<text:p>{escape(cell)}</text:p>")
    return kind.format("float", f'office:value="{cell!r}"', f"<text:p>{cell:.0f}</text:p>")


# --- .xlsb: the parts of .xlsx as records ---------------------------------------------------------------


def xlsb(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook of records, with texts in their cells."""
    since = dt.date(1899, 12, 30)
    listed = b"".join(
        _short(156, struct.pack("<II", 0, n) + _wide(f"rId{n}") + _wide(name))
        for n, name in enumerate(sheets, 1)
    )
    own = b"".join(_short(44, struct.pack("<H", n) + _wide(code)) for n, code in OWN.items())
    styles = b"".join(_short(47, struct.pack("<HH", 0, number) + bytes(12)) for number in FORMATS.values())
    begin = _short(617, struct.pack("<I", len(FORMATS)))
    bodies = {
        f"xl/worksheets/sheet{n}.bin": _sheet_bin(rows, since) for n, rows in enumerate(sheets.values(), 1)
    }
    return zipped(
        {
            "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.main"/>'
            "</Types>",
            "_rels/.rels": _links({"rId1": ("officeDocument", "xl/workbook.bin")}),
            "xl/workbook.bin": _short(131) + _short(143) + listed + _short(144) + _short(132),
            "xl/_rels/workbook.bin.rels": _links(
                {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)}
                | {"rId901": ("styles", "styles.bin")}
            ),
            "xl/styles.bin": _short(278)
            + _short(615, struct.pack("<I", len(OWN)))
            + own
            + _short(616)
            + begin
            + styles
            + _short(618)
            + _short(279),
            **bodies,
        }
    )


def _short(kind: int, content: bytes = b"") -> bytes:
    """A record whose kind and length take as few bytes as they need."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    while length > 127:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _sheet_bin(rows: Rows, since: dt.date) -> bytes:
    last = struct.pack("<IIII", 0, max(0, len(rows) - 1), 0, max(0, max(map(len, rows), default=0) - 1))
    records = [_short(129), _short(148, last), _short(145)]
    for number, row in enumerate(rows):
        records.append(_short(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0)))
        for position, cell in enumerate(row):
            cell = as_shown(cell, since)
            at = struct.pack("<II", position, STYLES.index(cell.style) if isinstance(cell, Shown) else 0)
            if isinstance(cell, str):
                records.append(_short(6, at + _wide(cell)))
            elif isinstance(cell, bool):
                records.append(_short(4, at + bytes([cell])))
            elif cell is not None:
                records.append(
                    _short(5, at + struct.pack("<d", cell.value if isinstance(cell, Shown) else cell))
                )
    return b"".join([*records, _short(146), _short(130)])


# --- .xls: records of BIFF8 in a compound file ----------------------------------------------------------


def xls(sheets: Mapping[str, Rows], *, since_1904: bool = False) -> bytes:
    """An old workbook: the records of all sheets in the stream "Workbook" of a compound file."""
    since = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30)
    texts: dict[str, int] = {}
    bodies = [_biff_sheet(rows, since, texts) for rows in sheets.values()]
    formats = [_record(0x41E, struct.pack("<H", n) + _biff_text(code, 2)) for n, code in OWN.items()]
    styles = [
        _record(0xE0, struct.pack("<HHHBBBBIIH", 0, number, 0, 0, 0, 0, 4, 0, 0, 0))
        for number in FORMATS.values()
    ]
    shared = _record(
        0xFC, struct.pack("<II", len(texts), len(texts)) + b"".join(_biff_text(text, 2) for text in texts)
    )
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(
        0x22, struct.pack("<H", since_1904)
    )
    before, after = begin + b"".join(formats) + b"".join(styles), shared + _record(0x0A, b"")
    names = [struct.pack("<H", 0) + _biff_text(name, 1) for name in sheets]
    start = len(before) + sum(len(name) + 8 for name in names) + len(after)
    listed = b""
    for name, body in zip(names, bodies, strict=True):
        listed += _record(0x85, struct.pack("<I", start) + name)
        start += len(body)
    return compound(before + listed + after + b"".join(bodies))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _biff_text(text: str, size: int) -> bytes:
    wide = not text.isascii()
    return len(text).to_bytes(size, "little") + bytes([wide]) + text.encode("utf-16-le" if wide else "ascii")


def _biff_sheet(rows: Rows, since: dt.date, texts: dict[str, int]) -> bytes:
    cells = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            if cell is None:
                continue
            cell = as_shown(cell, since)
            at = struct.pack(
                "<HHH", number, position, STYLES.index(cell.style) if isinstance(cell, Shown) else 0
            )
            if isinstance(cell, str):
                cells.append(_record(0xFD, at + struct.pack("<I", texts.setdefault(cell, len(texts)))))
            elif isinstance(cell, bool):
                cells.append(_record(0x205, at + bytes([cell, 0])))
            else:
                value = cell.value if isinstance(cell, Shown) else cell
                cells.append(_record(0x203, at + struct.pack("<d", value)))
    return b"".join([*cells, _record(0x0A, b"")])


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file of one stream, in sectors of 512 bytes; short streams are filled up to 4,096 bytes."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    tables = 1
    while tables * 128 < count + tables + 1:
        tables += 1
    links = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + list(range(tables + 2, tables + count + 1)) + [0xFFFFFFFE]
    links += [0xFFFFFFFF] * (tables * 128 - len(links))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )[:-4]
    head += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(name, 2, tables + 1, len(stream))
    directory = entries + _entry("", 0, 0, 0) * 2
    return (
        head.ljust(512, b"\0")
        + struct.pack(f"<{len(links)}I", *links)
        + directory
        + stream.ljust(512 * count, b"\0")
    )


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2 if name else 0, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        + bytes(36)
        + struct.pack("<III", first, size, 0)
    )
