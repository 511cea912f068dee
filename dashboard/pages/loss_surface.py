"""The loss over any two parameters: the way down, slices, several runs, raw beside standardised columns."""

import streamlit as st

from dashboard import cache
from dashboard.cards import chart_card, show_chart
from dashboard.running import settings_or_stop
from dashboard.text import safe, safe_label
from gd_core.charts.chart import Chart
from gd_core.charts.loss_map import START, loss_map
from gd_core.charts.loss_slices import loss_slices
from gd_core.forecast.explore import loss_surface as surface
from gd_core.forecast.explore.descents import parameters
from gd_core.forecast.explore.surface_picture import Picture
from gd_core.forecast.words import loss_surface as words

KINDS = {"own": "Your settings", "rates": "Learning rates", "rules": "Update rules", "batches": "Batch sizes"}
HELD = {"minimum": "Least squares", "final": "End of the run"}
CLICK = "surface_chart"


def pick(label: str, names: list[str], default: str, key: str, explanation: str) -> str:
    """A choice of one parameter; another one forgets the start, which was meant for the last one."""
    return st.selectbox(
        label,
        names,
        index=names.index(default),
        key=key,
        bind="query-params",
        on_change=forget_start,
        help=explanation,
    )


def choices(names: list[str], pair: tuple[int, int]) -> tuple[tuple[int, int], str]:
    """Draw the choices above the picture: which parameters, and where the others are."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        across = pick("Across", names, names[pair[0]], "across", "The parameter along the horizontal axis.")
        rest = [name for name in names if name != across]
        default = names[pair[1]] if names[pair[1]] in rest else rest[0]
        up = pick("Up", rest, default, "up", "The parameter along the vertical axis.")
        held = st.segmented_control(
            "Others at",
            list(HELD),
            default="minimum",
            required=True,
            format_func=lambda name: HELD[name],
            key="held",
            bind="query-params",
            help="The values of the parameters that are not drawn.",
        )
    return (names.index(across), names.index(up)), held or "minimum"


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
        start = tuple(
            st.number_input(
                f"Start: {safe_label(name)}",
                value=None,
                step=0.1,
                format="%.4g",
                placeholder="as in the sidebar",
                key=key,
                bind="query-params",
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
    return start[0], start[1]


def draw(side: Picture, names: tuple[str, str], title: str, *, playable: bool) -> Chart:
    """The chart of one picture."""
    clicks = str(st.session_state.get("clicks", 0))
    return loss_map(side, names, unit, title=title, playable=playable, since=clicks)


def axes(terms: tuple[str, ...], pair: tuple[int, int], *, standardized: bool) -> tuple[str, str]:
    """Titles of both axes."""
    across, up = (words.axis_name(terms, term, standardized=standardized, unit=unit) for term in pair)
    return across, up


chosen, weather, settings = settings_or_stop()
unit = weather.unit
try:
    columns = cache.terms(chosen.key, weather, settings)
except ValueError as error:
    st.error(safe(str(error), limit=600), icon=":material/error:")
    st.stop()
names = list(parameters(columns))
pair, held = choices(names, surface.first_pair(columns, weather, settings))
head = st.container(border=True)
with st.container(border=True):
    kind = st.segmented_control(
        "Runs",
        list(KINDS),
        default="own",
        required=True,
        format_func=lambda name: KINDS[name],
        key="runs",
        bind="query-params",
        help="The descent of the sidebar, or several that differ in one thing.",
    )
    picture = st.container()
    start = start_controls(names[pair[0]], names[pair[1]])
along = 0
below = st.container(border=True) if kind in (None, "own") else None
if below is not None:
    with below:
        sliced = st.segmented_control(
            "Slice along",
            [names[term] for term in pair],
            default=names[pair[0]],
            required=True,
            format_func=safe_label,
            key="slice",
            bind="query-params",
            help="The one parameter that moves in the slices.",
        )
        along = int(sliced == names[pair[1]])
try:
    found = cache.surface(
        chosen.key, weather, settings, surface.Question(pair, held, kind or "own", start, along)
    )
    raw, standardised = cache.scaled_and_raw(chosen.key, weather, settings)
except ValueError as error:
    head.error(safe(str(error), limit=600), icon=":material/error:")
    st.stop()
titles = axes(found.problem_terms, pair, standardized=settings.standardize)
with head:
    st.caption(safe(chosen.name) + (" (simulated data)" if chosen.simulated else ""))
    st.title(safe(words.headline(found, unit), limit=200), anchor=False)
    st.markdown(safe(words.explanation(found), limit=600))
    for note in words.notes(found):
        st.info(safe(note, limit=400), icon=":material/info:")
with picture:
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
if below is not None:
    with below:
        show_chart(
            loss_slices(
                found.curve,
                found.points,
                found.picture.domain[along],
                name=titles[along],
                unit=unit,
                title=words.slice_title(found),
            ),
            alt="Loss and gradient against one parameter, with the tangent and the next step.",
        )
st.header("Why scaling matters", anchor=False)
st.markdown(safe(words.scaling_sentence(raw, standardised), limit=500))
st.caption(safe(words.pair_sentence(raw), limit=300))
for column, side, flag in zip(st.columns(2), (raw, standardised), (False, True), strict=True):
    with column:
        title = f"The loss of {'standardised' if flag else 'raw'} columns"
        chart_card(
            draw(side.picture, axes(side.terms, side.pair, standardized=flag), title, playable=False),
            alt=f"The same loss over the same two parameters, {'standardised' if flag else 'raw'}.",
            # Below and not in the title: a chart with another title would be drawn from nothing.
            text=words.condition_sentence(side, standardized=flag),
        )
