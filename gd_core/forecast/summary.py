"""What a result says, in sentences. Names from files are not made safe for any markup here."""

from dataclasses import dataclass

import numpy as np

from gd_core.forecast.result import Result

DIGITS_TO_AGREE = 6  # significant digits from which on two fits count as the same


def degrees(value: float, unit: str, *, signed: bool = False) -> str:
    """``value`` to a tenth with its unit: "5.8 °C"."""
    text = f"{value:+.1f}" if signed else f"{value:.1f}"
    return f"{text.replace('-', '−')} °{unit}"


def percent(share: float, *, signed: bool = False) -> str:
    """``share`` as whole percent: "12%". No "-0%"."""
    whole = round(100.0 * share) + 0
    return f"{whole:+d}%".replace("-", "−") if signed else f"{whole:d}%".replace("-", "−")


def has_forecast(result: Result) -> bool:
    """Whether the descent ended with parameters that mean something."""
    return result.status != "diverged"


def forecast_date(result: Result) -> str:
    """The day that is forecast: "Friday, 1 January 2016"."""
    date = result.next_day.date
    return f"{date:%A}, {date.day} {date:%B %Y}"


def forecast_interval(result: Result) -> str:
    """What surrounds the forecast: its interval, and the day it is made from."""
    day, unit = result.next_day, result.unit
    made_from = f"made from the values of {day.based_on.day} {day.based_on:%B %Y}"
    if not np.isfinite(day.low):
        return (
            f"The validation part is too short for a {percent(result.settings.level)} interval; {made_from}."
        )
    return (
        f"With a chance of {percent(result.settings.level)} between {degrees(day.low, unit)} "
        f"and {degrees(day.high, unit)}; {made_from}."
    )


def descent_outcome(result: Result) -> str:
    """How the descent ended, and what to do if that was badly."""
    epochs, rate = result.model.n_iter_, result.model.learning_rate_
    count = f"{epochs:,} {'epoch' if epochs == 1 else 'epochs'}"
    if result.status == "converged":
        return f"Gradient descent converged after {count} at a learning rate of {rate:.3g}."
    if result.status == "stopped":
        return f"Gradient descent was stopped after {count}; everything below is the state it had then."
    if result.status == "max_iter":
        return f"Gradient descent ran all {count} at a learning rate of {rate:.3g} without settling down."
    remedy = ""
    if np.isfinite(result.stable_rate):
        small = "" if result.settings.batch_size is None else ", smaller batches only well below that"
        remedy = f"Batch descent holds up to {result.stable_rate:.3g} on these rows{small}. "
    return (
        f"Gradient descent diverged in epoch {epochs + 1:,}: a learning rate of {rate:.3g} overshoots "
        f"more at every step. {remedy}Choose a smaller rate, or the automatic one."
    )


def agreement(result: Result) -> str:
    """How near gradient descent came to least squares."""
    digits = int(result.agreeing_digits)
    if not has_forecast(result):
        return "The coefficients of gradient descent have run away from those of least squares."
    if result.settings.alpha > 0.0:
        return "A ridge penalty holds the coefficients of gradient descent below those of least squares."
    if digits >= DIGITS_TO_AGREE:
        return (
            f"Gradient descent and least squares agree to {digits} significant digits in every coefficient."
        )
    # At a fixed rate, small batches end up wandering around the minimum, however long they run.
    nearer = (
        "more epochs bring it nearer" if result.settings.batch_size is None else "a smaller rate may help"
    )
    if digits >= 1:
        few = "digit" if digits == 1 else "digits"
        return (
            f"Gradient descent and least squares agree to {digits} significant {few} in every coefficient "
            f"so far; {nearer}."
        )
    return f"Gradient descent is not at the least-squares coefficients; {nearer}."


def verdict(result: Result) -> str:
    """What the model is worth on the test part, against forecasts that need none."""
    ours = _test_scores(result, "gradient_descent")
    days = f"On {result.rows['test']:,} test days"
    return (
        f"{days} the squared error of the regression is {_against(ours['skill_persistence'])} that of "
        f"persistence (“as today”), {_against(ours['skill_climatology'])} that of the seasonal normal, and "
        f"{_against(ours['skill_damped_anomaly'])} that of the normal plus a share of today's anomaly."
    )


