"""The loss over any two parameters: the way down, slices, several runs, raw beside standardised columns."""

import streamlit as st

from dashboard import cache
from dashboard.address import bound, choice
from dashboard.cards import chart_card, show_chart
from dashboard.running import errors_shown, settings_or_stop
from dashboard.text import safe, safe_label
from gd_core.charts.chart import Chart
from gd_core.charts.loss_map import START, loss_map
from gd_core.charts.loss_slices import loss_slices
from gd_core.forecast.explore import loss_surface as surface
from gd_core.forecast.explore.descents import Problem
from gd_core.forecast.explore.scaling import Side
from gd_core.forecast.explore.surface_picture import Picture
from gd_core.forecast.words import loss_surface as words

KINDS = {"own": "Your settings", "rates": "Learning rates", "rules": "Update rules", "batches": "Batch sizes"}
HELD = {"minimum": "Least squares", "final": "End of the run"}
CLICK = "surface_chart"


def pick(label: str, names: list[str], default: str, key: str, explanation: str) -> str:
    """A choice of one parameter; another one forgets the start, which was meant for the last one."""
    first = names.index(default)
    return bound(st.selectbox, label, names, index=first, key=key, on_change=forget_start, help=explanation)


def choices(names: list[str], pair: tuple[int, int]) -> tuple[tuple[int, int], str]:
    """Draw the choices above the picture: which parameters, and where the others are."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        across = pick("Across", names, names[pair[0]], "across", "The parameter along the horizontal axis.")
        rest = [name for name in names if name != across]
        default = names[pair[1]] if names[pair[1]] in rest else rest[0]
        up = pick("Up", rest, default, "up", "The parameter along the vertical axis.")
        explained = "The values of the parameters that are not drawn."
        held = choice("Others at", HELD, key="held", help=explained)
    return (names.index(across), names.index(up)), held


def take_click() -> None:
    """Start where the surface was clicked."""
    # Counted, since the browser keeps silent about a second click on the same place, as after a reset.
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
    clicked = st.session_state[CLICK]["selection"].get(START)
    if clicked and None not in (clicked[0].get("x"), clicked[0].get("y")):
        st.session_state.update(from_x=clicked[0]["x"], from_y=clicked[0]["y"])


def forget_start() -> None:
    """Start again as the sidebar says."""
    st.session_state.update(from_x=None, from_y=None)


def start_controls(across: str, up: str) -> tuple[float | None, float | None]:
    """Where the runs start, in numbers; empty as the sidebar has it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        left, right = (
            bound(
                st.number_input,
                f"Start: {safe_label(name)}",
                value=None,
                step=0.1,
                format="%.4g",
                placeholder="as in the sidebar",
                key=key,
                help="Click on the picture, or type where the runs shall begin.",
            )
            for name, key in ((across, "from_x"), (up, "from_y"))
        )
        st.button(
            "Reset start",
            on_click=forget_start,
            icon=":material/restart_alt:",
            help="Begin as the sidebar says.",
        )
    return left, right


def axes(problem: Problem, pair: tuple[int, int]) -> tuple[str, str]:
    """Titles of both axes."""
    across, up = (words.axis_name(problem, term, unit) for term in pair)
    return across, up


def say(found: surface.Surface) -> None:
    """How the descent ended, what is drawn, and what went otherwise than asked for."""
    st.caption(chosen.source)
    st.title(safe(words.headline(found, unit), limit=200), anchor=False)
    st.markdown(safe(words.explanation(found), limit=600))
    for note in words.notes(found):
        st.info(safe(note, limit=400), icon=":material/info:")


def draw(drawn: Picture, names: tuple[str, str], title: str, *, playable: bool) -> Chart:
    """The map of one picture."""
    clicks = str(st.session_state.get("clicks", 0))
    return loss_map(drawn, names, unit, title=title, playable=playable, since=clicks)


def show_map(found: surface.Surface, titles: tuple[str, str]) -> None:
    """The map, to be played and clicked, and the runs that are compared."""
    show_chart(
        draw(found.picture, titles, words.picture_title(found), playable=True),
        alt="Filled contours of the loss over two parameters, with the path of each run.",
        key=CLICK,
        on_select=take_click,
        selection_mode=START,
    )
    st.caption("Click on the picture to start there. Play, or move the slider, to follow the epochs.")
    if found.question.kind != "own":
        st.dataframe(words.runs_table(found, unit), hide_index=True, width="stretch")


def show_slices(found: surface.Surface, titles: tuple[str, str]) -> None:
    """Loss and gradient along the parameter that was chosen."""
    along = found.question.along
    title, domain = words.slice_title(found), found.picture.domain[along]
    show_chart(
        loss_slices(found.curve, found.points, domain, name=titles[along], unit=unit, title=title),
        alt="Loss and gradient against one parameter, with the tangent and the next step.",
    )


def scaling(raw: Side, standardised: Side) -> None:
    """The same loss of raw columns and of standardised ones."""
    st.header("Why scaling matters", anchor=False)
    st.markdown(safe(words.scaling_sentence(raw, standardised), limit=500))
    st.caption(safe(words.pair_sentence(raw), limit=300))
    for column, side, flag in zip(st.columns(2), (raw, standardised), (False, True), strict=True):
        kind = "standardised" if flag else "raw"
        titles = axes(side.problem, side.pair)
        with column:
            chart_card(
                draw(side.picture, titles, f"The loss of {kind} columns", playable=False),
                alt=f"The same loss over the same two parameters, {kind}.",
                # Below and not in the title: a chart with another title would be drawn from nothing.
                text=words.condition_sentence(side, standardized=flag),
            )


chosen, weather, settings = settings_or_stop()
unit = weather.unit
with errors_shown():
    problem = cache.problem(chosen.key, weather, settings)
names = list(problem.terms)
pair, held = choices(names, surface.first_pair(names, weather, settings))
head = st.container(border=True)
with st.container(border=True):
    kind = choice(
        "Runs", KINDS, key="runs", help="The descent of the sidebar, or several that differ in one thing."
    )
    picture = st.container()
    start = start_controls(names[pair[0]], names[pair[1]])
along, below = 0, st.container(border=True) if kind == "own" else None
if below is not None:
    across, up = (names[term] for term in pair)
    with below:
        sides = {across: safe_label(across), up: safe_label(up)}
        explained = "The one parameter that moves in the slices."
        along = int(choice("Slice along", sides, key="slice", help=explained) == up)
with errors_shown(head):
    found = cache.surface(chosen.key, weather, settings, surface.Question(pair, held, kind, start, along))
    raw, standardised = cache.scaled_and_raw(chosen.key, weather, settings)
titles = axes(problem, pair)
with head:
    say(found)
with picture:
    show_map(found, titles)
if below is not None:
    with below:
        show_slices(found, titles)
scaling(raw, standardised)
