"""The report: complete, and nothing in it that runs or fetches."""

import base64
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from dashboard import forecast_charts, html_report
from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.judge import skill
from gd_core.forecast.take_away import model_file
from gd_core.forecast.words import verdict


class Page(HTMLParser):
    """Tags with their attributes, and all text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def make(weather, name="Seattle", **changes):
    result = run_experiment(weather, ExperimentSettings(**changes))
    return result, Page(html_report.html(name, weather, result))


def test_it_holds_the_forecast_its_worth_and_every_chart(seattle):
    result, page = make(seattle)
    images = [attributes for tag, attributes in page.tags if tag == "img"]
    assert len(images) == 9 + len(forecast_charts.RESIDUALS)
    assert len({image["alt"] for image in images}) == len(images)
    for image in images:
        kind, content = image["src"].split(",", 1)
        assert kind == "data:image/svg+xml;base64" and base64.b64decode(content).startswith(b"<svg")
    assert "5.6 °C on Friday, 1 January 2016" in page.text
    assert verdict.verdict(skill.of_result(result)) in page.text
    assert model_file.digest(seattle) in page.text
    assert ExperimentSettings.from_json(re.search(r"Settings: (\{.*\})", page.text)[1]) == result.settings
    assert all(line in page.text for line in seattle.report.lines())


def test_names_from_a_file_are_text_and_nothing_is_fetched():
    hostile = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7 * 7 }}"]
    rng = np.random.default_rng(0)
    lines = [",".join(["date", "tmax", *hostile])]
    for day in np.arange("2020-01-01", "2021-06-01", dtype="datetime64[D]"):
        lines.append(",".join([str(day), *(f"{value:.1f}" for value in rng.normal(10, 4, 4))]))
    _, page = make(read_weather("\n".join(lines).encode()), name="</title><script>alert(2)</script>.csv")
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "iframe", "object", "embed", "base", "form"}
    attributes = [pair for _, pairs in page.tags for pair in pairs.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert all(value.startswith("data:") for name, value in attributes if name in ("src", "href"))
    policy = next(pairs["content"] for _, pairs in page.tags if pairs.get("http-equiv"))
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert "<script>alert(1)</script>" in page.text and "{{ 7 * 7 }}" in page.text


@pytest.mark.parametrize("changes", [{"split": "random"}, {"horizon": 14, "level": 0.99}, {"update": "adam"}])
def test_other_settings_have_their_report(seattle, changes):
    result, page = make(seattle, **changes)
    assert ("dealt out" in page.text or "random" in page.text) or result.settings.split != "random"
    assert "nan" not in re.sub(r"\w*nan\w+|\w+nan\w*", "", page.text.lower())
