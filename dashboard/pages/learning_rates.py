"""Learning rates, update rules and batch sizes on the same rows: foretold, and measured."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard import cache
from dashboard.address import bound, choice
from dashboard.cards import show_chart
from dashboard.lesson import course
from dashboard.lesson.guess import guess
from dashboard.running import errors_shown, settings_or_stop
from gd_core.charts import learning_rates as charts
from gd_core.descent.lesson import published
from gd_core.forecast import ExperimentSettings
from gd_core.forecast.explore import tutorial
from gd_core.forecast.explore.learning_rates import Comparison
from gd_core.forecast.words import learning_rates as words

KINDS = {"rates": "Learning rates", "rules": "Update rules", "batches": "Batch sizes"}
ACCURACIES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-6]


def rate_of_ones_own(settings: ExperimentSettings) -> float | None:
    """One more rate, if one is typed; else that of the sidebar."""
    rate: float | None = bound(
        st.number_input,
        "Add a rate of your own",
        0.0,
        None,
        None,
        step=0.01,
        format="%g",
        placeholder="Add a rate of your own, such as 0.2",
        key="added",
        label_visibility="collapsed",
        help="One more curve, at the rate that you type.",
    )
    return settings.learning_rate if rate is None else rate


def picture(found: Comparison, progress: str) -> None:
    """What is seen, and the curves with their names."""
    st.header(words.headline(found), anchor=False)
    drawn = charts.excess_against_progress(found.curves, found.arrived, progress=progress, unit=weather.unit)
    show_chart(drawn, alt=words.shown(found))
    st.caption(f"{chosen.source}. {words.what_arrived_means(found)}")


def reveal(
    title: str, question: words.Guess | None, answer: Callable[[Comparison], None], found: Comparison
) -> None:
    """A card with a question; the answer follows the guess."""
    if question is None:
        return
    with st.container(border=True):
        st.header(title, anchor=False)
        if guess(*question, about=f"{chosen.key} {found.accuracy}") is not None:
            answer(found)


def why_it_breaks(found: Comparison) -> None:
    """What a rate that is too large does."""
    st.markdown(words.why(found))
    show_chart(charts.swings(found.swings, among=found.curves["name"]), alt=words.swings_shown(found))


def epochs_by_rate(found: Comparison) -> None:
    """Epochs that every rate needs."""
    st.markdown(words.by_rate(found))
    drawn = charts.epochs_against_rate(
        found.runs, found.foretold, largest_stable=found.largest_stable, best=found.best
    )
    show_chart(drawn, alt=words.epochs_shown(found))


def which_rule(_found: Comparison) -> None:
    """Where to see the other rules."""
    st.caption("Choose “Update rules” at the top to see their curves.")


def as_published() -> None:
    """The tutorial's own regression, folded."""
    title = f"As published: {tutorial.SOURCE}"
    with bound(st.expander, title, key="tutorial", on_change="rerun") as fold:
        if not fold.open:
            return
        st.markdown(tutorial.ABOUT)
        needed = tutorial.missing(weather)
        if needed:
            st.info(needed, icon=":material/upload_file:")
        else:
            rows = cache.tutorial(chosen.key, weather)
            st.markdown(published.verdict(rows))
            st.dataframe(published.table(rows), hide_index=True, width="stretch")


@st.fragment
def compare(settings: ExperimentSettings) -> None:
    """The curves with what moves them, and the questions; a change here leaves the sidebar as it is."""
    with st.container(horizontal=True):
        kind, progress, settings = what(settings)
    first_view = st.container(border=True)
    accuracy = bound(
        st.select_slider,
        "Arrived at",
        ACCURACIES,
        1e-3,
        format_func=words.share,
        key="accuracy",
        help="A descent has arrived when this share of the loss above the minimum is left.",
    )
    with errors_shown():
        found = cache.comparison(chosen.key, weather, settings, kind, accuracy)
    with first_view:
        picture(found, progress)
    st.dataframe(words.table(found, weather.unit), hide_index=True, width="stretch")
    if kind == "rates":
        goes, larger = words.rates_guesses(found)
        rules = cache.comparison(chosen.key, weather, settings, "rules", accuracy)
        reveal("When does it break?", goes, why_it_breaks, found)
        reveal("How many epochs does each rate need?", larger, epochs_by_rate, found)
        reveal("Would another update rule be faster?", words.rules_guess(rules), which_rule, found)


def what(settings: ExperimentSettings) -> tuple[str, str, ExperimentSettings]:
    """What is compared, what its progress is counted in, and the settings with a rate of one's own."""
    explained = "What differs between the descents; everything else is the same."
    kind = choice("Compare", KINDS, key="compare", help=explained, label_visibility="collapsed")
    progress = "epoch"
    if kind == "rates":
        with errors_shown():
            settings = replace(settings, learning_rate=rate_of_ones_own(settings))
    elif kind == "batches":
        explained = "Progress as passes over the rows, as updates, or as rows looked at."
        progress = choice("Along", charts.PROGRESS, key="along", help=explained, label_visibility="collapsed")
    return kind, progress, settings


chosen, weather, of_sidebar = settings_or_stop()
course.head("learning_rates")
compare(of_sidebar)
as_published()
course.way_on("learning_rates")
