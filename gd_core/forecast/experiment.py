"""The main job: from a weather table and settings to a forecast, its scores and its history."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from gd_core.descent.status import Status
from gd_core.forecast.evaluation import agreeing_digits, evaluate
from gd_core.forecast.fits import (
    Fits,
    compare_coefficients,
    exact_from_nothing,
    exact_from_today,
    fit_from_nothing,
    fit_from_today,
    penalised,
)
from gd_core.forecast.intervals import Interval, adaptive, fit_interval
from gd_core.forecast.origins import Origins, roll, training_strength
from gd_core.forecast.progress import Progress
from gd_core.forecast.replay import record
from gd_core.forecast.result import Issued, NextDay, Result
from gd_core.forecast.ridge import ridge_strength
from gd_core.forecast.rows.references import Climatology, DampedAnomaly
from gd_core.forecast.rows.rows import Rows, prepare
from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather import Weather


def run_experiment(
    weather: Weather, settings: ExperimentSettings, *, progress: Progress | None = None
) -> Result:
    """Forecast ``settings.horizon`` days ahead by linear regression, fitted twice, and score it.

    ``progress(epoch, epochs)`` is called during long descents; a truthy answer stops the descent, and the
    result is that of the epochs done. Raises ValueError for settings that do not fit the file and
    WeatherError where too few days are left.
    """
    stage = _Stopwatch()
    with stage("rows"):
        rows = prepare(weather, settings)
    with stage("rolling origins"):
        origins = roll(rows, settings)
    with stage("fits"):
        fits = fit_training_part(rows, settings, origins, progress)
        issued = issue(rows, settings, origins, fits, progress)
    with stage("forecasts"):
        predictions, interval = predict_all(rows, settings, fits, origins)
        next_day = foretell_next_day(rows, settings, issued, interval)
    with stage("evaluation"):
        metrics = evaluate(predictions)
        coefficients = compare_coefficients(rows, fits)
        replay = record(rows, fits)
    target, predictors = settings.for_weather(weather)
    return Result(
        settings=settings,
        target=target,
        predictors=predictors,
        unit=weather.unit,
        metrics=metrics,
        predictions=predictions,
        coefficients=coefficients,
        replay=replay,
        floor=floor_by_part(rows, fits),
        next_day=next_day,
        latest=rows.latest,
        latest_today=rows.latest_today,
        average=average_terms(rows),
        rows=rows.counts,
        status=fits.model.status_,
        alpha=fits.alpha,
        stable_rate=fits.stable_rate,
        agreeing_digits=agreeing_digits(*coefficients[["gradient_descent", "least_squares"]].to_numpy().T),
        model=fits.model,
        issued=issued,
        normals=rows.normals,
        interval=interval,
        timing=stage.seconds,
    )


def fit_training_part(
    rows: Rows, settings: ExperimentSettings, origins: Origins | None, progress: Progress | None = None
) -> Fits:
    """The fits whose way down is shown: of the training rows, watched on the validation rows."""
    if rows.trust is None:
        return fit_from_nothing(rows, settings, ridge_strength(rows, settings), progress=progress)
    train, validation = rows.of("train"), rows.of("validation")
    strength = training_strength(rows, settings, origins)
    return fit_from_today(rows, train, settings, strength, validation=validation, progress=progress)


def exact_training_part(rows: Rows, settings: ExperimentSettings) -> np.ndarray:
    """Forecasts (n,) for every row by the least squares of the training part."""
    if rows.trust is None:
        return exact_from_nothing(rows)(rows.X, 0.0)
    strength = training_strength(rows, settings, roll(rows, settings))
    train, X, y = rows.of("train"), rows.X.to_numpy(), rows.y.to_numpy()
    scaling, strength = penalised(X[train], rows.trust, strength)
    return exact_from_today(scaling.rows(X[train]), y[train], scaling, strength)(rows.X, rows.base.to_numpy())


def issue(
    rows: Rows,
    settings: ExperimentSettings,
    origins: Origins | None,
    fits: Fits,
    progress: Progress | None = None,
) -> Issued:
    """The fits that tomorrow's forecast comes from: anew on all pairs, if origins have been gone through.

    Where that or the way to the training part's ``fits`` was stopped, it comes from the latter.
    """
    if origins is not None and fits.model.status_ is not Status.STOPPED:
        strength, everything = float(origins.strength[-1]), np.ones(len(rows.y), dtype=bool)
        latest = fit_from_today(rows, everything, settings, strength, progress=progress)
        if latest.model.status_ is not Status.STOPPED:
            return Issued(latest.descent, latest.least_squares, rows.target_date[-1], strength)
    train = rows.of("train")
    strength = float("nan") if rows.trust is None else fits.alpha * rows.counts["train"]
    return Issued(fits.descent, fits.least_squares, rows.target_date[train].max(), strength)


def floor_by_part(rows: Rows, fits: Fits) -> dict[str, float]:
    """Loss of the training part's least squares, by part: see `Result.floor`."""
    squares = (fits.least_squares(rows.X, 0.0) - rows.y.to_numpy()) ** 2
    floor = {part: float(squares[rows.of(part)].mean()) for part in ("train", "validation", "test")}
    if rows.trust is not None:
        scaled = np.where(fits.scaling.flat, 0.0, fits.least_squares.coef * fits.scaling.scale)
        floor["train"] += fits.alpha * float(scaled @ scaled)
    return floor


