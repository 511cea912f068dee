"""Which stations a place, an id or coordinates mean, and what is made of a list that is none."""

import pytest

from gd_core.towns import NotFetched, database, find_stations, store
from tests.towns.service import DAY, NOW, cut, send, stalled, stations_db, status


def ids(text: str, now: float = NOW) -> list[str]:
    return [station.id for station in find_stations(text, now=now)]


def test_a_place_gives_stations_of_that_name_those_that_still_report_first_and_then_the_nearest(meteostat):
    found = find_stations("seattle", now=NOW)
    assert [station.id for station in found] == ["72793", "KBFI0", "72792"]
    assert [station.years for station in found] == ["2024 to 2026", "1950 to 1998", "1973 to 2026"]
    assert found[0].title == "Seattle-Tacoma Airport (72793, US)" and found[0].distance is None
    assert 60_000 < found[2].distance < 80_000
    assert meteostat.asked == ["/stations.db"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Zürich", "06660"),
        ("zurich fluntern", "06660"),
        ("ZURICH", "06660"),
        ("72792", "72792"),
        ("kbfi0", "KBFI0"),
        ("KSEA", "72793"),
        ("47.4, 8.5", "06660"),
        ("47.4 8.5", "06660"),
        ("48.9;2.4", "07150"),
        ("Paris", "71999"),  # all of its name
        ("Paris FR", "07150"),
        ("bourget paris", "07150"),
    ],
)
def test_what_is_typed_is_understood(meteostat, text, first):
    assert ids(text)[0] == first


def test_coordinates_give_the_nearest_first_with_how_far(meteostat):
    found = find_stations("47.5, -122.3", now=NOW)
    assert [station.id for station in found] == ["KBFI0", "72793", "72792"]
    assert [round(station.distance / 1000) for station in found] == [3, 6, 74]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Atlantis", 'No station is called "Atlantis"'),
        ("  ", "No station is called"),
        ("%", "No station is called"),
        ("0, 0", "no station within 150 km"),
        ("91, 0", "Latitude must be between -90 and 90"),
        ("\ud800", "No station is called"),
        ("9" * 5000 + ", 0", "Latitude must be"),
        ("'; DROP TABLE stations; --", "No station is called"),
    ],
)
def test_what_is_not_there_is_said(meteostat, text, words):
    with pytest.raises(NotFetched, match=words):
        find_stations(text, now=NOW)


def test_the_list_is_kept_for_a_week(meteostat):
    ids("seattle")
    ids("paris", NOW + 6 * DAY)
    assert meteostat.asked == ["/stations.db"]
    ids("paris", NOW + 8 * DAY)
    assert meteostat.asked == ["/stations.db"] * 2
    ids("paris", NOW + 9 * DAY)
    assert meteostat.asked == ["/stations.db"] * 2


HTML = b"<!DOCTYPE html><title>Welcome to the hotel</title>"
WRONG = {
    "not found": (status(404), "has no list of stations"),
    "out of order": (status(503), "127.0.0.1 answered with status 503; try again later"),
    "stalled": (stalled, "127.0.0.1 took too long to answer"),
    "cut": (cut(stations_db()), "broke off"),
    "empty": (b"", "something else than a whole list of stations"),
    "HTML": (HTML, 'it begins with "<!DOCTYPE html>'),
    "half of a database": (stations_db()[:8192], "something else than a whole list of stations"),
    "another database": (stations_db("DROP TABLE inventory"), "it has no table inventory"),
    "another table": (
        stations_db("ALTER TABLE names DROP COLUMN name"),
        "its table names has no column name",
    ),
    "letters of no kind": (
        stations_db().replace(b"CREATE TABLE inventory", b"CREATE TABLE inv\xc3ntory"),
        "something else than a whole list of stations",
    ),
    "a view": (
        stations_db("ALTER TABLE names RENAME TO n; CREATE VIEW names AS SELECT * FROM n"),
        "it has no table names",
    ),
}


@pytest.mark.parametrize("mood", WRONG)
def test_what_is_no_list_is_refused_and_the_last_good_one_serves_on(meteostat, mood):
    answer, words = WRONG[mood]
    good = meteostat.files["/stations.db"]
    meteostat.files["/stations.db"] = answer
    with pytest.raises(NotFetched, match=words) as refusal:
        ids("seattle")
    assert str(refusal.value).count(". ") == 0 and len(str(refusal.value)) < 300
    assert not list(store.folder().rglob("*.*")), "nothing is kept of it"
    meteostat.files["/stations.db"] = good
    assert ids("seattle", NOW)[0] == "72793"
    meteostat.files["/stations.db"] = answer
    assert ids("seattle", NOW + 30 * DAY)[0] == "72793"
    meteostat.files["/stations.db"] = good
    ids("seattle", NOW + 30 * DAY)
    assert store.read(database.FILE).fetched == NOW + 30 * DAY


def test_more_than_a_list_can_hold_is_not_read_to_its_end(meteostat, monkeypatch):
    monkeypatch.setattr(database, "MOST_BYTES", 1024**2)
    meteostat.files["/stations.db"] = lambda handler: send(handler, bytes(3 * 1024**2))
    with pytest.raises(NotFetched, match="more than 1 MiB"):
        ids("seattle")


def test_a_list_that_was_broken_on_disk_is_fetched_anew(meteostat):
    ids("seattle")
    store.write(database.FILE, b"broken", NOW)
    assert ids("seattle")[0] == "72793"
    assert meteostat.asked == ["/stations.db"] * 2


def test_a_list_that_turns_out_to_be_broken_while_it_is_asked_is_fetched_anew(meteostat):
    ids("seattle")
    there = store.read(database.FILE).content
    store.write(database.FILE, there.replace(b"Boeing Field", b"Boeing F\xc3eld"), NOW)
    with pytest.raises(NotFetched, match="was broken; look again, and it is fetched anew"):
        ids("seattle")
    assert ids("seattle")[0] == "72793"
    assert meteostat.asked == ["/stations.db"] * 2
