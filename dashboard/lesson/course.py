"""The course: its stops in order, the question that each answers, and the way from one to the next."""

from dataclasses import dataclass, field

import streamlit as st

from dashboard.cards import page_head


@dataclass(frozen=True)
class Stop:
    """A page of the course. ``own``: the page and the address of the same thing on weather of one's own."""

    page: str  # a file of dashboard/pages
    name: str
    question: str
    sentence: str
    to_try: str
    own_page: str = ""  # its own, unless it knows nothing of weather
    own: dict[str, str] = field(default_factory=dict)


FORECAST = Stop("forecast", "Forecast", "What will tomorrow be like, on your own station?", "", "")
OWN_POINTS, OWN_RECORD = {"points": "Weather"}, {"data": "My own file"}
STOPS = (
    Stop(
        "one_variable",
        "One variable",
        "What is a gradient for?",
        "The gradient is the slope where you stand: which way is down, and how steep. Gradient descent steps "
        "that way.",
        "Set the learning rate to 0.9 and press Forward.",
        "step_by_step",
        OWN_POINTS,
    ),
    Stop(
        "step_by_step",
        "Step by step",
        "What happens in one update?",
        "Each update measures how wrong the line is, and moves its height b and its slope w a little, so "
        "that the loss falls.",
        "Press Forward five times and watch both pictures.",
        own=OWN_POINTS,
    ),
    Stop(
        "loss_surface",
        "Loss surface",
        "Where does it go, and why does scaling matter?",
        "Every pair of coefficients has a loss, and descent walks down to the smallest. If the valley is "
        "long and narrow, the way there is long, too.",
        "Compare the paths with and without scaling.",
        own=OWN_RECORD,
    ),
    Stop(
        "learning_rates",
        "Learning rates",
        "How fast, and when does it break?",
        "The learning rate says how large the steps are. Small ones take long; beyond a limit, each step "
        "makes the loss larger.",
        "Find the largest rate that still arrives.",
        own=OWN_RECORD,
    ),
)
BY_PAGE = {stop.page: stop for stop in STOPS}


def head(page: str) -> None:
    """The head of a stop: its question, one sentence, and one thing to try."""
    stop = BY_PAGE[page]
    page_head(stop.question, f"{stop.sentence} **Try:** {stop.to_try}")


def way_on(page: str) -> None:
    """The end of a stop: the stop before and the next one, and the same on one's own station."""
    stop = BY_PAGE[page]
    ring = (FORECAST, *STOPS, FORECAST)
    here = ring.index(stop)
    before, after = ring[here - 1], ring[here + 1]
    with st.container(border=True):
        link(after.page, f"Next: {after.question}", ":material/arrow_forward:")
        link(before.page, f"Back to {before.name}", ":material/arrow_back:")
        own = stop.own_page or page
        link(own, "The same on your own station", ":material/home_pin:", stop.own)


def link(page: str, label: str, icon: str, address: dict[str, str] | None = None) -> None:
    """A link to a page, with the address of a state of it if there is one; presenting goes on."""
    presenting = {"present": "1"} if st.query_params.get("present") == "1" else {}
    st.page_link(
        f"dashboard/pages/{page}.py",
        label=label,
        icon=icon,
        query_params={**presenting, **(address or {})},
    )
