"""From bytes in any encoding to bytes in UTF-8: by the mark at the beginning, by validity, else by
plausibility.

Which of the older encodings a text has can't be known: nearly every byte is a letter in each of them. A
weather file has few words, often none but a header's, and on so few a detector of languages guesses. So each
encoding is tried, and the share of characters counted that weather files in it are made of; where no encoding
gives sense, a detection library has the word.
"""

import codecs
import re

import numpy as np
from charset_normalizer import from_bytes

from gd_core.weather.report import Decision, WeatherError

BOM = codecs.BOM_UTF8
CHUNK = 1 << 20  # bytes decoded at a time: the text as a whole would take up to four times the room
SAMPLE_LINES, LONGEST = 100, 300  # lines with characters beyond ASCII that are looked at, and bytes of each
SENSE = 0.3  # share of these characters that make sense, at least, in the right encoding

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

HAN = (
    "年月日期時时间刻最高低气氣温溫度平均降水量雨雪风風向速湿濕压壓象站名省市区號号地点點天晴阴陰多云雲"
    "东東西南北级級小大中到转轉优良质質情報品番札幌京阪照射℃"
)
HANGUL = (
    "일시지점명평균최저고기온강수량풍속향습도압월년날짜서울부산대구인천광주전제계간해면현신적설운증가합누"
    "재내값위경높이℃°"
)
FULL = "：、。（）～"  # noqa: RUF001 (signs that are as wide as a character)
CYRILLIC = r"(?<![^\W\d_])(?:[А-ЯЁ]?[а-яё]+|[А-ЯЁ]{2,})(?![^\W\d_])|°"  # noqa: RUF001 (whole words)
CENTRAL = "ąćęłńśźżčďěňřšťůžőű"
DEGREE = r"°(?=\s*[CF])|[°º](?=[\s)\],;\"/]|$)|(?<=m)[²³]|[²³](?=[)\s])|µ(?=[gm])"

#: Encodings that weather services use, the likeliest first of equals: what people call each, and the pattern
#: of characters that make sense in it. An accented letter does so beside another letter.
ENCODINGS = {
    "cp1252": (
        "Windows-1252",
        rf"(?<=[A-Za-zà-ÿ])[ß-öø-ÿ]|[À-ÖØ-öø-ü](?=[A-Za-z])|(?<=[A-Z])[À-ÖØ-Þ]|{DEGREE}",
    ),
    "cp932": ("Shift JIS", f"[{HAN}{FULL}ァ-ヴーぁ-ん]"),
    "cp949": ("Korean (Windows-949)", f"[{HANGUL}]"),
    "gb18030": ("Chinese (GB 18030)", f"[{HAN}{FULL}]"),
    "big5": ("Chinese (Big5)", f"[{HAN}{FULL}]"),
    "cp1251": ("Windows-1251", CYRILLIC),
    "koi8_r": ("KOI8-R", CYRILLIC),
    "cp1250": (
        "Windows-1250",
        f"[{CENTRAL}óíáýéúäöü](?=[a-z])|(?<=[A-Za-z])[{CENTRAL}óíáýéúäöüŁŃŚŹŻÓ]|{DEGREE}",
    ),
    "cp850": ("code page 850", r"(?<=[A-Za-z])[äöüßéèáíóúñç]|[äöüÄÖÜéáó](?=[a-z])|°(?=\s*[CF])"),
}
_HIGH = re.compile(rb"[\x80-\xff]")
ONE_BYTE = ("cp1252", "cp1250")


