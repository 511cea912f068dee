"""Where a station stands is kept as the file states it, and nothing is made up where it does not."""

import pytest

from gd_core.weather import Place, read_weather


def table(header: str, row: str, above: str = "", days: int = 90) -> bytes:
    lines = [f"{row}1990-{1 + n // 28:02}-{1 + n % 28:02},{10 + n % 7}.5" for n in range(days)]
    return "\n".join([*([above] if above else []), f"{header}date,tmax", *lines, ""]).encode()


DOVER = Place("724088-13707", "DOVER AFB AIRPORT", 39.133, -75.467, 8.5)


@pytest.mark.parametrize(
    ("header", "row", "place"),
    [
        ("STNID,STN_NAME,LAT,LON,ELEV_M,", "724088-13707,DOVER AFB AIRPORT,39.133,-75.467,8.5,", DOVER),
        (
            "STATION,LATITUDE,LONGITUDE,ELEVATION,NAME,",
            "USW00023272,37.7705,-122.4269,45.7,SAN FRANCISCO,",
            Place("USW00023272", "SAN FRANCISCO", 37.7705, -122.4269, 45.7),
        ),
        (
            "NUM_POSTE;NOM_USUEL;LAT;LON;ALTI;",
            "77001;MELUN;48.6;2.7;91;",
            Place("77001", "MELUN", 48.6, 2.7, 91.0),
        ),
        ("LAT,LON,ELEV,", "95.0,10.0,9999.9,", Place()),
        ("LAT,", "45.0,", Place()),
        ("", "", Place()),
    ],
)
def test_columns_of_the_rows(header, row, place):
    text = table(header, row)
    if ";" in header:
        text = text.replace(b",", b";")
    assert read_weather(text).place == place


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ("Location: Latitude  0.13   Longitude -67.089", Place(None, None, 0.13, -67.089)),
        ("Latitud (grader): 55,70\nLongitude: 13.2\nHöhe (m): 50", Place(None, None, 55.7, 13.2, 50.0)),
        ("latitude,longitude,elevation\n52.5,13.4,38.0\n", Place(None, None, 52.5, 13.4, 38.0)),
        ("Elevation from MERRA-2: Average for 0.5 x 0.6 degree lat/lon region", Place()),
        ("The latest 7 days; longer 8", Place()),
    ],
)
def test_lines_above_the_table(above, place):
    assert read_weather(table("", "", above)).place == place


def test_of_several_stations_the_place_of_the_one_that_is_read():
    one = table("name,lat,lon,", "Oslo,59.9,10.7,").decode()
    other = table("name,lat,lon,", "Rome,41.9,12.5,").decode().split("\n", 1)[1]
    for station, place in (("Oslo", (59.9, 10.7)), ("Rome", (41.9, 12.5))):
        found = read_weather((one + other).encode(), station=station).place
        assert (found.name or found.id, found.latitude, found.longitude) == (station, *place)
