"""The charts of a forecast with their words: the same on the page and in the report."""

from typing import NamedTuple

import pandas as pd

from gd_core.charts import film as charts_film
from gd_core.charts import fitted_terms, loss_by_epoch, residual_plots, scatter, scores, timeline
from gd_core.charts.chart import Chart
from gd_core.charts.film import Film
from gd_core.forecast import Result
from gd_core.forecast.judge import coverage, diagnostics
from gd_core.forecast.words import contributions, interval, summary, verdict
from gd_core.forecast.words import film as words_of_film
from gd_core.forecast.words import residuals as meaning
from gd_core.forecast.words.loss_title import loss_title, start_explained
from gd_core.forecast.words.terms import short


class Picture(NamedTuple):
    """A chart, its text for screen readers (different for each on a page), what it means, how to read it."""

    chart: Chart
    alt: str
    text: str | None = None
    note: str | None = None


RESIDUALS = {
    "month": "By month",
    "time": "Over time",
    "forecast": "Against forecast",
    "lag": "Day to day",
    "quantiles": "Quantiles",
}


def over_time(result: Result) -> Picture:
    """Measured and forecast, with the interval."""
    return Picture(
        timeline.predictions_over_time(
            result.predictions, result.unit, title=interval.timeline_title(result)
        ),
        "Measured and forecast temperature over time, with the interval of the forecast.",
        note="Drag in the lower panel to choose another stretch of time.",
    )


def against_observed(result: Result) -> Picture:
    """Forecast against measured, on the test days."""
    return Picture(
        scatter.predicted_against_observed(
            result.predictions, result.unit, title=summary.scatter_title(result)
        ),
        "Forecast against measured temperature on the test days.",
    )


def ranking(result: Result) -> Picture:
    """The error of every forecast, the smallest first."""
    return Picture(
        scores.errors(result.metrics, result.unit, title=summary.ranking_title(result)),
        "Root mean square error of each forecast on the test days.",
    )


def film(result: Result) -> Film:
    """The descent as a film."""
    terms, captions = words_of_film.coefficients(result), words_of_film.captions(result)
    return charts_film.film(result.replay, terms, result.floor["train"], result.unit, captions)


def loss(result: Result, *, log: bool = True) -> Picture:
    """How the descent came down."""
    return Picture(
        loss_by_epoch.loss_against_epoch(
            result.history,
            floor=result.floor["train"],
            validation_floor=result.floor["validation"],
            unit=result.unit,
            log=log,
            title=loss_title(result.history, result.floor["train"]),
        ),
        "Mean squared error against the epoch.",
        summary.descent_outcome(result) if summary.has_forecast(result) else None,  # else it stands above
        start_explained(result),
    )


def coefficients(result: Result, *, standardised: bool = False) -> Picture:
    """Both fits, term by term."""
    return Picture(
        fitted_terms.coefficients(
            result.coefficients.assign(term=result.coefficients["term"].map(short)),
            scale="standardised" if standardised else "original",
            unit=result.unit,
            title=summary.coefficients_title(result),
        ),
        "Coefficients of both fits, term by term.",
        summary.agreement(result),
    )


def why(result: Result) -> Picture:
    """The forecast in its terms."""
    steps = contributions.contributions(result)
    title, drawn = contributions.title(steps, result.unit), steps.assign(term=steps["term"].map(short))
    start = "“as today”" if result.settings.start_from == "today" else "that of an average day"
    return Picture(
        fitted_terms.waterfall(drawn, result.unit, title=title),
        f"How each term moves the forecast away from {start}.",
        note=contributions.how_to_read(result),
    )


def skill(table: pd.DataFrame) -> Picture:
    """Skill over forecasts that need no regression; ``table`` is that of `skill.skills`."""
    return Picture(
        scores.skill(table, title=verdict.chart_title(table)),
        "Skill over each reference with its interval, on the test and the validation days.",
        verdict.how_judged(table),
        verdict.REFERENCES_EXPLAINED,
    )


def coverages(result: Result) -> tuple[Picture, ...]:
    """How often the interval held, by season and by level; none if that cannot be said."""
    settings = result.settings
    table = coverage.coverage(result.predictions, settings.horizon, rolls=settings.rolls)
    if table.empty:
        return ()
    reading = coverage_reading(result)
    levels = coverage.coverage_by_level(result.predictions)
    return (
        Picture(
            scores.coverage(table, settings.level, title=reading.title),
            "Share of test days on which the interval held, by season, beside the level promised.",
            reading.text,
        ),
        Picture(
            scores.coverage_by_level(levels, title=meaning.levels_title(levels)),
            "Measured against promised coverage for levels from 50 to 99 percent.",
            interval.how_made(result),
        ),
    )


def coverage_reading(result: Result) -> meaning.Reading:
    """What the coverage says, in words."""
    settings = result.settings
    table = coverage.coverage(result.predictions, settings.horizon, rolls=settings.rolls)
    seasonal = settings.interval == "seasonal"
    return meaning.coverage(table, settings.level, seasonal=seasonal, rolls=settings.rolls)


def residuals(result: Result, view: str) -> Picture:
    """What gradient descent got wrong on the test days; ``view`` is a key of `RESIDUALS`."""
    horizon, unit = result.settings.horizon, result.unit
    found = diagnostics.residuals(result.predictions)
    if view == "time":
        reading = meaning.over_time(found, unit, horizon)
        chart = residual_plots.over_time(diagnostics.over_time(found), unit, title=reading.title)
        alt, note = "Residual of each test day, and their running mean.", "Line: mean over 31 days."
    elif view == "forecast":
        forecast = result.predictions["gradient_descent"].loc[found.index]
        table = diagnostics.by_prediction(found, forecast, horizon)
        reading = meaning.by_prediction(table, unit)
        days = pd.DataFrame({"predicted": forecast, "residual": found})
        chart = residual_plots.against_forecast(days, table, unit, title=reading.title)
        alt = "Residual of each test day against its forecast, and the mean of each tenth of them."
        note = "Dots and bars: mean of a tenth of the days, and its interval."
    elif view == "lag":
        table = diagnostics.autocorrelation(diagnostics.evened(found, result.predictions), horizon)
        reading = meaning.autocorrelation(table, len(found), horizon)
        chart = residual_plots.autocorrelation(table, title=reading.title)
        alt = "Correlation of residuals up to a month apart, with the bounds of chance."
        note = "Errors over what is usual in their season. Band: where 95 of 100 would lie if unrelated."
    elif view == "quantiles":
        reading = meaning.quantiles(found, unit, horizon)
        chart = residual_plots.quantiles(diagnostics.quantiles(found), unit, title=reading.title)
        alt = "Residuals in order against those of a normal distribution."
        note = "Dashed: a normal distribution with the same mean and standard deviation."
    else:
        table = diagnostics.by_month(found, horizon)
        reading = meaning.by_month(table, unit)
        chart = residual_plots.by_month(table, unit, title=reading.title)
        alt = "Mean residual of each month with its interval, over the range of most days."
        note = "Dots and bars: mean and its interval. Pale: the middle 80% of days."
    return Picture(chart, alt, reading.text, note)
