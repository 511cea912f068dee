"""Files of the user: read, or refused in one sentence, with the page still working."""

import numpy as np
import pandas as pd
import pytest

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def csv(columns: dict, days: int = 400) -> bytes:
    dates = pd.date_range("2020-01-01", periods=days).strftime("%Y-%m-%d")
    return pd.DataFrame({"date": dates, **columns}).to_csv(index=False).encode()


def temperatures(days: int = 400) -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.round(15 + 10 * np.sin(np.arange(days) / 58) + rng.normal(0, 3, days), 1)


GOOD = csv({"tmax": temperatures(), "wind": np.arange(400) % 7})


def test_the_empty_state_says_what_to_do(open_app):
    app = open_app().set("Weather record", "My own file")
    [uploader] = app.at.get("file_uploader")
    assert "Drop the file" in uploader.label and "A CSV file" in app.text and "Meteostat" in app.text
    assert [button.label for button in app.at.get("download_button")] == ["A sample file"]
    assert not app.charts and not app.at.error


def test_a_link_to_an_upload_says_which_file_it_needs(open_app):
    app = open_app(data="My own file", file="my ![station](x).csv")
    assert "This link needs the file my \\!\\[station\\]\\(x\\)\\.csv" in app.text


def test_an_upload_is_forecast(open_app):
    app = open_app().upload("station.csv", GOOD)
    assert app.settings.target == "tmax" and app.settings.predictors == ("tmax", "wind")
    assert "station\\.csv" in app.text
    assert len(app.charts) == 2


def test_the_published_record_runs_as_it_is(open_app, shared):
    app = open_app().upload("oakland.csv", (shared / "reference" / "oakland_1970_2022.csv").read_bytes())
    assert app.settings.predictors == ("tmax", "tmin", "rain")
    assert "°F on Sunday, 27 November 2022" in app.forecast
    offered = app.widget("Predictors").options
    assert "tmax_tomorrow (tomorrow's value)" in offered


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("photo.csv", PNG, "PNG"),
        ("no_date.csv", b"a,tmax\n" + b"x,1.5\n" * 300, "date"),
        ("no_number.csv", b"date,weather\n" + b"2020-01-01,rain\n" * 300, "number"),
        ("one_row.csv", b"date,tmax\n2020-01-01,12.5\n", "1 "),
        ("all_missing.csv", csv({"tmax": [None] * 400}), "All values are missing"),
        ("constant.csv", csv({"tmax": [12.0] * 400}), "never changes"),
        ("infinite.csv", csv({"tmax": ["inf"] * 400}), "All values are missing"),
        ("wide.csv", csv({f"c{i}": [1.5] for i in range(10_000)}, 1), "10,001"),
    ],
)
def test_what_cannot_be_forecast_is_refused_in_one_sentence(open_app, name, content, words):
    app = open_app().upload(name, content)
    [error] = app.at.error
    assert words in error.value.replace("\\", "")
    assert "Traceback" not in error.value and len(error.value) < 700
    assert not app.charts
    assert len(app.set("Weather record", "Seattle").charts) == 2


def test_equal_and_hostile_column_names_are_only_text(open_app):
    hostile = ["tmax", 'a.b[0]: "x"', "![](http://127.0.0.1:9/x.png)", "tmax", "$x^2$ :red[y]", "<script>"]
    header = ",".join(["date", *('"' + name.replace('"', '""') + '"' for name in hostile)])
    rng = np.random.default_rng(1)
    days = pd.date_range("2020-01-01", periods=400).strftime("%Y-%m-%d")
    rows = [
        ",".join([day, *(f"{value:.1f}" for value in [t, *rng.normal(10, 5, 5)])])
        for day, t in zip(days, temperatures(), strict=True)
    ]
    app = open_app().upload("hostile![](x).csv", "\n".join([header, *rows]).encode())
    assert not app.at.error
    assert len(app.charts) == 2
    assert len(app.settings.predictors) == 6
    for text in (app.text, *(metric.label for metric in app.at.metric)):
        assert "![" not in text and "<script" not in text and ":red[" not in text


def test_infinities_and_a_constant_column_beside_a_good_target_are_set_aside(open_app):
    rain = np.arange(400.0)
    columns = {"tmax": temperatures(), "rain": np.where(rain % 50 == 0, np.inf, rain), "code": [3] * 400}
    app = open_app().upload("odd.csv", csv(columns))
    assert app.settings.predictors == ("tmax", "rain")
    assert len(app.charts) == 2


def test_a_new_file_brings_its_own_columns(open_app):
    app = open_app().upload("one.csv", GOOD).set("Predictors", ["wind"])
    app.upload("two.csv", csv({"tmin": temperatures(), "wind": temperatures()[::-1]}))
    assert app.settings.predictors == ("tmin", "wind")


def test_a_file_is_kept_while_another_record_is_looked_at(open_app):
    app = open_app().upload("mine.csv", GOOD).set("Weather record", "Seattle")
    assert app.settings.target == "temp_max" and "file" not in app.at.query_params
    app.set("Weather record", "My own file")
    assert app.settings.predictors == ("tmax", "wind")
    assert app.at.query_params["file"] == "mine.csv"


def test_a_file_of_many_columns_begins_with_as_many_as_a_model_can_bear(open_app):
    rng = np.random.default_rng(3)
    columns = {"tmax": temperatures(), **{f"c{i}": rng.normal(size=400).round(2) for i in range(150)}}
    app = open_app().upload("wide.csv", csv(columns))
    assert len(app.settings.predictors) == 100 and len(app.charts) == 2


def test_a_forecast_from_filled_values_says_so(open_app):
    wind = [*range(399), None]
    app = open_app().upload("tail.csv", csv({"tmax": temperatures(), "wind": wind}))
    assert (
        "made from the values of 3 February 2021 (5 of 19 terms not known, counted as no departure)"
        in app.text
    )
    plain = open_app(start_from="Nothing").upload("tail.csv", csv({"tmax": temperatures(), "wind": wind}))
    assert "made from the values of 3 February 2021 (1 of 2 terms filled in)" in plain.text
