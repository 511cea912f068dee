"""Archives: what is in them is read, and what is no table in them is refused in little time and room."""

import bz2
import gzip
import io
import lzma
import tracemalloc
import zipfile

import pytest

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.file import unpack
from gd_core.weather.limits import MAX_PARTS, MIB

PACK = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


@pytest.fixture(params=list(PACK))
def kind(request) -> str:
    return request.param


def test_what_is_packed_reads_as_what_is_not(kind, make_csv):
    plain = make_csv()
    weather = read_weather(PACK[kind](plain))
    assert weather.frame.equals(read_weather(plain).frame)
    (decision,) = weather.report.about("compression")
    assert decision.line() == f"The file is unpacked ({kind})."


def test_parts_that_follow_each_other_are_one_file(kind, make_csv):
    plain = make_csv()
    parts = b"".join(PACK[kind](plain[i : i + 300]) for i in range(0, len(plain), 300))
    assert read_weather(parts).frame.equals(read_weather(plain).frame)


def test_blanks_between_parts_of_xz(make_csv):
    plain = make_csv()
    parts = lzma.compress(plain[:300]) + b"\0" * 8 + lzma.compress(plain[300:]) + b"\0" * 4
    assert read_weather(parts).frame.equals(read_weather(plain).frame)


def test_an_archive_that_is_cut_short(kind, make_csv):
    with pytest.raises(WeatherError, match=f"The {kind} archive is (cut short|damaged)"):
        read_weather(PACK[kind](make_csv() * 3)[:-20])


def test_an_archive_that_is_damaged(kind, make_csv):
    packed = bytearray(PACK[kind](make_csv()))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(WeatherError, match=f"The {kind} archive is (cut short|damaged)"):
        read_weather(bytes(packed))


def test_a_bomb(kind):
    bomb = PACK[kind](bytes(64 * MIB))
    tracemalloc.start()
    with pytest.raises(WeatherError, match=r"unpacks to more than 250 times its size"):
        read_weather(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24 * MIB


def test_too_many_parts(kind):
    with pytest.raises(WeatherError, match=f"The {kind} file is made of too many parts"):
        read_weather(PACK[kind](b"") * (MAX_PARTS + 1))


def test_an_xz_archive_that_needs_much_room(make_csv, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_DICTIONARY", MIB)
    with pytest.raises(WeatherError, match=r"The xz archive is damaged .*[Mm]emory"):
        read_weather(lzma.compress(make_csv()))


@pytest.mark.parametrize("note", ["Metadaten_Geographie_00433__txt", "README__txt", "list_stations__csv"])
def test_notes_beside_the_table_in_a_zip_archive(note, make_csv):
    plain = make_csv()
    packed = zipped(**{note: b"Stations_id;Von;Bis\n" * 400, "produkt_klima_tag__txt": plain})
    assert read_weather(packed).frame.equals(read_weather(plain).frame)


def test_two_tables_in_a_zip_archive(make_csv):
    with pytest.raises(WeatherError, match=r'several files \("a.txt", "b.txt"\)'):
        read_weather(zipped(a__txt=make_csv(), b__txt=make_csv()))
