"""Where is tomorrow predictable? Many stations on a map, and what their skill goes with."""

import streamlit as st

from dashboard import archive_run, cache
from dashboard.address import bound, choice
from dashboard.cards import chart_card, download, draw_chart, page_head, show_chart
from dashboard.lesson import course
from dashboard.record import station_records, station_tables
from dashboard.record.station_tables import Archive, Chosen, Missing
from dashboard.text import safe
from gd_core.charts import station_map as maps
from gd_core.charts import station_plots as plots
from gd_core.forecast.take_away import export
from gd_core.stations.show import pictures as show
from gd_core.stations.show import say as words
from gd_core.stations.show.pictures import AGAINST, MEASURES, Wanted

LONGEST = 60  # years that can be asked of a record
# Labels stand in links: to change one is to break the links that name it.
VIEWS = {
    "distribution": "Distribution",
    "latitude": "Latitude",
    "sea": "Distance to the sea",
    "elevation": "Elevation",
    "years": "Length of record",
    "truth": "Truth",
    "table": "Table",
}
QUESTIONS = {
    "distribution": "How different are stations?",
    "latitude": "Does it go with latitude?",
    "sea": "Does it go with the distance to the sea?",
    "elevation": "Does it go with elevation?",
    "years": "Does it go with the length of the record?",
    "truth": "How near is the estimate to the truth?",
    "table": "All stations",
}


def measure_of(chosen: Chosen) -> str | None:
    """What stations are coloured by; None if the table has nothing of the kind."""
    known = show.measures(chosen.table)
    if not known:
        st.error("The table has no skill and no error of any station.", icon=":material/error:")
        return None
    labels = {key: MEASURES[key].label for key in known}
    explained = "Skill is over this simple forecast; compared with nothing, it is the typical error."
    return choice("Compared with", labels, key="over", help=explained)


def least_years() -> float:
    """How long a record has to be."""
    explained = "Only stations whose record is at least as long: skill on few days is uncertain."
    years = bound(st.slider, "Years at least", 0, LONGEST, 0, key="least", help=explained)
    return float(years)


def words_of_names() -> str:
    """What has to stand in a station's name or id."""
    explained = "Only stations with this in their name or id."
    text = bound(st.text_input, "Name or id", "", key="find", help=explained, max_chars=60)
    return text or ""


def take_click(key: str) -> None:
    """A station was clicked, in the picture known by ``key``."""
    picked = st.session_state[key]["selection"].get(maps.STATION)
    if picked and picked[0].get("row") is not None:
        st.session_state["station row"] = picked[0]["row"]


def take_row(key: str, rows: list[int]) -> None:
    """A row of the table was clicked."""
    picked = st.session_state[key]["selection"]["rows"]
    if picked and picked[0] < len(rows):
        st.session_state["station row"] = rows[picked[0]]


def go_where_clicked(chosen: Chosen) -> None:
    """To the forecast of the station that was clicked, or say why that can't be had."""
    row = st.session_state.pop("station row", None)
    key = show.key_of(chosen.table, row)
    if key is not None:
        st.info(safe(station_records.open_forecast(key), limit=600), icon=":material/description:")


def colour_of(chosen: Chosen, measure: str) -> maps.ValueColour:
    """How a measure is coloured and written."""
    about, ends = MEASURES[measure], show.colours(chosen.table, measure)
    return maps.ValueColour(about.name, ends, share=about.share, low_is_good=not about.share)


def draw_map(chosen: Chosen, measure: str, wanted: Wanted, *, true: bool = False) -> None:
    """The map of what is estimated, or of what is true."""
    table, which = chosen.table, "true" if true else "estimated"
    stations = cache.stations_on_map(chosen.key, table, measure, true, wanted.words)
    key = f"map of {which}"
    draw_chart(
        maps.station_map(
            stations,
            cache.land(),
            show.window(cache.stations_on_map(chosen.key, table, measure, true, "")),
            colour_of(chosen, measure),
            years=wanted.years,
            title=words.true(table, measure) if true else words.estimated(table, measure),
        ),
        alt=f"Map of {which} values by station; “Table” below has them as numbers.",
        height="stretch",
        key=key,
        on_select=lambda: take_click(key),
        selection_mode=maps.STATION,
    )


