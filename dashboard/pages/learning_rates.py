"""Learning rates, update rules and batch sizes on the same rows: foretold, and measured."""

import streamlit as st

from dashboard import cache
from dashboard.address import bound, choice
from dashboard.cards import chart_card
from dashboard.running import errors_shown, settings_or_stop
from gd_core.charts import learning_rates as charts
from gd_core.descent.lesson import published
from gd_core.forecast.explore import tutorial
from gd_core.forecast.words import learning_rates as words

KINDS = {"rates": "Learning rates", "rules": "Update rules", "batches": "Batch sizes"}
ACCURACIES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-6]

chosen, weather, settings = settings_or_stop()
with st.container(horizontal=True):
    explained = "What differs between the descents; everything else is the same."
    kind = choice("Compare", KINDS, key="compare", help=explained)
    explained = "Progress as passes over the rows, as updates, or as rows looked at."
    progress = choice("Along", charts.PROGRESS, key="along", help=explained)
    accuracy = bound(
        st.select_slider,
        "Arrived at",
        ACCURACIES,
        1e-3,
        format_func=lambda share: f"{share:g}",
        key="accuracy",
        help="Share of the starting excess loss at which a descent counts as arrived.",
    )
with errors_shown():
    found = cache.comparison(chosen.key, weather, settings, kind, accuracy)
with st.container(border=True):
    st.caption(chosen.source)
    st.title(words.headline(found), anchor=False)
    st.markdown(words.explanation(found))
chart_card(
    charts.excess_against_progress(
        found.curves,
        progress=progress,
        unit=weather.unit,
        title="How fast each descent comes down",
    ),
    alt="Loss above its minimum for each descent.",
)
if kind == "rates":
    chart_card(
        charts.swings(found.swings, title=words.swings_title(found)),
        alt="Distance to the minimum along the stiffest direction, epoch by epoch, for each rate.",
        note="The coefficients' way along the one direction in which the loss is curved most.",
    )
    left, right = st.columns(2)
    rates = {"largest_stable": found.largest_stable, "best": found.best}
    with left:
        chart_card(
            charts.against_rate(
                found.runs,
                found.foretold,
                charts.Measure("measured", "epochs", "Epochs needed"),
                title="Epochs needed at each rate, foretold and measured",
                **rates,
            ),
            alt="Epochs needed against the learning rate, measured and foretold.",
            note="Dashed: the best rate for the worst start, and the largest stable one.",
        )
    with right:
        chart_card(
            charts.against_rate(
                found.runs,
                found.foretold,
                charts.Measure("excess", "excess", f"Loss above its minimum (°{weather.unit}²)"),
                title=f"What is left after {found.epochs} epochs at each rate",
                **rates,
            ),
            alt="Loss above its minimum at the end against the learning rate, measured and foretold.",
        )
st.dataframe(words.table(found), hide_index=True, width="stretch")
with bound(st.expander, f"As published: {tutorial.SOURCE}", key="tutorial", on_change="rerun"):
    st.markdown(tutorial.ABOUT)
    needed = tutorial.missing(weather)
    if needed:
        st.info(needed, icon=":material/upload_file:")
    else:
        rows = cache.tutorial(chosen.key, weather)
        st.markdown(published.verdict(rows))
        st.dataframe(published.table(rows), hide_index=True, width="stretch")