def _test_scores(result: Result, model: str) -> dict[str, float]:
    metrics = result.metrics
    row = metrics[(metrics["part"] == "test") & (metrics["model"] == model)]
    return {str(name): float(value) for name, value in row.drop(columns=["model", "part"]).iloc[0].items()}


def _against(skill: float) -> str:
    if not np.isfinite(skill):
        return "not comparable with"
    if abs(skill) < 0.005:
        return "the same as"
    return f"{percent(abs(skill))} {'below' if skill > 0 else 'above'}"


def random_split_warning(result: Result) -> str | None:
    """Why the numbers of a random split flatter; None for a chronological one."""
    if result.settings.split != "random":
        return None
    return (
        "Days are dealt out at random: most test days have yesterday and tomorrow in the training "
        "part, which no real forecast has. These errors flatter; the chronological split does not."
    )


@dataclass(frozen=True)
class Figure:
    """A number for a card: what it is, how large, and one sentence of help."""

    label: str
    value: str
    help: str


def figures(result: Result) -> tuple[Figure, ...]:
    """The row of numbers under the forecast, all from the test part."""
    ours, theirs = _test_scores(result, "gradient_descent"), _test_scores(result, "least_squares")
    unit = f"°{result.unit}"
    return (
        Figure(
            "Gradient descent",
            f"{ours['rmse']:.2f} {unit}",
            "Root mean square error on the test days: how far off the forecast typically is.",
        ),
        Figure(
            "Least squares",
            f"{theirs['rmse']:.2f} {unit}",
            "The same for scikit-learn's exact solution on the same rows.",
        ),
        Figure(
            "Gap",
            _gap(ours["rmse"] - theirs["rmse"], unit),
            "Error of gradient descent minus error of least squares; zero once the descent has arrived.",
        ),
        Figure(
            "Over persistence",
            percent(ours["skill_persistence"], signed=True),
            "How much smaller the squared error is than that of “as warm as today”; negative if larger.",
        ),
        Figure(
            "Over the normal",
            percent(ours["skill_climatology"], signed=True),
            "How much smaller the squared error is than that of the seasonal normal; negative if larger.",
        ),
    )


def _gap(difference: float, unit: str) -> str:
    if abs(difference) < 0.5e-6:
        return f"0 {unit}"
    digits = 2 if abs(difference) >= 0.005 else 6
    return f"{difference:+.{digits}f} {unit}".replace("-", "−")


def days_ahead(result: Result) -> str:
    """How far the forecast looks: "1 day ahead"."""
    horizon = result.settings.horizon
    return "1 day ahead" if horizon == 1 else f"{horizon} days ahead"


def timeline_title(result: Result) -> str:
    """What the forecasts over time show: how often the interval held on the test part."""
    test = result.predictions[result.predictions["part"] == "test"]
    if test["low"].isna().any():
        return "Forecast and measured temperature"
    held = float(((test["actual"] >= test["low"]) & (test["actual"] <= test["high"])).mean())
    return f"The {percent(result.settings.level)} interval held on {percent(held)} of {len(test):,} test days"


def scatter_title(result: Result) -> str:
    """What the scatter of the test part shows."""
    r2 = _test_scores(result, "gradient_descent")["r2"]
    return f"The forecast explains {percent(r2)} of the variance on test days"


def ranking_title(result: Result) -> str:
    """Which forecast has the smallest error on the test part."""
    test = result.metrics[result.metrics["part"] == "test"].set_index("model")["rmse"]
    names = {
        "persistence": "persistence",
        "climatology": "the seasonal normal",
        "damped_anomaly": "the damped anomaly",
    }
    best = str(test.idxmin())
    if best in names:
        return f"Smallest error on test days: {names[best]}, which needs no regression"
    return "On test days the regression has the smallest error"


def coefficients_title(result: Result) -> str:
    """What the coefficients side by side show."""
    if result.settings.alpha == 0.0 and result.agreeing_digits >= DIGITS_TO_AGREE:
        return f"Both fits agree to {int(result.agreeing_digits)} significant digits"
    return "Gradient descent beside least squares"
