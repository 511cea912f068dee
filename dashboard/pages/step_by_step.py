"""One update of gradient descent at a time: each of the five steps with its formula and its numbers."""

from typing import Any

import streamlit as st

from dashboard.cards import chart_card
from dashboard.text import safe
from gd_core.charts.line import line_among_points, path_over_loss
from gd_core.descent import line, steps, views

METHODS = ["Batch", "Mini-batch", "Stochastic"]
D = line.Line()


def number(
    label: str, low: float, high: float, default: float, step: float, key: str, explanation: str
) -> float:
    """A number input bound to the link."""
    return st.number_input(
        label, low, high, default, step=step, format="%.4g", key=key, bind="query-params", help=explanation
    )


def controls() -> tuple[line.Line, dict[str, Any]]:
    """Draw the sidebar: how the points are made, and how the descent goes."""
    with st.sidebar:
        st.subheader("Points")
        made = line.Line(
            b=number("True b", -10.0, 10.0, D.b, 0.5, "true_b", "Where the true line meets the y axis."),
            w=number("True w", -10.0, 10.0, D.w, 0.5, "true_w", "How steep the true line is."),
            n=round(number("Points", 10.0, 1000.0, float(D.n), 10.0, "n", "How many points there are.")),
            noise=number("Noise", 0.0, 5.0, D.noise, 0.1, "noise", "Standard deviation around the line."),
            seed=round(number("Seed", 0.0, 1e6, float(D.seed), 1.0, "draw", "Fixes points and start.")),
            train_share=st.slider(
                "Training share", 0.5, 0.95, D.train_share, 0.05, key="share", bind="query-params",
                help="Share of the points that is learned from.",
            ),
        )  # fmt: skip
        st.subheader("Descent")
        method = st.segmented_control(
            "Rows per update", METHODS, default=METHODS[0], required=True, key="rows", bind="query-params",
            width="stretch", help="All training points for each update, a few, or one.",
        )  # fmt: skip
        batch = 1 if method == METHODS[2] else None
        if method == METHODS[1]:
            batch = st.slider(
                "Batch size", 2, 32, 16, key="few", bind="query-params", help="Points per update."
            )
        rate = number("Learning rate", 1e-4, 10.0, 0.1, 0.05, "lr", "What the gradient is multiplied by.")
        epochs = st.slider(
            "Epochs", 1, 1000, 1000 if batch is None else 50, key="passes", bind="query-params",
            help="Passes over the training points.",
        )  # fmt: skip
    return made, {"learning_rate": rate, "epochs": epochs, "batch_size": batch, "seed": made.seed}


def move(by: int, last: int) -> None:
    """Go forward or back by so many updates."""
    st.session_state["at"] = min(max(st.session_state.get("at", 0) + by, 0), last)


def player(last: int) -> int:
    """Buttons and a slider; how many updates have been made."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, by, icon, key in (
            ("Start over", -last, "first_page", "Home"),
            ("Back", -1, "chevron_left", "Left"),
            ("Forward", 1, "chevron_right", "Right"),
            ("To the end", last, "last_page", "End"),
        ):
            st.button(
                label,
                on_click=move,
                args=(by, last),
                icon=f":material/{icon}:",
                shortcut=key,
                help=f"Key: {key}.",
            )
        update = st.slider(
            "Updates made", 0, last, 0, key="at", bind="query-params", help="Where the walk stands."
        )
    return update


def show(walk: line.Walk) -> None:
    """The whole lesson at one update."""
    last = len(walk.iterations)
    update = player(last)
    with st.container(border=True):
        st.title(steps.standing(walk, update), anchor=False)
        st.markdown(steps.losses(walk, update))
    left, right = st.columns(2)
    points, fitted = views.line_points(walk, update)
    path, goal = views.path_so_far(walk, update)
    with left:
        chart_card(
            line_among_points(points, fitted, title="The line, and its errors on the next batch"),
            alt="Points, the line as it stands, and its errors.",
        )
    with right:
        chart_card(
            path_over_loss(
                views.loss_cells(walk), path, goal, title="The way over the loss; + is least squares"
            ),
            alt="The loss over b and w with the path so far.",
        )
    if update < last:
        st.header(f"Update {update + 1:,}", anchor=False)
        for step in steps.five_steps(walk, update + 1):
            with st.container(border=True):
                st.subheader(step.title, anchor=False)
                st.markdown(step.sentence)
                st.latex(step.formula)
                st.latex(step.numbers)
        with st.expander("Check the gradient against finite differences"):
            st.dataframe(views.check_table(walk, update + 1), hide_index=True)
    else:
        st.success("The walk has ended: there is no further update.", icon=":material/flag:")


made, how = controls()
try:
    walk = line.walk(line.draw(made), **how)
except ValueError as error:
    st.error(safe(str(error), limit=500), icon=":material/error:")
else:
    show(walk)