def draw_maps(chosen: Chosen, measure: str, wanted: Wanted) -> None:
    """What is estimated, and beside it what is true where that is known."""
    kinds = (False, True) if show.has_truth(chosen.table, measure) else (False,)
    with st.container(key="twin_maps" if len(kinds) > 1 else "single_map"):
        for column, true in zip(st.columns(len(kinds)), kinds, strict=True):
            with column:
                draw_map(chosen, measure, wanted, true=true)
    said = [words.near_the_truth, words.worse, words.left_out]
    text = " ".join(filter(None, (make(chosen.table, measure) for make in said)))
    counted = words.how_many(chosen.table, wanted)
    st.caption(f"{counted}; a click opens the forecast of one. {text}")


def draw_view(view: str, chosen: Chosen, measure: str, wanted: Wanted) -> None:
    """One picture of all stations, or the table."""
    table, colour = chosen.table, colour_of(chosen, measure)
    st.header(QUESTIONS[view], anchor=False)
    if view == "table":
        draw_table(chosen, wanted)
    elif view == "distribution":
        counts = show.distribution(table, measure, wanted)
        chart_card(
            plots.distribution(counts, colour, title=words.spread(table, measure, wanted)),
            alt="How many stations have which value.",
        )
    else:
        draw_related(view, chosen, measure, wanted)


def draw_related(view: str, chosen: Chosen, measure: str, wanted: Wanted) -> None:
    """What is estimated against something else, or what is true; few stations are dots to be clicked."""
    table = chosen.table
    related = show.against(table, measure, view, wanted)
    x_title = words.TRUE_SKILL if view == "truth" else AGAINST[view].title
    chart = plots.related(
        related.points,
        related.cells,
        related.middles,
        x_title,
        colour_of(chosen, measure),
        title=words.shape(related.middles, view, measure),
    )
    alt = f"{MEASURES[measure].name} against {x_title}, station by station."
    if len(related.cells):
        chart_card(chart, alt=alt)
        return
    key = f"stations by {view}"
    with st.container(border=True):
        show_chart(chart, alt=alt, key=key, on_select=lambda: take_click(key), selection_mode=maps.STATION)


def draw_table(chosen: Chosen, wanted: Wanted) -> None:
    """All stations, to be sorted, looked through and clicked."""
    readable, rows = show.readable(chosen.table, wanted)
    key = "table of stations"
    share = st.column_config.NumberColumn(format="percent")
    columns = dict.fromkeys((name for name in show.SHARES if name in readable.columns), share)
    columns |= {
        name: st.column_config.NumberColumn(format=form)
        for name, form in show.FORMATS.items()
        if name in readable.columns
    }
    st.dataframe(
        readable,
        hide_index=True,
        column_config=columns,
        key=key,
        on_select=lambda: take_row(key, rows),
        selection_mode="single-row",
    )
    download("Table", lambda: export.csv(readable), "stations.csv", help="Save these rows as CSV.")


with st.container(gap="xsmall"):
    page_head(
        "Where is tomorrow predictable?",
        "Each dot is a station: how much of the error of a simple forecast its own regression saves (skill).",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        compared, long_enough = st.container(width="content"), st.container(width=220)
        with st.popover("Which stations", icon=":material/filter_alt:"):
            chosen = station_tables.choose()
            named = words_of_names()
    if isinstance(chosen, Archive):
        chosen = archive_run.judged(chosen)
    if isinstance(chosen, Missing):
        (st.error if chosen.is_error else st.info)(chosen.why, icon=":material/description:")
        st.stop()
    with compared:
        measure = measure_of(chosen)
    with long_enough:
        wanted = Wanted(least_years(), named)
    if measure is None:
        st.stop()
    go_where_clicked(chosen)
    draw_maps(chosen, measure, wanted)
views = {key: label for key, label in VIEWS.items() if key in show.views(chosen.table, measure)}
view = choice("Look at", views, key="seen", help="Each is one question about the same stations.")
draw_view(view, chosen, measure, wanted)
with st.container(border=True):
    course.link("forecast", "One station: its forecast", ":material/arrow_back:")
    course.link("verdict", "How skill is judged, on one station", ":material/balance:")
