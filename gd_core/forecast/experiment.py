"""The main job: from a weather table and settings to a forecast, its scores and its history."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from gd_core.descent import GradientDescentRegressor
from gd_core.descent.curvature import QUADRATIC_RULES
from gd_core.forecast.evaluation import agreeing_digits, evaluate
from gd_core.forecast.intervals import Interval, fit_interval
from gd_core.forecast.progress import Progress
from gd_core.forecast.result import NextDay, Result
from gd_core.forecast.ridge import ridge_strength
from gd_core.forecast.rows.references import Climatology, DampedAnomaly
from gd_core.forecast.rows.rows import Rows, prepare
from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather import Weather

WORTH_WATCHING = 10**8  # products in a descent from which on a progress report is worth what it costs


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
    with stage("descent"):
        model = fit_descent(rows, settings, progress)
    with stage("least squares"):
        baseline = fit_least_squares(rows)
    with stage("forecasts"):
        predictions, interval = predict_all(rows, settings, model, baseline)
        fits = {"model": model, "baseline": baseline, "interval": interval}
        next_day = forecast_from(rows.latest, rows.latest_filled, settings.horizon, **fits)
    with stage("evaluation"):
        metrics = evaluate(predictions)
        coefficients = compare_coefficients(rows, model, baseline)
        digits = agreeing_digits(
            coefficients["gradient_descent"].to_numpy(), coefficients["least_squares"].to_numpy()
        )
    target, predictors = settings.for_weather(weather)
    of_baseline = metrics[metrics["model"] == "least_squares"]
    return Result(
        settings=settings,
        target=target,
        predictors=predictors,
        unit=weather.unit,
        metrics=metrics,
        predictions=predictions,
        coefficients=coefficients,
        history=model.history_,
        floor=dict(zip(of_baseline["part"], of_baseline["rmse"] ** 2, strict=True)),
        next_day=next_day,
        latest=rows.latest,
        average=rows.X[rows.of("train")].mean(),
        rows=rows.counts,
        status=model.status_,
        alpha=model.alpha,
        stable_rate=stable_rate(model),
        agreeing_digits=digits,
        **fits,
        timing=stage.seconds,
    )


def fit_descent(
    rows: Rows, settings: ExperimentSettings, progress: Progress | None
) -> GradientDescentRegressor:
    """Gradient descent on the training rows, watched on the validation rows."""
    train, validation = rows.of("train"), rows.of("validation")
    n, d = int(train.sum()), rows.X.shape[1]
    model = GradientDescentRegressor(
        learning_rate="auto" if settings.learning_rate is None else settings.learning_rate,
        batch_size=None if settings.batch_size is None else min(settings.batch_size, n),
        update=settings.update,
        momentum=settings.momentum,
        max_iter=settings.epochs,
        tol=settings.tol,
        alpha=ridge_strength(rows, settings),
        standardize=settings.standardize,
        init=settings.init,
        random_state=settings.seed,
    )
    products = settings.epochs * (d * d if settings.batch_size is None else n * d)
    callback = None
    if progress is not None and products > WORTH_WATCHING:
        callback = lambda epoch, history: progress(epoch, settings.epochs)  # noqa: E731
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the result's status says it
        return model.fit(
            rows.X[train],
            rows.y[train],
            validation_data=(rows.X[validation], rows.y[validation]),
            callback=callback,
        )


def stable_rate(model: GradientDescentRegressor) -> float:
    """The largest rate at which batch descent holds by the model's rule; NaN where theory gives none."""
    if model.update not in QUADRATIC_RULES:
        return float("nan")
    return model.curvature_.largest_stable_rate(model.update, model.momentum)


def fit_least_squares(rows: Rows) -> Pipeline:
    """scikit-learn's answer for the same rows.

    Behind a scaler, and without LinearRegression's rank cut-off: it would drop columns of small scale.
    """
    train = rows.of("train")
    return make_pipeline(StandardScaler(), LinearRegression(tol=0.0)).fit(rows.X[train], rows.y[train])


def predict_all(
    rows: Rows, settings: ExperimentSettings, model: GradientDescentRegressor, baseline: Pipeline
) -> tuple[pd.DataFrame, Interval]:
    """Every model's forecast for every row, and gradient descent's interval."""
    ours = model.predict(rows.X)
    residuals = pd.Series(rows.y.to_numpy() - ours, index=rows.target_date)
    interval = fit_interval(
        residuals, rows.of("train"), rows.of("validation"), level=settings.level, kind=settings.interval
    )
    half_width = interval.half_width(rows.target_date)
    predictions = pd.DataFrame(
        {
            "part": rows.part.to_numpy(),
            "actual": rows.y.to_numpy(),
            "gradient_descent": ours,
            "least_squares": baseline.predict(rows.X),
            **reference_forecasts(rows, settings.horizon),
            "low": ours - half_width,
            "high": ours + half_width,
        },
        index=rows.target_date,
    )
    return predictions, interval


def reference_forecasts(rows: Rows, horizon: int) -> dict[str, np.ndarray]:
    """What needs no regression, for every row: persistence, climatology, damped anomaly, each (n,)."""
    days, today, train = pd.DatetimeIndex(rows.X.index), rows.today.to_numpy(), rows.of("train")
    climatology = Climatology.fit(rows.past)
    damped = DampedAnomaly.fit(climatology, days[train], today[train], rows.y[train].to_numpy(), horizon)
    return {
        "persistence": today,
        "climatology": climatology.predict(rows.target_date),
        "damped_anomaly": damped.predict(days, today, horizon),
    }


def forecast_from(
    terms: pd.DataFrame,
    filled: int,
    horizon: int,
    *,
    model: GradientDescentRegressor,
    baseline: Pipeline,
    interval: Interval,
) -> NextDay:
    """The forecast from the ``terms`` of one day (one row), ``filled`` of which were not measured."""
    day = terms.index[0]
    date = day + pd.Timedelta(days=horizon)
    value, exact = float(model.predict(terms)[0]), float(baseline.predict(terms)[0])
    half_width = float(interval.half_width(pd.DatetimeIndex([date]))[0])
    return NextDay(date, day, filled, value, value - half_width, value + half_width, exact)


def compare_coefficients(rows: Rows, model: GradientDescentRegressor, baseline: Pipeline) -> pd.DataFrame:
    """Both fits term by term, in original units and per standard deviation of the training part."""
    scaler, linear = baseline[0], baseline[-1]
    coef = linear.coef_ / scaler.scale_
    intercept = linear.intercept_ - coef @ scaler.mean_
    ours, theirs = np.append(model.coef_, model.intercept_), np.append(coef, intercept)
    at_mean = model.intercept_ + model.coef_ @ scaler.mean_
    return pd.DataFrame(
        {
            "term": [*rows.X.columns, "intercept"],
            "gradient_descent": ours,
            "least_squares": theirs,
            "difference": ours - theirs,
            "gradient_descent_standardised": np.append(model.coef_ * scaler.scale_, at_mean),
            "least_squares_standardised": np.append(linear.coef_, linear.intercept_),
        }
    )


class _Stopwatch:
    """Seconds spent in each named stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - start
