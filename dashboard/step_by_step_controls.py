"""The sidebar of the lesson that goes step by step: which points, and how the descent goes."""

from dataclasses import dataclass

import streamlit as st

from dashboard import cache, controls, sidebar
from dashboard.running import settings_or_stop
from gd_core.descent.lesson import line, published
from gd_core.forecast.explore import one_predictor
from gd_core.forecast.words import columns

MADE_UP, WEATHER = "Made-up line", "Weather"
METHODS = ["Batch", "Mini-batch", "Stochastic"]
SCALES = one_predictor.SCALES
D = line.Line()
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
        st.button(
            "As published",
            on_click=take_published,
            icon=":material/menu_book:",
            width="stretch",
            help=f"The points, the rate and the epochs of {published.SOURCE}.",
        )
        kind = st.segmented_control(
            "Points",
            [MADE_UP, WEATHER],
            default=MADE_UP,
            required=True,
            key="points",
            bind="query-params",
            width="stretch",
            help="Points around a line that is known, or days of a weather record with one predictor.",
        )
    points = _weather() if kind == WEATHER else _made_up()
    with st.sidebar:
        return points, _descent()


def take_published() -> None:
    """Give every widget of the lesson the value that the published text has, and open its numbers."""
    st.session_state.update(
        points=MADE_UP, true_b=D.b, true_w=D.w, n=float(D.n), noise=D.noise, draw=float(D.seed),
        share=D.train_share, rows=METHODS[0], lr=RATE, passes=published.STEP_BY_STEP.epochs,
        published=True,
    )  # fmt: skip


def number(
    label: str, low: float | None, high: float | None, default: float, step: float, key: str, explanation: str
) -> float:
    """A number input bound to the link."""
    return st.number_input(
        label, low, high, default, step=step, format="%.4g", key=key, bind="query-params", help=explanation
    )


def _made_up() -> Points:
    with st.sidebar:
        made = line.Line(
            b=number("True b", -10.0, 10.0, D.b, 0.5, "true_b", "Where the true line meets the y axis."),
            w=number("True w", -10.0, 10.0, D.w, 0.5, "true_w", "How steep the true line is."),
            n=round(number("N", 10.0, 1000.0, float(D.n), 10.0, "n", "How many points there are.")),
            noise=number("Noise", 0.0, 5.0, D.noise, 0.1, "noise", "Standard deviation around the line."),
            seed=round(number("Seed", 0.0, 1e6, float(D.seed), 1.0, "draw", "Fixes points and start.")),
            train_share=st.slider(
                "Training share", 0.5, 0.95, D.train_share, 0.05, key="share", bind="query-params",
                help="Share of the points that is learned from.",
            ),
        )  # fmt: skip
    return Points(line.draw(made), repr(made), made.seed, "Points made up around a line", made)


def _weather() -> Points:
    with st.sidebar:
        chosen = sidebar.record()
        if chosen.weather is not None:
            weather = chosen.weather
            predictor = st.selectbox(
                "Predictor",
                list(weather.frame.columns),
                index=list(weather.frame.columns).index(one_predictor.first_choice(weather)),
                key="predictor",
                bind="query-params",
                help="The column whose value today is x.",
            )
            scale = st.segmented_control(
                "Scale of x",
                list(SCALES),
                default="standardised",
                required=True,
                format_func=lambda name: SCALES[name],
                key="scale",
                bind="query-params",
                width="stretch",
                help="Mean 0 and standard deviation 1 on the training days, or as it stands in the file.",
            )
            scale = scale or "standardised"
            with st.expander("Target and split"):
                fields = {
                    "target": controls.target_field(weather),
                    **controls.split_fields(),
                    "seed": controls.seed_field(),
                }
            chosen = sidebar.with_settings(chosen, weather, fields)
    st.session_state["chosen"] = chosen
    chosen, weather, settings = settings_or_stop()
    key = (chosen.key, settings.to_json(), predictor, scale)
    data = cache.points_of_weather(*key, weather, settings)
    axes = columns.axis_titles(weather, settings, predictor, scale)
    source = chosen.name + (" (simulated data)" if chosen.simulated else "")
    return Points(data, repr(key), settings.seed, source, axes=axes)


def _descent() -> Descent:
    st.subheader("Descent")
    method = st.segmented_control(
        "Rows per update", METHODS, default=METHODS[0], required=True, key="rows", bind="query-params",
        width="stretch", help="All training points for each update, a few, or one.",
    )  # fmt: skip
    batch = 1 if method == METHODS[2] else None
    if method == METHODS[1]:
        batch = st.slider("Batch size", 2, 64, 16, key="few", bind="query-params", help="Points per update.")
    rate = number("Learning rate", None, None, RATE, 0.05, "lr", "What the gradient is multiplied by.")
    epochs = st.slider(
        "Epochs", 1, 1000, 1000 if batch is None else 50, key="passes", bind="query-params",
        help="Passes over the training points.",
    )  # fmt: skip
    return Descent(rate, epochs, batch)
