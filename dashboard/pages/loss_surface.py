"""The loss over any two parameters: the way down, slices, several runs, raw beside standardised columns."""

import streamlit as st

from dashboard import cache
from dashboard.address import bound, choice
from dashboard.cards import show_chart
from dashboard.lesson import course
from dashboard.lesson.guess import ask, guess, tell
from dashboard.running import errors_shown, settings_or_stop
from dashboard.text import safe, safe_label
from gd_core.charts.loss_map import START, loss_map
from gd_core.charts.loss_slices import loss_slices
from gd_core.forecast.explore import loss_surface as surface
from gd_core.forecast.explore.descents import Problem
from gd_core.forecast.explore.scaling import Side
from gd_core.forecast.words import loss_surface as words

KINDS = {"own": "Your settings", "rates": "Learning rates", "rules": "Update rules", "batches": "Batch sizes"}
HELD = {"minimum": "Least squares", "final": "End of the run"}
CLICK = "surface_chart"


def pick(label: str, names: list[str], default: str, key: str, explanation: str) -> str:
    """A choice of one parameter; another one forgets the start, which was meant for the last one."""
    first = names.index(default)
    return bound(st.selectbox, label, names, index=first, key=key, on_change=forget_start, help=explanation)


def choices(names: list[str], pair: tuple[int, int]) -> tuple[tuple[int, int], str]:
    """Which parameters are drawn, and where the others are."""
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
    explained = "Begin as the sidebar says."
    st.button("Reset start", on_click=forget_start, icon=":material/restart_alt:", help=explained)
    return left, right


def axes(problem: Problem, pair: tuple[int, int]) -> tuple[str, str]:
    """Titles of both axes."""
    across, up = (words.axis_name(problem, term, weather.unit) for term in pair)
    return across, up


def how_it_ended(found: surface.Surface) -> None:
    """How the descent ended, and what went otherwise than one would think."""
    st.header(safe(words.headline(found, weather.unit), limit=200), anchor=False)
    for note in (words.diverging(found), words.climbing(found)):
        if note is not None:
            st.markdown(f":material/terrain: {note}")
    colours = ("Dark", "pale") if st.context.theme.type == "dark" else ("Pale", "dark")
    st.caption(
        f"{colours[0]}: small loss; {colours[1]}: large; +: the smallest. Click to start elsewhere. "
        f"{chosen.source}."
    )


def show_map(found: surface.Surface) -> None:
    """The map, to be played and clicked."""
    clicks, titles = str(st.session_state.get("clicks", 0)), axes(found.problem, found.question.pair)
    show_chart(
        loss_map(found.picture, titles, weather.unit, since=clicks),
        alt=words.shown(found, weather.unit),
        key=CLICK,
        on_select=take_click,
        selection_mode=START,
    )


def below_the_map(found: surface.Surface) -> None:
    """What is drawn, in words, the runs that are compared, and a guess."""
    with st.container(border=True):
        if found.question.kind == "own":
            half = words.half_way(found)
            if half is not None:
                guess(*half, about=chosen.key)
        else:
            st.dataframe(words.runs_table(found, weather.unit), hide_index=True, width="stretch")
        st.markdown(safe(words.explanation(found), limit=600))
        for note in words.notes(found):
            st.info(safe(note, limit=400), icon=":material/info:")


def slices(found: surface.Surface) -> None:
    """Loss and gradient along one parameter, folded: it is drawn once somebody looks."""
    folded = bound(st.expander, "Loss and gradient along one axis", key="slices", on_change="rerun")
    if not folded.open:
        return
    across, up = (found.problem.terms[term] for term in found.question.pair)
    with folded:
        sides = {across: safe_label(across), up: safe_label(up)}
        explained = "The one parameter that moves in the slices."
        along = int(choice("Slice along", sides, key="slice", help=explained) == up)
        curve, points = surface.slices_along(found, along)
        title, domain = words.slice_title(found, along), found.picture.domain[along]
        name = axes(found.problem, found.question.pair)[along]
        show_chart(
            loss_slices(curve, points, domain, name=name, unit=weather.unit, title=title),
            alt=words.slice_shown(found, along, points),
        )


def scaling() -> None:
    """The same loss of raw columns and of standardised ones, after a guess."""
    with st.container(border=True):
        st.header("Why does scaling matter?", anchor=False)
        st.markdown("Standardised columns all vary about as much; raw ones do as their units have it.")
        guessed = ask("Which columns take fewer epochs?", words.SOONER, about=chosen.key)
        if guessed is None:
            return
        raw, standardised = cache.scaled_and_raw(chosen.key, weather, settings)
        tell(guessed, *words.sooner(raw, standardised))
        for column, side, flag in zip(st.columns(2), (raw, standardised), (False, True), strict=True):
            with column:
                show_side(side, standardised=flag)
        st.caption(safe(words.pair_sentence(raw), limit=300))
        curved = words.curved(raw, standardised)
        if curved is not None:
            guess(*curved, about=chosen.key)


def show_side(side: Side, *, standardised: bool) -> None:
    """One half of raw beside standardised."""
    st.subheader(words.side_title(side, standardized=standardised), anchor=False)
    show_chart(
        loss_map(side.picture, axes(side.problem, side.pair), weather.unit, playable=False),
        alt=words.side_shown(side, standardized=standardised),
    )


chosen, weather, settings = settings_or_stop()
course.head("loss_surface")
with errors_shown():
    problem = cache.problem(chosen.key, weather, settings)
names = list(problem.terms)
beside, picture = st.columns([0.36, 0.64])
with beside:
    explained = "The descent of the sidebar, or several that differ in one thing."
    kind = bound(st.selectbox, "Runs", list(KINDS), format_func=KINDS.__getitem__, key="runs", help=explained)
    said = st.container()
below = st.container()
with st.expander("Other axes, another start"):
    pair, held = choices(names, surface.first_pair(names, weather, settings))
    start = start_controls(names[pair[0]], names[pair[1]])
with errors_shown(said):
    found = cache.surface(chosen.key, weather, settings, surface.Question(pair, held, kind, start))
with said:
    how_it_ended(found)
with picture:
    show_map(found)
with below:
    below_the_map(found)
if kind == "own":
    slices(found)
scaling()
course.way_on("loss_surface")
