"""What a result says, in sentences. Names from files are not made safe for any markup here."""

import numpy as np
import pandas as pd

from gd_core.descent.lesson.steps import Figure
from gd_core.forecast.result import Result
from gd_core.forecast.words.phrases import (
    REFERENCE_NAMES,
    degrees,
    long_date,
    minus,
    model_name,
    percent,
    weekday,
)
from gd_core.weather.report import counted

DIGITS_TO_AGREE = 6  # significant digits from which on two fits count as the same


def has_forecast(result: Result) -> bool:
    """Whether the descent ended with parameters that mean something."""
    return result.status != "diverged"


def forecast_date(result: Result) -> str:
    """The day that is forecast: "Friday, 1 January 2016"."""
    return weekday(result.next_day.date)


def caveat(result: Result) -> str | None:
    """A warning that belongs beside the forecast if the descent has not arrived; None if it has."""
    if result.status not in ("max_iter", "stopped") or not _one_goal(result):
        return None
    ours, theirs = result.next_day.value, result.next_day.least_squares
    if degrees(ours, "") == degrees(theirs, ""):
        return None
    count = counted(result.model.n_iter_, "epoch")
    ended = "was stopped" if result.status == "stopped" else "ended"
    return (
        f"The descent {ended} after {count}, before it arrived: on the same rows, least squares says "
        f"{degrees(theirs, result.unit)}."
    )


def against_today(result: Result) -> str | None:
    """A warning where "as today" did better on the test days, or is all that is forecast; else None."""
    ours, today = (result.test_scores[name]["rmse"] for name in ("gradient_descent", "persistence"))
    alone = np.isinf(result.issued.strength)
    if today < ours:
        unit, days = result.unit, result.rows["test"]
        better = (
            f"“As today” was better on the {days:,} test days: its typical error was {today:.2f} °{unit}, "
            f"that of the forecast {ours:.2f} °{unit}"
        )
        return f"{better}. The forecast now is “as today”." if alone else f"{better}."
    return "So far nothing has proved better here than “as today”, which is the forecast." if alone else None


def beats_today(result: Result) -> str | None:
    """How much larger the error of "as today" was on the test days, named before; None where it was not."""
    ours, today = (result.test_scores[name]["rmse"] for name in ("gradient_descent", "persistence"))
    if not today >= ours > 0.0 or np.isinf(result.issued.strength):
        return None
    by = f"{percent(today / ours - 1.0)} larger" if today / ours >= 1.005 else "about as large"
    return f"The typical error of “as today” was {by}."


def _one_goal(result: Result) -> bool:
    """Whether gradient descent and least squares have the same minimum: no penalty, or the same one."""
    return result.settings.start_from == "today" or result.alpha == 0.0


def _learned_nothing(result: Result) -> bool:
    fits = result.coefficients[["gradient_descent", "least_squares"]]
    return result.settings.start_from == "today" and not fits.to_numpy().any()


def rows_used(result: Result) -> str:
    """How many days went where."""
    rows = result.rows
    today = result.settings.start_from == "today"
    values = "value" if rows["filled"] == 1 else "values"
    unknown = "counted as no departure" if today else "filled in"
    parts = f"{rows['train']:,} training, {rows['validation']:,} validation and {rows['test']:,} test days"
    more = [
        (rows["gap"], "between the parts left out"),
        (rows["unmeasured"], "left out because their own temperature was not measured"),
        (rows["dropped"], "left out for missing values"),
        (rows["filled"], f"missing {values} of terms (gaps, or before the first day) {unknown}"),
    ]
    return ", ".join([parts, *(f"{count:,} {what}" for count, what in more if count)])


