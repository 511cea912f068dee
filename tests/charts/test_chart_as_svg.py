"""Charts as pictures: sound SVG, nothing that runs, nothing fetched, names as text."""

import re
from xml.etree import ElementTree

import pandas as pd

from gd_core.charts import coefficients, predictions_over_time, walk_on_curve
from gd_core.charts.chart import Chart
from gd_core.charts.chart_as_svg import WIDTH, svg
from tests.charts.helpers import HOSTILE_NAMES

NAMESPACE = "{http://www.w3.org/2000/svg}"


def words(picture: ElementTree.Element) -> str:
    return " ".join(text for text in picture.itertext())


def test_a_chart_of_a_page_becomes_a_picture_of_the_asked_width(make_predictions):
    chart = predictions_over_time(make_predictions(7000), "C", title="What came, and what was said")
    picture = ElementTree.fromstring(svg(chart))
    assert picture.tag == f"{NAMESPACE}svg" and 0.9 * WIDTH < float(picture.get("width")) < 1.15 * WIDTH
    assert "What came, and what was said" in words(picture) and "Temperature (°C)" in words(picture)
    assert len(list(picture.iter(f"{NAMESPACE}path"))) > 100


def test_names_of_columns_are_text_and_nothing_runs_or_is_fetched():
    table = pd.DataFrame(
        {"term": [*HOSTILE_NAMES, "intercept"], "gradient_descent": 1.5, "least_squares": 1.5}
    )
    text = svg(coefficients(table, scale="original", unit="C", title="<b>Title</b>"))
    picture = ElementTree.fromstring(text)
    assert not {element.tag.removeprefix(NAMESPACE) for element in picture.iter()} & {
        "script",
        "foreignObject",
        "image",
        "a",
    }
    attributes = {name for element in picture.iter() for name in element.keys()}  # noqa: SIM118
    assert not [name for name in attributes if name.lower().startswith("on") or name.endswith("href")]
    assert not re.search(r"url\((?!['\"]?#)", text)
    assert "<b>Title</b>" in words(picture) and "</script><script>alert(1)</script>" in words(picture)


def test_the_ramp_is_that_of_the_page():
    table = pd.DataFrame({"x": range(5), "f": range(5)})
    walk = table.rename(columns={"x": "step"}).assign(x=0.0, gradient=1.0)
    window = {"left": -1.0, "right": 5.0, "low": -1.0, "high": 5.0, "dx": 0, "dy": 16, "align": "left"}
    here = walk[:1].assign(x1=0.0, f1=0.0, x2=1.0, f2=1.0, **window)
    spec = walk_on_curve(table, walk, here, title="A walk")
    assert ElementTree.fromstring(svg(spec, width=400)).tag == f"{NAMESPACE}svg"
    dots = Chart(table).mark_point().encode(color="x:Q")
    assert "rgb(1, 2, 3)" in svg(dots, ramp=["#010203", "#040506"])