def predict_all(
    rows: Rows, settings: ExperimentSettings, fits: Fits, origins: Origins | None
) -> tuple[pd.DataFrame, Interval]:
    """Every model's forecast for every row, and gradient descent's interval.

    Rows behind the training part are foretold by rolling origins, if there are any; by gradient descent only
    where it arrives at least squares, which the refits are made by.
    """
    base, actual = rows.base.to_numpy(), rows.actual
    ours, exact = fits.descent(rows.X, base), fits.least_squares(rows.X, base)
    if origins is None:
        residuals = pd.Series(actual - ours, index=rows.target_date)
        masks = rows.of("train"), rows.of("validation")
        interval = fit_interval(residuals, *masks, level=settings.level, kind=settings.interval)
        low, high = interval.around(ours, rows.target_date)
        references = reference_forecasts(rows, settings.horizon)
    else:
        later = ~rows.of("train")
        rolled = base + origins.forecast
        arrived = fits.arrived(rows)
        exact = np.where(later, rolled, exact)
        ours = np.where(later, rolled, ours) if arrived else ours
        errors = pd.Series(actual - np.where(later, ours, rolled), index=rows.target_date)
        below, above, interval = adaptive(
            errors,
            rows.outcome_known,
            origins.cuts,
            start=rows.counts["train"],
            level=settings.level,
            seasonal=settings.interval == "seasonal",
        )
        low, high = ours + below, ours + above
        references = moving_references(rows, settings.horizon)
    columns = {
        "part": rows.part.to_numpy(),
        "actual": actual,
        "gradient_descent": ours,
        "least_squares": exact,
    }
    table = {**columns, **references, "low": low, "high": high}
    return pd.DataFrame(table, index=rows.target_date), interval


def reference_forecasts(rows: Rows, horizon: int) -> dict[str, np.ndarray]:
    """What needs no regression, for every row: persistence, climatology, damped anomaly, each (n,).

    All is learned from the training part.
    """
    days, today, train = pd.DatetimeIndex(rows.X.index), rows.today.to_numpy(), rows.of("train")
    climatology = Climatology.fit(rows.past)
    damped = DampedAnomaly.fit(climatology, days[train], today[train], rows.actual[train], horizon)
    return {
        "persistence": today,
        "climatology": climatology.predict(rows.target_date),
        "damped_anomaly": damped.predict(days, today, horizon),
    }


def moving_references(rows: Rows, horizon: int) -> dict[str, np.ndarray]:
    """The same, as far as they were known on each day: by the normal of the 30 years before it.

    Until that is known, by what the training part has taught.
    """
    found = reference_forecasts(rows, horizon)
    days, today = pd.DatetimeIndex(rows.X.index), rows.today.to_numpy()
    normals = rows.normals.of(0)  # type: ignore[union-attr]
    now, then = normals.on(days, days)[:, 0], normals.on(days, rows.target_date)[:, 0]
    before, after = np.nan_to_num(today - now), np.nan_to_num(rows.actual - then)
    energy = np.append(0.0, np.cumsum(before**2))[rows.outcome_known]
    rho = np.append(0.0, np.cumsum(before * after))[rows.outcome_known] / np.where(
        energy > 0.0, energy, np.inf
    )
    known = np.isfinite(then) & (energy > 0.0)
    return {
        "persistence": found["persistence"],
        "climatology": np.where(known, then, found["climatology"]),
        "damped_anomaly": np.where(known, then + rho * (today - now), found["damped_anomaly"]),
    }


def average_terms(rows: Rows) -> pd.Series:
    """What terms are compared with: their mean in the training part, or zero where they are departures."""
    average = rows.X[rows.of("train")].mean()
    return average if rows.trust is None else 0.0 * average


def foretell_next_day(
    rows: Rows, settings: ExperimentSettings, issued: Issued, interval: Interval
) -> NextDay:
    """The forecast from the last day that one can be made from."""
    base = 0.0 if rows.trust is None else rows.latest_today
    horizon, filled = settings.horizon, rows.latest_filled
    return forecast_from(rows.latest, base, filled, horizon=horizon, issued=issued, interval=interval)


def forecast_from(
    terms: pd.DataFrame, base: float, filled: int, *, horizon: int, issued: Issued, interval: Interval
) -> NextDay:
    """The forecast from the ``terms`` of one day (one row), ``filled`` of which were not measured.

    ``base``: what is said without them.
    """
    day = terms.index[0]
    date = day + pd.Timedelta(days=horizon)
    value, exact = float(issued.descent(terms, base)[0]), float(issued.least_squares(terms, base)[0])
    low, high = interval.around(np.array([value]), pd.DatetimeIndex([date]))
    return NextDay(date, day, filled, value, float(low[0]), float(high[0]), exact)


class _Stopwatch:
    """Seconds spent in each named stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - start