def descent_outcome(result: Result) -> str:
    """How the descent ended, and what to do if that was badly."""
    epochs, rate = result.model.n_iter_, result.model.learning_rate_
    count = counted(epochs, "epoch")
    if result.status == "converged":
        return f"Gradient descent converged after {count} at a learning rate of {rate:.3g}."
    if result.status == "stopped":
        return f"Gradient descent was stopped after {count}; the page shows the state it had then."
    if result.status == "max_iter":
        return f"Gradient descent ran all {count} at a learning rate of {rate:.3g} without settling down."
    remedy = ""
    if np.isfinite(result.stable_rate):
        small = "" if result.settings.batch_size is None else ", smaller batches only well below that"
        remedy = f"Batch descent converges up to {result.stable_rate:.3g} on these rows{small}. "
    return (
        f"Gradient descent diverged in epoch {epochs + 1:,}: a learning rate of {rate:.3g} overshoots "
        f"more at every step. {remedy}Choose a smaller rate, or the automatic one."
    )


def agreement(result: Result) -> str:
    """How near gradient descent came to least squares."""
    digits = int(result.agreeing_digits)
    if not has_forecast(result):
        return "The coefficients of gradient descent have moved ever further from those of least squares."
    if _learned_nothing(result):
        return "No term makes forecasts of the training days better: all coefficients of both fits are zero."
    if not _one_goal(result) and result.status == "converged":
        chosen = ", chosen by cross-validation" if result.settings.alpha is None else ""
        return (
            f"The ridge penalty (strength {result.alpha:g}{chosen}) holds the coefficients of gradient "
            "descent below those of least squares."
        )
    both = "Gradient descent and least squares"
    if _one_goal(result) and result.alpha > 0.0:
        both += ", under the same ridge penalty,"
    if digits >= DIGITS_TO_AGREE:
        return f"{both} agree to {digits} significant digits in every coefficient."
    # At a fixed rate, small batches end up wandering around the minimum, however long they run.
    nearer = (
        "more epochs bring it nearer" if result.settings.batch_size is None else "a smaller rate may help"
    )
    if digits >= 1:
        few = "digit" if digits == 1 else "digits"
        return f"{both} agree to {digits} significant {few} in every coefficient so far; {nearer}."
    return f"Gradient descent is not at the least-squares coefficients; {nearer}."


def random_split_warning(result: Result) -> str | None:
    """Why the numbers of a random split flatter; None for a chronological one."""
    if result.settings.split != "random":
        return None
    return (
        "Days are dealt out at random: the test days come from the whole record, not from after the "
        "training days as in a real forecast. Such errors may flatter where the newest days are harder, or "
        "have drifted away from what was learned; those of the chronological split do not."
    )


WARNINGS = (against_today, caveat, random_split_warning)  # each says what is wrong, or None


def figures(result: Result) -> tuple[Figure, ...]:
    """Numbers from the test part: typical errors, and how near the descent came to least squares."""
    return (*typical_errors(result), *beside_least_squares(result))


def beside_least_squares(result: Result) -> tuple[Figure, ...]:
    """The error of the exact solution on the test days, and how far that of the descent is from it."""
    ours, theirs = result.test_scores["gradient_descent"], result.test_scores["least_squares"]
    unit = f"°{result.unit}"
    return (
        Figure(
            "Least squares",
            f"{theirs['rmse']:.2f} {unit}",
            "Typical error (RMSE) of scikit-learn's exact solution on the same rows.",
        ),
        Figure(
            "Gap",
            _gap(ours["rmse"] - theirs["rmse"], unit, arrived=_arrived(result)),
            _gap_explained(result),
        ),
    )


def typical_errors(result: Result) -> tuple[Figure, ...]:
    """How far off the forecast and those that need no regression typically are on the test days."""
    each = ", each day by a fit on days before it" if result.settings.rolls else ""
    names = {
        "gradient_descent": ("This forecast", f"this forecast{each}"),
        "persistence": ("“As today”", "saying that it will be as warm as today"),
        "climatology": ("“As usual for the date”", "saying what is usual on that day of the year"),
    }
    errors = {name: result.test_scores[name]["rmse"] for name in names}
    return tuple(
        Figure(label, f"{errors[name]:.2f} °{result.unit}", f"Typical error (RMSE) of {what}.")
        for name, (label, what) in names.items()
        if np.isfinite(errors[name])
    )


