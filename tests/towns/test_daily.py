"""The record of a station: read like any file, kept on disk, and never half of it without a word."""

import gzip
from datetime import date, timedelta

import pandas as pd
import pytest

from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.towns import NotFetched, daily, download, fetch_record, how_old, kept_record, store
from tests.towns.service import DAY, NOW, TODAY, cut, days_of, send, sent_on, stalled, status

NEWEST = "/daily/2026/72793.csv.gz"
HTML = b"<html><body>Please log in</body></html>"


def test_the_record_is_read_like_any_file_and_ends_with_the_last_whole_day(meteostat):
    steps = []
    record = fetch_record("72793", now=NOW, progress=lambda done, total: steps.append((done, total)))
    weather = read_weather(record.content)
    days = pd.concat([pd.read_csv(pd.io.common.BytesIO(days_of(year))) for year in range(2024, 2027)])
    days.index = pd.to_datetime(days[["year", "month", "day"]])
    expected = days.loc[: pd.Timestamp(TODAY) - pd.Timedelta("1D"), ["temp", "tmin", "tmax"]]
    pd.testing.assert_frame_equal(
        weather.frame[["temp", "tmin", "tmax"]],
        expected,
        check_names=False,
        check_freq=False,
        check_index_type=False,
    )
    assert (weather.target, weather.unit) == ("tmax", "C")
    assert all(decision.certain for decision in weather.report.decisions)
    assert record.last_day == TODAY - timedelta(days=1) and not record.is_old(now=NOW)
    assert record.providers == ("METAR", "NOAA GHCN-Daily") and record.note == "" and record.fetched == NOW
    assert steps == [(done, 3) for done in range(3)]
    assert run_experiment(weather, ExperimentSettings()).next_day.date == pd.Timestamp(TODAY)


def test_what_a_model_wrote_is_left_out(meteostat):
    frame = read_weather(fetch_record("72793", now=NOW).content).frame
    assert frame["wspd"].last_valid_index() == pd.Timestamp(TODAY) - pd.Timedelta("3D")
    assert "tsun" not in frame, "no value, no column"


def test_the_day_is_that_of_the_station(meteostat):
    # 20:00 in London on the 15th is the 16th in Auckland, and 5:00 on the 15th still the 14th in Seattle.
    assert fetch_record("72793", now=NOW - 15 * 3600).last_day == TODAY - timedelta(days=2)


def test_a_year_without_a_file_is_a_gap(meteostat):
    del meteostat.files["/daily/2025/72793.csv.gz"]
    record = fetch_record("72793", now=NOW)
    assert not read_weather(record.content).frame.loc["2025"].size and record.note == ""
    asked = len(meteostat.asked)
    assert fetch_record("72793", now=NOW + 0.9 * DAY).content == record.content
    assert len(meteostat.asked) == asked, "that there is none is kept, too"


def test_at_most_thirty_years_are_asked_for(meteostat):
    with pytest.raises(NotFetched, match=r"Paris-Le Bourget .* has no daily temperatures"):
        meteostat.files = {path: content for path, content in meteostat.files.items() if "07150" not in path}
        fetch_record("07150", now=NOW)
    assert (
        meteostat.asked[1] == "/daily/2026/07150.csv.gz" and meteostat.asked[-1] == "/daily/1997/07150.csv.gz"
    )


def test_a_day_later_only_the_last_two_years_are_asked_for_anew(meteostat):
    fetch_record("72793", now=NOW)
    meteostat.asked.clear()
    assert fetch_record("72793", now=NOW + 0.9 * DAY).fetched == NOW and not meteostat.asked
    later = fetch_record("72793", now=NOW + 1.1 * DAY)
    assert meteostat.asked == [f"/daily/{year}/72793.csv.gz" for year in (2026, 2025)]
    assert later.fetched == NOW + 1.1 * DAY


def test_what_is_kept_is_shown_without_asking_anybody(meteostat):
    assert kept_record("72793", now=NOW) is None
    fetched = fetch_record("72793", now=NOW)
    meteostat.asked.clear()
    kept = kept_record("72793", now=NOW + 100 * DAY)
    assert kept.content.startswith(fetched.content[:1000]) and kept.fetched == NOW
    assert kept_record("72792", now=NOW) is None and kept_record("nowhere", now=NOW) is None
    assert not meteostat.asked
    (store.folder() / "daily/72793/2024.csv").unlink()
    assert kept_record("72793", now=NOW) is None, "half of a record is none"


