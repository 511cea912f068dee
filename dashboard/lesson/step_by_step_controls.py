"""The sidebar of the page "Step by step": which points, and how the descent on them goes.

Out: the points with their key and the words at their axes, and rate, epochs and batch size.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import cache, controls, descent_controls, sidebar
from dashboard.address import WIDE, bound, choice, number, whole_number
from dashboard.running import settings_or_stop
from gd_core.descent.lesson import line, published
from gd_core.forecast.explore import one_predictor
from gd_core.forecast.words import columns
from gd_core.weather import Weather

MADE_UP, WEATHER = "Made-up line", "Weather"
METHODS = ["Batch", "Mini-batch", "Stochastic"]
D = line.Line()
MADE = {"true_b": D.b, "true_w": D.w, "n": D.n, "noise": D.noise, "draw": D.seed, "share": D.train_share}
RATE = published.STEP_BY_STEP.learning_rate


@dataclass(frozen=True)
class Points:
    """The points of the lesson, the key under which they are known, and the words at their axes."""

    data: line.LineData
    key: str
    seed: int
    source: str
    made: line.Line | None = None  # None: weather
    axes: tuple[str, str] = ("x", "y")


@dataclass(frozen=True)
class Descent:
    """How the descent goes."""

    learning_rate: float
    epochs: int
    batch_size: int | None


def draw() -> tuple[Points, Descent]:
    """Draw the sidebar. Raises ValueError for points that cannot be made; a page without a file ends."""
    with st.sidebar:
        explained = "Points around a line that is known, or days of a weather record with one predictor."
        kinds = {MADE_UP: MADE_UP, WEATHER: WEATHER}
        kind = choice("Points", kinds, key="points", help=explained, **WIDE)
        first = st.container()
        how = _descent()
        st.button(
            "As published",
            on_click=take_published,
            icon=":material/menu_book:",
            width="stretch",
            help=f"The points, the rate and the epochs of {published.SOURCE}.",
        )
        if kind == MADE_UP:
            with _fold("How the points are made"):
                made = _line()
        else:
            with first:
                chosen, predictor, scale = _record()
    if kind == MADE_UP:
        return Points(line.draw(made), repr(made), made.seed, "Points made up around a line", made), how
    return _days(chosen, predictor, scale), how


def _fold(name: str) -> DeltaGenerator:
    """A place for what makes the points, folded; its label counts what was changed."""
    state = st.session_state
    # Before a widget is drawn for the first time, only the link knows.
    count = sum(
        state[key] != value if key in state else key in st.query_params for key, value in MADE.items()
    )
    # With the key it stays as open as it is when its label changes.
    return st.expander(f"{name} · {count} changed" if count else name, key=f"fold {name}")


def take_published() -> None:
    """Give every widget of the lesson the value that the published text has, and open its numbers."""
    st.session_state.update(
        **{**MADE, "n": float(D.n), "draw": float(D.seed)}, points=MADE_UP, rows=METHODS[0], lr=RATE,
        passes=published.STEP_BY_STEP.epochs, published=True,
    )  # fmt: skip


def _line() -> line.Line:
    where, steep = "Where the true line meets the y axis.", "How steep the true line is."
    spread, share = "Standard deviation around the line.", "Share of the points that is learned from."
    return line.Line(
        b=number("True b", D.b, key="true_b", help=where, step=0.5, limits=(-10.0, 10.0)),
        w=number("True w", D.w, key="true_w", help=steep, step=0.5, limits=(-10.0, 10.0)),
        n=whole_number("N", D.n, key="n", help="How many points there are.", limits=(10, 1000), step=10),
        noise=number("Noise", D.noise, key="noise", help=spread, step=0.1, limits=(0.0, 5.0)),
        seed=whole_number("Seed", D.seed, key="draw", help="Fixes points and start.", limits=(0, 1e6)),
        train_share=bound(
            st.slider, "Training share", 0.5, 0.95, D.train_share, 0.05, key="share", help=share
        ),
    )


def _record() -> tuple[sidebar.Chosen, str, str]:
    """The record with its settings, the column that is x, and its scale."""
    chosen, _ = sidebar.record()
    if chosen.weather is None:
        return chosen, "", ""
    predictor, scale = _predictor(chosen.weather)
    with st.expander("Target and split"):
        fields = {
            "target": controls.target_field(chosen.weather),
            **controls.split_fields(),
            "seed": descent_controls.seed_field(),
        }
    return sidebar.with_settings(chosen, chosen.weather, fields), predictor, scale


def _days(chosen: sidebar.Chosen, predictor: str, scale: str) -> Points:
    """The days of a record; without one, the page says why and ends."""
    st.session_state["chosen"] = chosen
    chosen, weather, settings = settings_or_stop()
    data = cache.points_of_weather(chosen.key, weather, settings, predictor, scale)
    key = repr((chosen.key, settings.to_json(), predictor, scale))
    axes = columns.axis_titles(weather, settings, predictor, scale)
    return Points(data, key, settings.seed, chosen.source, axes=axes)


def _predictor(weather: Weather) -> tuple[str, str]:
    """The column that is x, and its scale."""
    names = list(weather.frame.columns)
    predictor = bound(
        st.selectbox,
        "Predictor",
        names,
        index=names.index(one_predictor.first_choice(weather)),
        key="predictor",
        help="The column whose value today is x.",
    )
    explained = "Mean 0 and standard deviation 1 on the training days, or as it stands in the file."
    scales, first = one_predictor.SCALES, "standardised"
    return predictor, choice("Scale of x", scales, key="scale", help=explained, default=first, **WIDE)


def _descent() -> Descent:
    st.subheader("Descent")
    methods = {method: method for method in METHODS}
    explained = "All training points for each update, a few, or one."
    method = choice("Rows per update", methods, key="rows", help=explained, **WIDE)
    batch = 1 if method == METHODS[2] else None
    if method == METHODS[1]:
        batch = bound(st.slider, "Batch size", 2, 64, 16, key="few", help="Points per update.")
    rate = number("Learning rate", RATE, key="lr", help="What the gradient is multiplied by.", step=0.05)
    explained = "Passes over the training points; with Batch each is one update, as all points go into it."
    usual = 1000 if batch is None else 50
    return Descent(rate, bound(st.slider, "Epochs", 1, 1000, usual, key="passes", help=explained), batch)
