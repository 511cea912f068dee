"""The widgets behind `ExperimentSettings`, each bound to a parameter of the URL.

Labels of options stand in links: to change one is to break the links that name it.
"""

from typing import Any

import streamlit as st

from dashboard import feature_controls
from gd_core.descent.starts import STARTS
from gd_core.forecast import ExperimentSettings
from gd_core.forecast.settings import MAX_EPOCHS, MAX_HORIZON, MAX_PREDICTORS, SPLITS
from gd_core.weather import FILL_METHODS, Weather

DESCENTS = {"batch": "Batch", "mini-batch": "Mini-batch", "stochastic": "Stochastic"}
UPDATES = {
    "plain": "Plain", "momentum": "Momentum", "nesterov": "Nesterov",
    "adagrad": "AdaGrad", "rmsprop": "RMSprop", "adam": "Adam",
}  # fmt: skip
WIDTHS = {"seasonal": "By season", "constant": "Constant"}
MANTISSAS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
RATES = [float(f"{m}e{e}") for e in range(-6, 1) for m in MANTISSAS] + [10.0]
AUTOMATIC = "Automatic"
RIDGES = [AUTOMATIC, 0.0] + [float(f"{m}e{e}") for e in range(-4, 1) for m in (1, 2, 5)] + [10.0]

D = ExperimentSettings()
DEFAULTS: dict[str, Any] = {
    **feature_controls.DEFAULTS,
    "horizon": D.horizon,
    "fill": D.fill,
    "level": round(100 * D.level),
    "interval": D.interval,
    "split": D.split,
    "parts": (round(100 * D.train_share), round(100 * (D.train_share + D.validation_share))),
    "method": "batch",
    "batch_size": 32.0,
    "update": D.update,
    "momentum": D.momentum,
    "epochs": float(D.epochs),
    "auto": D.learning_rate is None,
    "rate": 0.1,
    "start": D.init,
    "seed": float(D.seed),
    "standardise": D.standardize,
    "ridge": AUTOMATIC if D.alpha is None else D.alpha,
}


def reset(weather: Weather) -> None:
    """Give every widget that is drawn the value that the front page has for it."""
    # Assigned, not deleted: the browser keeps the value of a widget whose state merely goes.
    for key, value in {**DEFAULTS, **columns_of(weather)}.items():
        if key in st.session_state:
            st.session_state[key] = value


def take_columns(weather: Weather) -> None:
    """Choose the target and the predictors that a new file brings."""
    st.session_state.update(columns_of(weather))


def columns_of(weather: Weather) -> dict[str, Any]:
    """Target and predictors with which a file begins."""
    return {"target": weather.target, "predictors": list(weather.predictors[:MAX_PREDICTORS])}


def settings_fields(weather: Weather) -> dict[str, Any]:
    """Draw the widgets and return the fields of `ExperimentSettings` as they stand."""
    return {**_forecast_controls(weather), **split_fields(), **_descent_controls()}


def _forecast_controls(weather: Weather) -> dict[str, Any]:
    """Target, predictors, features, horizon, filling of gaps, the interval."""
    st.subheader("Forecast")
    target = target_field(weather)
    predictors = st.multiselect(
        "Predictors",
        list(weather.frame.columns),
        default=columns_of(weather)["predictors"],
        format_func=lambda name: _predictor_label(weather, name),
        key="predictors",
        bind="query-params",
        placeholder="Choose at least one",
        help="Columns that are used to forecast the target.",
    )
    features = feature_controls.feature_fields()
    horizon = st.slider(
        "Days ahead",
        1,
        MAX_HORIZON,
        DEFAULTS["horizon"],
        key="horizon",
        bind="query-params",
        help="Calendar days between today's values and the day that is forecast.",
    )
    fill = st.selectbox(
        "Gaps in the predictors",
        list(FILL_METHODS),
        format_func=_fill_label,
        key="fill",
        bind="query-params",
        help=f"What stands in for a missing value. {FILL_METHODS['seasonal'].explanation}",
    )
    level = st.slider(
        "Interval",
        50,
        99,
        DEFAULTS["level"],
        format="%d%%",
        key="level",
        bind="query-params",
        help="How often the interval around a forecast should hold what comes.",
    )
    interval = st.segmented_control(
        "Width of the interval",
        list(WIDTHS),
        default=DEFAULTS["interval"],
        required=True,
        format_func=lambda kind: WIDTHS[kind],
        key="interval",
        bind="query-params",
        width="stretch",
        help="Wider in seasons in which errors are larger, or the same all year.",
    )
    return {
        "target": target,
        "predictors": tuple(predictors),
        **features,
        "horizon": horizon,
        "fill": fill,
        "level": level / 100,
        "interval": interval or DEFAULTS["interval"],
    }


def target_field(weather: Weather) -> str:
    """Draw the choice of the temperature to forecast."""
    temperatures = list(weather.temperatures)
    return st.selectbox(
        "Target",
        temperatures,
        index=temperatures.index(weather.target),
        key="target",
        bind="query-params",
        help="The temperature to forecast.",
    )


def _predictor_label(weather: Weather, name: str) -> str:
    notes = {"tomorrow": " (tomorrow's value)", "constant": " (constant)"}
    return name + notes.get(weather.column(name).role, "")


