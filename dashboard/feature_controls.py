"""The widgets that choose what the regression is told."""

from typing import Any

import streamlit as st

from gd_core.forecast import ExperimentSettings
from gd_core.forecast.rows.features import FEATURES, HISTORIES, MAX_LAGS, MAX_WAVES, OF_EARLIER_DAYS

PLAIN = ["today"]  # what most tutorials use

D = ExperimentSettings()
DEFAULTS: dict[str, Any] = {
    "features": list(D.features),
    "lags": D.lags,
    "waves": D.season_waves,
    "history": D.history,
}
_EXPLAINED = "\n".join(f"- **{feature.label}**: {feature.explanation}" for feature in FEATURES.values())


def feature_fields() -> dict[str, Any]:
    """Draw the widgets and return the fields of `ExperimentSettings` that they stand for."""
    features = st.multiselect(
        "Features",
        list(FEATURES),
        default=DEFAULTS["features"],
        format_func=lambda name: FEATURES[name].label,
        key="features",
        bind="query-params",
        placeholder="Choose at least one",
        help=f"What the regression goes by, all of it known on the day of the forecast.\n\n{_EXPLAINED}",
    )
    _shortcut(features)
    lags, waves, history = DEFAULTS["lags"], DEFAULTS["waves"], DEFAULTS["history"]
    if "lags" in features:
        lags = st.slider(
            "Days to look back",
            1,
            MAX_LAGS,
            lags,
            key="lags",
            bind="query-params",
            help="How many days before today give their value, one term for each.",
        )
    if "season" in features:
        waves = st.slider(
            "Waves of the season",
            1,
            MAX_WAVES,
            waves,
            key="waves",
            bind="query-params",
            help="Pairs of sine and cosine: a yearly, a half-yearly and a four-monthly wave.",
        )
    if set(OF_EARLIER_DAYS) & set(features):
        history = st.segmented_control(
            "Earlier days of",
            list(HISTORIES),
            default=history,
            required=True,
            format_func=HISTORIES.__getitem__,
            key="history",
            bind="query-params",
            width="stretch",
            help="Whose days before, means and changes are used.",
        )
    return {
        "features": tuple(features),
        "lags": lags,
        "season_waves": waves,
        "history": history or DEFAULTS["history"],
    }


def _shortcut(features: list[str]) -> None:
    """A button to the features of the tutorials; from there, one back to those of the front page."""
    plain = features == PLAIN
    st.button(
        "Suggested features" if plain else "Only today's values",
        on_click=_choose,
        args=(DEFAULTS["features"] if plain else PLAIN,),
        icon=":material/restart_alt:" if plain else ":material/today:",
        help="The features that the front page starts with."
        if plain
        else "The set-up of most tutorials: today's values of the predictors and nothing else.",
        width="stretch",
    )


def _choose(features: list[str]) -> None:
    st.session_state["features"] = list(features)
