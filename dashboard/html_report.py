"""A forecast as one HTML page that opens anywhere, without a network and without a script."""

import base64
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard import forecast_charts
from dashboard.forecast_charts import Picture
from gd_core.charts.chart_as_svg import svg
from gd_core.forecast import Result
from gd_core.forecast.judge import skill
from gd_core.forecast.take_away import model_file
from gd_core.forecast.words import interval, phrases, summary, verdict
from gd_core.weather import Weather
from gd_core.weather import show_tables as describe

PACKAGES = ("streamlit", "altair", "pandas", "numpy", "scikit-learn", "numba")
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,  # names and cells come from files
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class _Drawn(NamedTuple):
    """A chart as the source of an image, with its words. In an image nothing can run."""

    source: str
    alt: str
    text: str | None


def html(name: str, weather: Weather, result: Result) -> bytes:
    """The page for ``result`` on the data called ``name``: the forecast, its worth, its terms, its charts."""
    table = skill.of_result(result)
    residuals = [forecast_charts.residuals(result, view) for view in forecast_charts.RESIDUALS]
    sections = {
        "Why this forecast": [forecast_charts.why(result)],
        "Forecasts": [
            forecast_charts.over_time(result),
            forecast_charts.against_observed(result),
            forecast_charts.ranking(result),
        ],
        "How good is it?": [forecast_charts.skill(table), *forecast_charts.coverages(result)],
        "What is left in the errors": residuals,
        "Descent": [forecast_charts.loss(result), forecast_charts.coefficients(result)],
    }
    page = _TEMPLATES.get_template("html_report.html.jinja").render(
        name=name,
        result=result,
        value=phrases.degrees(result.next_day.value, result.unit),
        date=summary.forecast_date(result),
        interval=interval.forecast_interval(result),
        caveats=[text for text in (says(result) for says in summary.WARNINGS) if text],
        verdict=verdict.verdict(table),
        figures=summary.figures(result),
        rows_used=summary.rows_used(result),
        sections={title: [_drawn(shown) for shown in both] for title, both in sections.items()},
        tables=[_cells(summary.scores_table(result)), _cells(summary.coefficients_table(result))],
        decisions=weather.report.lines(),
        facts=describe.facts(weather),
        settings=result.settings.to_json(),
        digest=model_file.digest(weather),
        versions=", ".join(f"{package} {version(package)}" for package in PACKAGES),
        made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    )
    return page.encode("utf-8")


def _drawn(shown: Picture) -> _Drawn:
    ramp = st.get_option("theme.light.chartSequentialColors")
    image = base64.b64encode(svg(shown.chart, ramp=ramp).encode()).decode("ascii")
    return _Drawn(f"data:image/svg+xml;base64,{image}", shown.alt, shown.text)


def _cells(table: pd.DataFrame) -> dict[str, Any]:
    """Headings and cells of a table as text; numbers to 5 significant digits."""
    cells = [
        [f"{cell:.5g}".replace("-", "−") if isinstance(cell, float) else str(cell) for cell in row]
        for row in table.itertuples(index=False)
    ]
    return {"headings": list(table.columns), "rows": cells}
