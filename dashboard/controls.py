"""The widgets behind `ExperimentSettings`: what is forecast, from which terms, on which days.

In: a weather table. Out: fields of `ExperimentSettings` as the widgets stand, each in the address. Those of
the descent are in `descent_controls`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import descent_controls
from dashboard.address import WIDE, bound, choice
from dashboard.descent_controls import rate_field
from gd_core.charts.player import SPEEDS
from gd_core.forecast import ExperimentSettings
from gd_core.forecast.rows.features import FEATURES, HISTORIES, MAX_LAGS, MAX_WAVES, OF_EARLIER_DAYS
from gd_core.forecast.settings import MAX_HORIZON, MAX_PREDICTORS, SPLITS, START_FROM
from gd_core.weather import FILL_METHODS, Weather
from gd_core.weather.report import listed, quoted

WIDTHS = {"seasonal": "By season", "constant": "Constant"}
_NOTES = {"tomorrow": " (tomorrow's value)", "constant": " (constant)"}

D = ExperimentSettings()
DEFAULTS: dict[str, Any] = {
    **descent_controls.DEFAULTS,
    "start_from": D.start_from,
    "features": list(D.features),
    "lags": D.lags,
    "waves": D.season_waves,
    "history": D.history,
    "horizon": D.horizon,
    "fill": D.fill,
    "level": round(100 * D.level),
    "interval": D.interval,
    "split": D.split,
    "parts": (round(100 * D.train_share), round(100 * (D.train_share + D.validation_share))),
}
_EVALUATION = ("level", "interval", "split", "parts")
_OPEN = ("horizon", "auto", "rate")
_MODEL = ("predictors", *(key for key in DEFAULTS if key not in (*_EVALUATION, *_OPEN)))


def reset(weather: Weather) -> None:
    """Give every widget that is drawn the value that the front page has for it."""
    # Assigned, not deleted: the browser keeps the value of a widget whose state merely goes.
    for key, value in {**DEFAULTS, **columns_of(weather)}.items():
        if key in st.session_state:
            st.session_state[key] = value


def take_columns(weather: Weather) -> None:
    """Choose the target and the predictors that a new file brings."""
    st.session_state.update(columns_of(weather))


def carry_columns(before: Weather, after: Weather) -> list[str]:
    """Keep target and predictors for another table of the same record; returns in words what it lacks."""
    state, lost = st.session_state, []
    if state.get("target", after.target) not in after.temperatures:
        lost.append(f"target {quoted(state['target'])}")
        state["target"] = after.target
    chosen, first = list(state.get("predictors", [])), columns_of(after)["predictors"]
    stay = [name for name in chosen if name in after.frame.columns]
    if chosen and chosen == columns_of(before)["predictors"] and chosen != first:
        state["predictors"] = first  # as many as there are, as before
    elif len(stay) < len(chosen):
        lost.append(f"predictors {listed(name for name in chosen if name not in stay)}")
        state["predictors"] = stay or first
    return lost


def columns_of(weather: Weather) -> dict[str, Any]:
    """Target and predictors with which a file begins."""
    return {"target": weather.target, "predictors": list(weather.predictors[:MAX_PREDICTORS])}


def settings_fields(weather: Weather, target_place: DeltaGenerator | None = None) -> dict[str, Any]:
    """Draw the widgets and return the fields of `ExperimentSettings` as they stand.

    The target is asked for in ``target_place``, if there is one. The widgets of a fold that was never opened
    and in which nothing was changed are not drawn: at every change they would take the browser longer than
    all others.
    """
    fields: dict[str, Any] = {}
    with target_place or nullcontext():
        fields["target"] = target_field(weather)
    fields |= {"horizon": _horizon(), "learning_rate": rate_field()}
    speed_field()
    fields["predictors"] = tuple(columns_of(weather)["predictors"])
    # What comes and goes stands in a place of its own everywhere: a control whose place moves is made anew in
    # the browser, and what is being said to it at that moment is lost.
    with fold("Model", _MODEL, weather) as drawn:
        if drawn:
            fields |= _model(weather)
    with fold("Evaluation", _EVALUATION, weather) as drawn:
        if drawn:
            fields |= {**_interval(), **split_fields()}
    if changed([*DEFAULTS, "target", "predictors"], weather):
        st.button(
            "Back to the defaults",
            on_click=reset,
            args=(weather,),
            icon=":material/restart_alt:",
            help="Every setting as the front page has it; the record stays.",
            width="stretch",
        )
    return fields


@contextmanager
def fold(name: str, keys: Iterable[str], weather: Weather) -> Iterator[bool]:
    """A place for the widgets with these ``keys``, folded, and whether they are to be drawn.

    Its label counts those that were changed.
    """
    count = len(changed(keys, weather))
    label, key = f"{name} · {count} changed" if count else name, f"fold {name}"
    # With another label it is another one to Streamlit, which begins as open as the last one was.
    place = st.expander(label, st.session_state.get(key, False), key=key, on_change="rerun")
    with place:
        # Once drawn, they go on being drawn: what was said to them would be lost, here or in the browser.
        known = any(widget in st.session_state or widget in st.query_params for widget in keys)
        yield bool(place.open or known)


def changed(keys: Iterable[str], weather: Weather) -> list[str]:
    """Those of the widgets with these ``keys`` that are drawn and differ from the front page."""
    state, first = st.session_state, {**DEFAULTS, **columns_of(weather)}
    # Before a widget is drawn for the first time, only the link knows.
    return [key for key in keys if (state[key] != first[key] if key in state else key in st.query_params)]


def _model(weather: Weather) -> dict[str, Any]:
    """Draw what the forecast is made from, and how the descent goes but for its rate."""
    predictors, plain = _predictors(weather), _start_from() == "nothing"
    with st.container():  # what follows from where it starts is not asked for
        terms = {**_features(), "fill": _fill()} if plain else {"start_from": "today"}
    return {"predictors": predictors, **terms, **descent_controls.descent_fields(plain=plain)}


def speed_field() -> None:
    """Draw the choice of how fast charts play; `cards` asks for it."""
    explained = "How fast charts move after Play is pressed."
    speeds = {name: name for name in SPEEDS}
    choice("Play's speed", speeds, key="speed", help=explained, default="Normal", **WIDE)


def target_field(weather: Weather) -> str:
    """Draw the choice of the temperature to forecast."""
    temperatures = list(weather.temperatures)
    first, explained = temperatures.index(weather.target), "The temperature to forecast."
    chosen: str = bound(st.selectbox, "Target", temperatures, index=first, key="target", help=explained)
    return chosen


def _predictors(weather: Weather) -> tuple[str, ...]:
    return tuple(
        bound(
            st.multiselect,
            "Predictors",
            list(weather.frame.columns),
            default=columns_of(weather)["predictors"],
            format_func=lambda name: name + _NOTES.get(weather.column(name).role, ""),
            key="predictors",
            placeholder="Choose at least one",
            help="Columns that are used to forecast the target.",
        )
    )


def _start_from() -> str:
    """Draw the choice of what the regression departs from."""
    explained = (
        "As today: tomorrow is as today, plus what departures from recent days add. Nothing: the plain "
        "regression of most tutorials, on features that you choose."
    )
    default = DEFAULTS["start_from"]
    return choice("Start from", START_FROM, key="start_from", help=explained, default=default, **WIDE)


def _features() -> dict[str, Any]:
    """The kinds of terms of a start from nothing, and for some of them how many."""
    explained = "\n".join(f"- **{feature.label}**: {feature.explanation}" for feature in FEATURES.values())
    features = bound(
        st.multiselect,
        "Features",
        list(FEATURES),
        default=DEFAULTS["features"],
        format_func=lambda name: FEATURES[name].label,
        key="features",
        placeholder="Choose at least one",
        help=f"What the regression goes by, all of it known on the day of the forecast.\n\n{explained}",
    )
    lags, waves, history = DEFAULTS["lags"], DEFAULTS["waves"], DEFAULTS["history"]
    places = st.container(), st.container(), st.container()
    if "lags" in features:
        explained = "How many days before today give their value, one term for each."
        look_back = places[0].slider
        lags = bound(look_back, "Days to look back", 1, MAX_LAGS, lags, key="lags", help=explained)
    if "season" in features:
        explained = "Pairs of sine and cosine: a yearly, a half-yearly and a four-monthly wave."
        of_season = places[1].slider
        waves = bound(of_season, "Waves of the season", 1, MAX_WAVES, waves, key="waves", help=explained)
    if set(OF_EARLIER_DAYS) & set(features):
        explained = "Whose days before, means and changes are used."
        with places[2]:
            history = choice(
                "Earlier days of", HISTORIES, key="history", help=explained, default=history, **WIDE
            )
    counts = {"lags": lags, "season_waves": waves, "history": history}
    return {"start_from": "nothing", "features": tuple(features), **counts}


def _horizon() -> int:
    horizon: int = bound(
        st.slider,
        "Days ahead",
        1,
        MAX_HORIZON,
        DEFAULTS["horizon"],
        key="horizon",
        help="Calendar days between today's values and the day that is forecast.",
    )
    return horizon


def _fill() -> str:
    fill: str = bound(
        st.selectbox,
        "Gaps in the predictors",
        list(FILL_METHODS),
        format_func=_fill_label,
        key="fill",
        help=f"What stands in for a missing value. {FILL_METHODS['seasonal'].explanation}",
    )
    return fill


def _fill_label(name: str) -> str:
    method = FILL_METHODS[name]
    return f"{method.label} (uses later days)" if method.looks_ahead else method.label


def _interval() -> dict[str, Any]:
    explained = "How often the interval around a forecast should hold what comes."
    level = bound(
        st.slider, "Interval", 50, 99, DEFAULTS["level"], format="%d%%", key="level", help=explained
    )
    explained = "Wider in seasons in which errors are larger, or the same all year."
    default = DEFAULTS["interval"]
    kind = choice("Width of the interval", WIDTHS, key="interval", help=explained, default=default, **WIDE)
    return {"level": level / 100, "interval": kind}


def split_fields() -> dict[str, Any]:
    """Draw the widgets of the split and return the fields of `ExperimentSettings` as they stand."""
    orders = {name: name.capitalize() for name in SPLITS}
    explained = "Chronological tests on the newest days. Random mixes them, which flatters the forecast."
    default = DEFAULTS["split"]
    split = choice("Order of the days", orders, key="split", help=explained, default=default, **WIDE)
    train_end, validation_end = bound(
        st.slider,
        "Training ends, test begins",
        30,
        95,
        DEFAULTS["parts"],
        format="%d%%",
        key="parts",
        help="Shares of the days: up to the first mark for training, between the marks for validation, "
        "the rest for the test.",
    )
    # Every part keeps at least 5%, however close the marks are.
    train_end = min(train_end, 90)
    validation_end = min(max(validation_end, train_end + 5), 95)
    shares = {"train_share": train_end / 100, "validation_share": (validation_end - train_end) / 100}
    return {"split": split, **shares}