def to_utf8(data: bytes, decisions: list[Decision]) -> tuple[bytes, str]:
    """``data`` as UTF-8 without a mark at its beginning, and the name of its encoding; adds to ``decisions``.

    WeatherError if it holds NUL characters where no text has them.
    """
    for mark, encoding, name in MARKS:
        if data.startswith(mark):
            decisions.append(Decision("encoding", f"The text is read as {name}, as its first bytes say"))
            return _again(data[len(mark) :], encoding), encoding
    while data.startswith(BOM):
        data = data[len(BOM) :]
    if b"\0" in data:
        if wide := _wide(data):
            evidence = "every second byte is 0"
            decisions.append(Decision("encoding", "The text is read as UTF-16", evidence, certain=False))
            return _again(data, wide).rstrip(b"\0"), wide
        data = data.rstrip(b"\0")  # room that a program never filled
        _refuse_nul(data)
    if data.isascii():
        return data, "utf-8"
    invalid = _first_invalid(data)
    if invalid is None:
        return data, "utf-8"
    line = data.count(b"\n", 0, invalid) + 1
    if _mostly_utf8(data):
        text = "Bytes that are not UTF-8 are replaced by a question mark"
        decisions.append(Decision("encoding", text, f"the first is on line {line:,}"))
        return _again(data, "utf-8"), "utf-8"
    encoding = _guess(data)
    text, evidence = f"The text is read as {ENCODINGS[encoding][0]}", f"line {line:,} is not valid UTF-8"
    decisions.append(Decision("encoding", text, evidence, certain=False, data={"encoding": encoding}))
    return _again(data, encoding), encoding


def _again(data: bytes, encoding: str) -> bytes:
    """``data`` as UTF-8; what is no character becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    starts = range(0, len(data), CHUNK)
    parts = [decoder.decode(data[i : i + CHUNK], final=i + CHUNK >= len(data)).encode() for i in starts]
    return b"".join(parts).removeprefix(BOM)


def _first_invalid(data: bytes) -> int | None:
    """The first byte that is no UTF-8; None if all are."""
    start = 0
    while start < len(data):
        try:
            _, used = codecs.utf_8_decode(data[start : start + CHUNK], "strict", start + CHUNK >= len(data))
        except UnicodeDecodeError as error:
            return start + error.start
        start += used
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether characters of several bytes are many and broken ones few: a text in UTF-8 that was damaged."""
    whole = broken = 0
    for start in range(0, len(data), CHUNK):
        text = data[start : start + CHUNK].decode("utf-8", errors="replace")
        bad = text.count("\ufffd")
        broken += bad
        whole += len(re.findall(r"[^\x00-\x7f]", text)) - bad
    return whole > 4 * broken


def _wide(data: bytes) -> str | None:
    """The kind of UTF-16 that has so many zeros, if any."""
    sample = np.frombuffer(data[:4096], dtype=np.uint8)
    if len(sample) < 2:
        return None
    even, odd = (sample[::2] == 0).mean(), (sample[1::2] == 0).mean()
    if max(even, odd) < 0.4 or min(even, odd) > 0.1:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_nul(data: bytes) -> None:
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise WeatherError(
            f"Line {line:,} holds a NUL character, so this is not a text file; "
            "export or save the data as CSV (UTF-8)."
        )


def _guess(data: bytes) -> str:
    """The one of `ENCODINGS` in which the characters beyond ASCII make most sense."""
    sample = _beyond_ascii(data)
    # Lone bytes, none of them a control character, are letters and signs of one byte each.
    lone = re.search(rb"[\x80-\x9f]|[\x80-\xff]{2}", sample) is None
    sense = {encoding: _sense(sample, encoding) for encoding in (ONE_BYTE if lone else ENCODINGS)}
    best = max(sense, key=lambda encoding: sense[encoding])
    if lone or sense[best] >= SENSE:
        return best
    found = from_bytes(sample, cp_isolation=list(ENCODINGS)).best()
    return found.encoding if found and found.encoding in ENCODINGS else "cp1252"


def _beyond_ascii(data: bytes) -> bytes:
    """Some lines of ``data`` with bytes beyond ASCII, long ones cut."""
    lines: list[bytes] = []
    end = 0
    while len(lines) < SAMPLE_LINES and (found := _HIGH.search(data, end)):
        first = found.start()
        start = max(first - LONGEST, data.rfind(b"\n", max(end, first - LONGEST), first) + 1, end)
        end = data.find(b"\n", first, first + LONGEST)
        end = first + LONGEST if end < 0 else end
        lines.append(data[start:end])
    return b"\n".join(lines)


def _sense(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that make sense in ``encoding``."""
    text = sample.decode(encoding, errors="replace")
    beyond = len(re.findall(r"[^\x00-\x7f]", text))
    sensible = sum(map(len, re.findall(ENCODINGS[encoding][1], text, re.MULTILINE)))
    return sensible / max(beyond, 1)
