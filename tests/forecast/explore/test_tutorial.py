"""The weather tutorial, replayed from the file as a user uploads it."""

import json

import pytest

from gd_core.descent.lesson.published import digits, table, verdict
from gd_core.forecast.explore import tutorial
from gd_core.weather import read_weather


def test_every_published_number_comes_out(shared):
    weather = read_weather(shared / "reference" / "oakland_1970_2022.csv")
    told = json.loads((shared / "reference" / "published.json").read_text())["weather_regression"]
    assert tutorial.missing(weather) is None
    rows = tutorial.replay(weather)
    quoted = {row.what: float(row.printed) for row in rows}
    for updates, loss in told["validation_mse_after_updates"].items():
        assert quoted[f"Validation loss after {int(updates):,} update{'s' * (updates != '1')}"] == loss
    assert [quoted[f"Weight of {name}"] for name in told["predictors"]] == told["w"]
    assert (quoted["Intercept"], quoted["Test loss"]) == (told["b"], told["test_mse"])
    assert verdict(rows).startswith("All 10 published numbers are reproduced: to every printed digit, or")
    assert all(digits(row.printed, row.computed)[0] >= min(12, digits(row.printed, 0.0)[1]) for row in rows)
    assert list(table(rows).columns) == ["Number", "Published", "Computed", "Digits that agree"]


def test_another_record_is_told_which_file_is_needed():
    weather = read_weather("data/seattle_weather.csv")
    assert "Oakland, 1970 to 2022, 13,509 days" in tutorial.missing(weather)
    with pytest.raises(ValueError, match="tmax, tmin, rain, tmax_tomorrow"):
        tutorial.replay(weather)