WRONG = {
    "out of order": (status(503), "127.0.0.1 answered with status 503; try again later"),
    "stalled": (stalled, "127.0.0.1 took too long to answer; try again later"),
    "cut": (cut(gzip.compress(days_of(2026))), "127.0.0.1 broke off; try again"),
    "half a file": (gzip.compress(days_of(2026))[:900], "127.0.0.1 broke off; try again"),
    "broken": (
        gzip.compress(days_of(2026))[:900] + bytes(900),
        "127.0.0.1 (sent a broken file|sent something|.*broke off)",
    ),
    "HTML": (HTML, 'something else than the days of 2026 .it begins with "<html><body>Please'),
    "packed HTML": (gzip.compress(HTML), "something else than the days of 2026"),
    "another year": (gzip.compress(days_of(2025)), "something else than the days of 2026"),
    "words": (
        gzip.compress(days_of(2026).replace(b",1013.0,", b",high,")),
        "something else than the days of 2026",
    ),
    "text of another kind": ("jährlich".encode("latin-1"), "something else than the days of 2026"),
    "another host": (
        sent_on("http://localhost:9/x"),
        "127.0.0.1 sends on to another host, which is not asked",
    ),
    "a circle": (sent_on(NEWEST), "from one address to the next without end"),
    "a bomb": (lambda handler: send(handler, gzip.compress(bytes(10**7))), "broke off"),
    "too much": (lambda handler: send(handler, bytes(10**7)), "more than 1 MiB"),
}


USUAL = ("out of order", "stalled", "cut", "half a file", "HTML", "another host")


def test_a_clock_that_was_set_back_does_not_keep_a_copy_for_ever(meteostat):
    fetch_record("72793", now=NOW)
    meteostat.asked.clear()
    back = fetch_record("72793", now=NOW - 300 * DAY)
    assert back.fetched == NOW - 300 * DAY and len(meteostat.asked) > 1
    assert how_old(back, now=NOW - 301 * DAY).endswith("Fetched just now.")
    assert back.is_old(now=NOW - 301 * DAY) and not back.is_old(now=NOW - 300 * DAY)


@pytest.mark.parametrize(
    "mood", [mood if mood in USUAL else pytest.param(mood, marks=pytest.mark.nightly) for mood in WRONG]
)
def test_what_goes_wrong_is_one_sentence_and_the_last_good_copy_serves_on(meteostat, mood):
    answer, words = WRONG[mood]
    good = meteostat.files[NEWEST]
    meteostat.files[NEWEST] = answer
    with pytest.raises(NotFetched, match=words) as refusal:
        fetch_record("72793", now=NOW)
    assert str(refusal.value).count(". ") == 0 and len(str(refusal.value)) < 300
    meteostat.files[NEWEST] = good
    first = fetch_record("72793", now=NOW)
    meteostat.files[NEWEST] = answer
    meteostat.asked.clear()
    again = fetch_record("72793", now=NOW + 2 * DAY)
    assert again.content == first.content and again.fetched == NOW
    assert again.note == str(refusal.value)
    assert set(meteostat.asked) == {NEWEST}, "after a failure, no other year is asked for"
    meteostat.files[NEWEST] = good
    assert fetch_record("72793", now=NOW + 2 * DAY).note == ""


def test_without_a_network_it_is_said_and_what_is_kept_stays(meteostat, monkeypatch):
    fetch_record("72793", now=NOW)
    monkeypatch.setenv("MS_DAILY_ENDPOINT", "http://127.0.0.1:9/{year}/{station}.csv.gz")  # nobody listens
    assert (
        fetch_record("72793", now=NOW + 3 * DAY).note
        == "127.0.0.1 can't be reached; check the connection and try again."
    )
    with pytest.raises(NotFetched, match="can't be reached"):
        fetch_record("72792", now=NOW)


def test_what_was_fetched_before_a_failure_need_not_be_fetched_again(meteostat):
    good = meteostat.files["/daily/2025/72793.csv.gz"]
    meteostat.files["/daily/2025/72793.csv.gz"] = status(503)
    with pytest.raises(NotFetched, match="503"):
        fetch_record("72793", now=NOW)
    meteostat.asked.clear()
    meteostat.files["/daily/2025/72793.csv.gz"] = good
    fetch_record("72793", now=NOW)
    assert meteostat.asked == [f"/daily/{year}/72793.csv.gz" for year in (2025, 2024)]


def test_a_host_may_send_on_to_itself_and_unpack_on_the_way(meteostat):
    meteostat.files[NEWEST] = sent_on("/elsewhere")
    meteostat.files["/elsewhere"] = days_of(2026)
    assert fetch_record("72793", now=NOW).last_day == date(2026, 3, 14)


def test_a_name_in_the_list_leads_to_no_other_folder():
    assert daily._file("../../etc/x", 2020) == "daily/etcx/2020.csv"


def test_an_unknown_station_is_said(meteostat):
    with pytest.raises(NotFetched, match='no station with the id "12345"'):
        fetch_record("12345", now=NOW)


def test_a_host_that_is_slow_with_every_year_is_not_waited_for_without_end(meteostat, monkeypatch):
    fetch_record("72793", now=NOW)
    monkeypatch.setattr(download, "IN_ALL", -1.0)
    meteostat.asked.clear()
    late = fetch_record("72793", now=NOW + 2 * DAY)
    assert late.note == "127.0.0.1 took too long to answer; try again." and late.fetched == NOW
    assert not meteostat.asked