def _fill_label(name: str) -> str:
    method = FILL_METHODS[name]
    return f"{method.label} (uses later days)" if method.looks_ahead else method.label


def split_fields() -> dict[str, Any]:
    """Draw the widgets of the split and return the fields of `ExperimentSettings` as they stand."""
    st.subheader("Split")
    split = st.segmented_control(
        "Order of the days",
        list(SPLITS),
        default=DEFAULTS["split"],
        required=True,
        format_func=str.capitalize,
        key="split",
        bind="query-params",
        width="stretch",
        help="Chronological tests on the newest days. Random mixes them, which flatters the forecast.",
    )
    train_end, validation_end = st.slider(
        "Training ends, test begins",
        30,
        95,
        DEFAULTS["parts"],
        format="%d%%",
        key="parts",
        bind="query-params",
        help="Shares of the days: up to the first mark for training, between the marks for validation, "
        "the rest for the test.",
    )
    # Every part keeps at least 5%, however close the marks are.
    train_end = min(train_end, 90)
    validation_end = min(max(validation_end, train_end + 5), 95)
    return {
        "split": split or DEFAULTS["split"],
        "train_share": train_end / 100,
        "validation_share": (validation_end - train_end) / 100,
    }


def _descent_controls() -> dict[str, Any]:
    st.subheader("Gradient descent")
    method = st.segmented_control(
        "Rows per update",
        list(DESCENTS),
        default=DEFAULTS["method"],
        required=True,
        format_func=lambda name: DESCENTS[name],
        key="method",
        bind="query-params",
        width="stretch",
        help="All rows, a few, or one row for each update of the coefficients.",
    )
    batch_size = 1 if method == "stochastic" else None
    if method == "mini-batch":
        batch_size = _whole_number(
            "Batch size",
            2,
            4096,
            DEFAULTS["batch_size"],
            key="batch_size",
            help="Rows for each update; at most as many as there are training rows.",
        )
    update = st.selectbox(
        "Update rule",
        list(UPDATES),
        format_func=lambda rule: UPDATES[rule],
        key="update",
        bind="query-params",
        help="How a gradient changes the coefficients; all rules are those of PyTorch, defaults included.",
    )
    momentum = DEFAULTS["momentum"]
    if update in ("momentum", "nesterov"):
        momentum = st.slider(
            "Momentum",
            0.0,
            0.99,
            DEFAULTS["momentum"],
            0.01,
            key="momentum",
            bind="query-params",
            help="Share of the last step's velocity that is kept.",
        )
    epochs = _whole_number(
        "Epochs",
        1,
        MAX_EPOCHS,
        DEFAULTS["epochs"],
        key="epochs",
        help="At most this many passes over the training rows; descent ends sooner once it has converged.",
    )
    return {
        "batch_size": batch_size,
        "update": update,
        "momentum": momentum,
        "learning_rate": _rate(),
        "epochs": epochs,
        **_start_controls(),
    }


def _whole_number(label: str, low: int, high: int, default: float, *, key: str, help: str) -> int:
    """A number input of whole numbers; of float type, since the integer one fails on a link with "1e400"."""
    value = st.number_input(
        label,
        float(low),
        float(high),
        default,
        step=1.0,
        format="%.0f",
        key=key,
        bind="query-params",
        help=help,
    )
    return round(value)


def _rate() -> float | None:
    automatic = st.toggle(
        "Automatic learning rate",
        DEFAULTS["auto"],
        key="auto",
        bind="query-params",
        help="The best fixed rate, computed from the curvature of the loss on your data.",
    )
    if automatic:
        return None
    return st.select_slider(
        "Learning rate",
        RATES,
        DEFAULTS["rate"],
        format_func=lambda rate: f"{rate:g}",
        key="rate",
        bind="query-params",
        help="What the gradient of the mean squared error is multiplied by in each update.",
    )


def _start_controls() -> dict[str, Any]:
    with st.expander("Start, scale and ridge"):
        init = st.segmented_control(
            "Start of the coefficients",
            list(STARTS),
            default=DEFAULTS["start"],
            required=True,
            format_func=str.capitalize,
            key="start",
            bind="query-params",
            help="All zero, or drawn at random: uniform from -1 to 1, or standard normal.",
        )
        seed = seed_field()
        standardize = st.toggle(
            "Standardise the predictors",
            DEFAULTS["standardise"],
            key="standardise",
            bind="query-params",
            help="Give every predictor mean 0 and standard deviation 1 before descending.",
        )
        alpha = st.select_slider(
            "Ridge strength",
            RIDGES,
            DEFAULTS["ridge"],
            format_func=lambda strength: strength if strength == AUTOMATIC else f"{strength:g}",
            key="ridge",
            bind="query-params",
            help="Penalty on the squared coefficients; automatic is none, unless there are many terms for "
            "the days to learn from.",
        )
    return {
        "init": init or DEFAULTS["start"],
        "seed": seed,
        "standardize": standardize,
        "alpha": None if alpha == AUTOMATIC else alpha,
    }


def seed_field() -> int:
    """Draw the choice of the seed."""
    return _whole_number(
        "Seed",
        0,
        2**32 - 1,
        DEFAULTS["seed"],
        key="seed",
        help="Number that fixes every random choice: start, shuffles, random split.",
    )
