"""The page of many stations: its controls, its link, tables of one's own, and the way to one station."""

import pytest

from dashboard.record import given_files, station_records
from gd_core.stations.show import find
from gd_core.weather import read_weather
from tests.stations.show.tables import frame, packed

KEY = "network.parquet::SIM00042"


@pytest.fixture
def given(tmp_path):
    """Start with these files; none are left behind."""

    def take(*paths) -> None:
        given_files.take([str(path) for path in paths])

    yield take
    given_files.take([])


def test_the_network_is_shown_beside_its_truth(open_app):
    app = open_app("stations")
    assert app.title == "Where is tomorrow predictable?"
    assert len(app.charts) == 3  # estimated, true, and how they are distributed
    assert "300 stations; a click opens the forecast of one." in app.text
    assert "of the truth; the 95% interval holds it at" in app.text
    assert not app.at.sidebar.selectbox  # no record is chosen here


@pytest.mark.parametrize("view", ["Latitude", "Elevation", "Length of record", "Truth", "Table"])
def test_one_picture_at_a_time(open_app, view):
    app = open_app("stations", seen=view, over="As today", least="5")
    assert len(app.charts) == 2 + (view != "Table") and len(app.at.dataframe) == (view == "Table")
    assert "of 300 stations" in app.text


def test_what_is_not_known_to_be_true_has_one_map(open_app):
    app = open_app("stations", over="Nothing")
    assert len(app.charts) == 2 and "of the truth" not in app.text
    assert "Truth" not in app.widget("Look at").options


def test_a_filter_that_leaves_nothing_says_so(open_app):
    app = open_app("stations", find="nowhere at all")
    assert "0 of 300 stations" in app.text
    for view in ("latitude", "truth", "table"):
        app.set("Look at", view)


def test_a_table_of_ones_own(open_app):
    app = open_app("stations", stations="My own table")
    assert "drop a table of stations" in app.text and not app.charts
    [uploader] = app.at.get("file_uploader")
    uploader.upload("skill.parquet", packed(frame()), "application/octet-stream")
    app.run()
    assert "40 stations" in app.text and len(app.charts) == 2
    [uploader] = app.at.get("file_uploader")
    uploader.upload("other.parquet", b"PAR1" + bytes(100), "application/octet-stream")
    app.run()
    [error] = app.at.error
    assert "be read as Parquet" in error.value and not app.charts


def test_a_table_of_the_command_line_is_no_record(open_app, given, tmp_path):
    hostile = frame().assign(name="![x](http://127.0.0.1:9/x.png) :red[y] <script>")
    (tmp_path / "skill.parquet").write_bytes(packed(hostile))
    given(tmp_path / "skill.parquet")
    app = open_app("stations", seen="Table")
    assert "40 stations" in app.text and "![" not in app.text
    assert app.widget("Table").options[0] == "skill.parquet"
    assert "skill.parquet" not in open_app().widget("Weather record").options


def test_a_click_opens_a_simulated_station_also_from_a_link(open_app):
    app = open_app("stations")
    app.at.session_state["station row"] = 41
    app.run()
    assert "Simulated 42 (simulated data)" in app.text and app.at.query_params["of"] in (KEY, [KEY])
    weather = read_weather(find.network_csv(41))
    assert app.settings.target == weather.target
    linked = open_app(data=station_records.STATION, of=KEY)
    assert linked.forecast == app.forecast
    assert "of" not in linked.set("Weather record", "Seattle").at.query_params


def test_a_record_that_is_not_here_is_named(open_app, given, tmp_path, data_dir):
    (tmp_path / "skill.parquet").write_bytes(packed(frame()))
    given(tmp_path / "skill.parquet")
    app = open_app("stations")
    app.at.session_state["station row"] = 3
    app.run()
    assert "s3\\.csv" in app.at.info[0].value and "which is not here" in app.at.info[0].value
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "s3.csv").write_bytes((data_dir / "seattle_weather.csv").read_bytes())
    given(tmp_path / "skill.parquet", tmp_path / "archive")
    app = open_app("stations")
    app.at.session_state["station row"] = 3
    app.run()
    assert app.settings.target == "temp_max" and "s3\\.csv" in app.text


def test_an_archive_is_judged_on_the_page_once(open_app, given, tmp_path, monkeypatch):
    monkeypatch.setenv("MS_CACHE_DIRECTORY", str(tmp_path / "kept"))
    (tmp_path / "archive").mkdir()
    for number in (0, 1):
        content = find.network_csv(number)
        (tmp_path / "archive" / f"{number}.csv").write_bytes(content)
    (tmp_path / "archive" / "empty.csv").write_bytes(b"")
    given(tmp_path / "archive")
    app = open_app("stations", seen="Table")
    assert "3 stations; a click" in app.text and "Not on the map: 1 could not be judged." in app.text
    assert app.widget("Table").options[0] == "Archive archive" and str(tmp_path) not in app.text
    [table] = (tmp_path / "kept").glob("stations-*.parquet")
    made = table.stat().st_mtime_ns
    assert "3 stations; a click" in open_app("stations").text and table.stat().st_mtime_ns == made


@pytest.mark.parametrize("key", ["../../etc/passwd", "![x](y).csv", ""])
def test_a_link_to_no_station_says_so(open_app, key):
    app = open_app(data=station_records.STATION, of=key)
    assert not app.charts and "![" not in app.text