def _arrived(result: Result) -> bool:
    """Whether the descent ended at the minimum it was going to, which is not always least squares."""
    return result.agreeing_digits >= DIGITS_TO_AGREE if _one_goal(result) else result.status == "converged"


def _gap(difference: float, unit: str, *, arrived: bool) -> str:
    if abs(difference) < 0.5e-6:
        return f"0 {unit}"
    if difference < 0.0 and not arrived:
        return "not arrived"
    return minus(f"{difference:+.2g} {unit}").replace("e−0", "e−")


def _gap_explained(result: Result) -> str:
    explained = "Error of gradient descent minus error of least squares"
    if not _one_goal(result):
        return f"{explained}, which knows no ridge penalty."
    goal = ", which every later fit is made by," if result.settings.rolls else ""
    return (
        f"{explained}{goal}; zero once the descent has arrived. Before that it may be the smaller one on "
        "these test days, which is no merit of the descent."
    )


def days_ahead(result: Result) -> str:
    """Which day is forecast: "the day after the record's last measured day, 31 December 2015"."""
    last, days = long_date(result.next_day.based_on), result.settings.horizon
    after = "the day" if days == 1 else counted(days, "day")
    return f"{after} after the record's last measured day, {last}"


def scatter_title(result: Result) -> str:
    """What the scatter of the test part shows, beside what the season alone would."""
    r2, of_season = (result.test_scores[model]["r2"] for model in ("gradient_descent", "climatology"))
    if r2 < 0.0:
        return "On test days the forecast does worse than their mean would"
    if not np.isfinite(of_season):
        return f"The forecast explains {percent(r2)} of the variance on test days"
    alone = f"the season alone {percent(of_season)}" if of_season > 0.0 else "the season alone none of it"
    return f"The forecast explains {percent(r2)} of the variance on test days, {alone}"


def ranking_title(result: Result) -> str:
    """Which forecast has the smallest error on the test part."""
    test = result.metrics[result.metrics["part"] == "test"].set_index("model")["rmse"]
    best = str(test.idxmin())
    if best in REFERENCE_NAMES:
        return f"Smallest error on test days: {REFERENCE_NAMES[best]}, which needs no regression"
    return "On test days the regression has the smallest error"


def coefficients_title(result: Result) -> str:
    """What the coefficients side by side show."""
    if _learned_nothing(result):
        return "All coefficients are zero: the fit says “as today”"
    if _one_goal(result) and result.agreeing_digits >= DIGITS_TO_AGREE:
        return f"Both fits agree to {int(result.agreeing_digits)} significant digits"
    return "Gradient descent beside least squares"


def scores_table(result: Result) -> pd.DataFrame:
    """Every score, with readable names, the test part first."""
    order = {"test": 0, "validation": 1, "train": 2}
    rows = result.metrics.sort_values("part", key=lambda part: part.map(order), kind="stable")
    skills = {f"skill_{name}": f"Skill over {label}" for name, label in REFERENCE_NAMES.items()}
    errors = {"rmse": "RMSE", "mae": "Mean absolute error", "bias": "Bias"}
    named = {name: f"{label} (°{result.unit})" for name, label in errors.items()} | {"r2": "R²", **skills}
    table = rows.rename(columns={"part": "Part", "model": "Model", **named})
    table["Model"] = table["Model"].map(model_name)
    table["Part"] = table["Part"].str.capitalize()
    columns = ["Part", "Model", *named.values()]
    return table[columns].round(dict.fromkeys(named.values(), 4))


def coefficients_table(result: Result) -> pd.DataFrame:
    """Every coefficient of both fits, with readable names."""
    return result.coefficients.rename(
        columns={
            "term": "Term",
            "gradient_descent": "Gradient descent",
            "least_squares": "Least squares",
            "difference": "Difference",
            "gradient_descent_standardised": "Gradient descent, per standard deviation",
            "least_squares_standardised": "Least squares, per standard deviation",
        }
    )
