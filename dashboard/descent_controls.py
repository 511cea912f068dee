"""The widgets of the descent: rows per update, update rule, learning rate, epochs, start, scale and ridge.

Out: fields of `ExperimentSettings` as the widgets stand, each in the address.
"""

from typing import Any

import streamlit as st

from dashboard.address import WIDE, bound, choice, number, whole_number
from gd_core.descent.rules import NAMES
from gd_core.descent.starts import STARTS
from gd_core.forecast import ExperimentSettings
from gd_core.forecast.settings import MAX_EPOCHS

DESCENTS = {"batch": "Batch", "mini-batch": "Mini-batch", "stochastic": "Stochastic"}
AUTOMATIC = "Automatic"
RIDGES = [AUTOMATIC, 0.0] + [float(f"{m}e{e}") for e in range(-4, 1) for m in (1, 2, 5)] + [10.0]

D = ExperimentSettings()
DEFAULTS: dict[str, Any] = {
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


def descent_fields(*, plain: bool) -> dict[str, Any]:
    """Draw the widgets but for the rate and return the fields of `ExperimentSettings` as they stand.

    ``plain``: those of a regression that starts from nothing.
    """
    most = "At most this many passes over the training rows; descent ends once it has converged."
    return {
        "batch_size": _batch_size(),
        **_update(),
        "epochs": whole_number("Epochs", D.epochs, key="epochs", help=most, limits=(1, MAX_EPOCHS)),
        "init": _start(),
        "seed": seed_field(),
        "standardize": _standardise(shown=plain),
        "alpha": _ridge(plain=plain),
    }


def _batch_size() -> int | None:
    explained = "All rows, a few, or one row for each update of the coefficients."
    method = choice("Rows per update", DESCENTS, key="method", help=explained, **WIDE)
    with st.container():
        if method == "mini-batch":
            explained = "Rows for each update; at most as many as there are training rows."
            default = DEFAULTS["batch_size"]
            return whole_number("Batch size", default, key="batch_size", help=explained, limits=(2, 4096))
    return 1 if method == "stochastic" else None


def _update() -> dict[str, Any]:
    update = bound(
        st.selectbox,
        "Update rule",
        list(NAMES),
        format_func=NAMES.__getitem__,
        key="update",
        help="How a gradient changes the coefficients; all rules are those of PyTorch, defaults included.",
    )
    momentum = DEFAULTS["momentum"]
    with st.container():
        if update in ("momentum", "nesterov"):
            explained = "Share of the last step's velocity that is kept."
            momentum = bound(st.slider, "Momentum", 0.0, 0.99, momentum, 0.01, key="momentum", help=explained)
    return {"update": update, "momentum": momentum}


def rate_field() -> float | None:
    """Draw the choice of the learning rate; None for the automatic one."""
    explained = (
        "The best fixed rate for the worst start, computed from the curvature of the loss on your data."
    )
    automatic = bound(st.toggle, "Automatic learning rate", DEFAULTS["auto"], key="auto", help=explained)
    with st.container():  # whether or not anything is in it, what follows has the same place
        if automatic:
            return None
        explained = "What the gradient of the mean squared error is multiplied by in each update."
        return number(
            "Learning rate", DEFAULTS["rate"], key="rate", help=explained, step=0.01, limits=(0.0, None)
        )


def _start() -> str:
    starts = {name: name.capitalize() for name in STARTS}
    explained = "All zero, or drawn at random: uniform from -1 to 1, or standard normal."
    default = DEFAULTS["start"]
    return choice("Start of the coefficients", starts, key="start", help=explained, default=default, **WIDE)


def _standardise(*, shown: bool) -> bool:
    explained = "Give every predictor mean 0 and standard deviation 1 before descending."
    standardize: bool = DEFAULTS["standardise"]
    with st.container():
        if shown:
            label = "Standardise the predictors"
            standardize = bound(st.toggle, label, standardize, key="standardise", help=explained)
    return standardize


def _ridge(*, plain: bool) -> float | None:
    automatic = (
        "automatic is none, unless there are many terms for the days to learn from."
        if plain
        else "automatic is the strength that would have foretold the days so far best."
    )
    strength = bound(
        st.select_slider,
        "Ridge strength",
        RIDGES,
        DEFAULTS["ridge"],
        format_func=lambda strength: strength if strength == AUTOMATIC else f"{strength:g}",
        key="ridge",
        help=f"Penalty on the squared coefficients; {automatic}",
    )
    return None if strength == AUTOMATIC else strength


def seed_field() -> int:
    """Draw the choice of the seed."""
    explained = "Number that fixes every random choice: start, shuffles, random split."
    return whole_number("Seed", D.seed, key="seed", help=explained, limits=(0, 2**32 - 1))
