"""One update of gradient descent at a time: each of its steps with its formula, its numbers, its picture."""

from functools import partial

import streamlit as st

from dashboard import cache, step_by_step_controls
from dashboard.address import bound
from dashboard.cards import chart_card, show_chart
from dashboard.running import errors_shown
from dashboard.step_by_step_controls import Points
from gd_core.charts import step_by_step as charts
from gd_core.charts.chart import Chart
from gd_core.descent.lesson import line_frames as frames
from gd_core.descent.lesson import published, steps
from gd_core.descent.lesson.line import Walk
from gd_core.descent.lesson.quiz import questions


def go(update: int) -> None:
    """Go to where so many updates have been made."""
    st.session_state["at"] = update


def run_to_epoch(walk: Walk) -> None:
    """Go to the end of the epoch that was typed in."""
    go(steps.end_of_epoch(walk, st.session_state["epoch"]))


def player(walk: Walk) -> int:
    """Buttons and a slider at the foot of the window; how many updates have been made."""
    last = walk.last
    at = min(st.session_state.get("at", 0), last)
    if "at" in st.session_state:
        st.session_state["at"] = at
    with st.bottom, st.container(horizontal=True, vertical_alignment="bottom"):
        update = bound(st.slider, "Updates made", 0, last, 0, key="at", help="Where the walk stands.")
        # The epoch that is shown follows the walk.
        st.session_state["epoch"] = steps.epochs_done(walk, update)
        st.number_input(
            "Run to epoch",
            0,
            steps.epochs_done(walk, last),
            key="epoch",
            on_change=run_to_epoch,
            args=(walk,),
            width=150,
            help="Make all updates up to the end of this epoch, or take back those after it.",
        )
        for label, to, icon, key in (
            ("Start over", 0, "first_page", "Home"),
            ("Back", max(update - 1, 0), "chevron_left", "Left"),
            ("Forward", min(update + 1, last), "chevron_right", "Right"),
            ("To the end", last, "last_page", "End"),
        ):
            st.button(
                label,
                on_click=go,
                args=(to,),
                icon=f":material/{icon}:",
                shortcut=key,
                help=f"Key: {key}.",
            )
    return update


def head(points: Points, walk: Walk, update: int) -> None:
    """Where the walk stands, its counters, and the published numbers if they are walked."""
    with st.container(border=True):
        st.caption(points.source)
        st.title(steps.standing(walk, update), anchor=False)
        st.markdown(steps.losses(walk, update))
        st.caption(" ".join([steps.rate_advice(walk), *frames.thinning(walk)]))
    with st.container(horizontal=True):
        for figure in steps.figures(walk, update):
            st.metric(figure.label, figure.value, help=figure.help, border=True, width="stretch")
    ending = steps.ending(walk)
    if ending:
        st.warning(ending, icon=":material/trending_up:")
    if points.made is not None and published.is_step_by_step(points.made, walk):
        title = f"Published beside computed: {published.SOURCE}"
        with bound(st.expander, title, key="published", on_change="rerun"):
            rows = published.step_by_step(walk)
            st.markdown(published.verdict(rows))
            st.dataframe(published.table(rows), hide_index=True, key="published_steps")


def tell(step: steps.Step) -> None:
    """A step in words, symbols and numbers."""
    st.subheader(step.title, anchor=False)
    st.markdown(step.sentence)
    st.latex(step.formula)
    st.latex(step.numbers)


def show(points: Points, walk: Walk, made: int) -> None:
    """The steps of the update that follows ``made`` updates, or of the last one, each with its picture."""
    update = min(made + 1, walk.last)
    st.header(steps.heading(walk, made), anchor=False)
    start, predict, loss, gradients, change, repeat = steps.six_steps(walk, update)
    beside(start, line_at_start(walk, points.axes), "Points and the line of the random start.")
    lines = partial(charts.line_among_points, frames.points(walk, update), axes=points.axes)
    beside(
        predict,
        lines(frames.lines(walk, update - 1), title="The line, and its errors on the batch"),
        "Points, the line as it stands, and its errors on the batch.",
    )
    beside(loss, path_over_loss(walk, update - 1), "The loss over b and w with the path so far.")
    with st.container(border=True):
        tell(gradients)
        slices(walk, update)
    title = "The line before (dashed) and after the update"
    beside(
        change,
        lines(frames.lines(walk, update - 1, update), title=title, residuals=False),
        "Points with the line before and after the update.",
    )
    to_go = frames.distances(walk), frames.distances_now(walk, made)
    beside(
        repeat,
        charts.distance_against_epoch(*to_go, title="How far b and w still are"),
        "Distance of b and w from their goals over the epochs.",
    )


def beside(step: steps.Step, chart: Chart, alt: str) -> None:
    """A step in words beside its picture."""
    with st.container(border=True):
        left, right = st.columns(2)
        with left:
            tell(step)
        with right:
            show_chart(chart, alt=alt)


def line_at_start(walk: Walk, axes: tuple[str, str] = ("x", "y")) -> Chart:
    """The points, and the line before anything is learned."""
    title, at_start = "The line before anything is learned", frames.points_at_start(walk)
    return charts.line_among_points(at_start, frames.lines(walk, 0), title=title, residuals=False, axes=axes)


def path_over_loss(walk: Walk, update: int) -> Chart:
    """The way over the loss up to ``update``."""
    drawn = frames.loss_cells(walk), frames.path(walk, update), frames.goals(walk)
    return charts.path_over_loss(*drawn, title="Where b and w stand on the loss; the cross is least squares")


def slices(walk: Walk, update: int) -> None:
    """Loss against b and against w, with the tangent and the step, and the check of the slopes."""
    for column, parameter in zip(st.columns(2), ("b", "w"), strict=True):
        with column:
            st.markdown(steps.slope_says(walk, update, parameter))
            show_chart(
                charts.slice_with_tangent(
                    *frames.slice_curve(walk, update, parameter),
                    parameter=parameter,
                    title=f"The loss against {parameter}, its tangent, and the step",
                ),
                alt=f"The loss against {parameter} with its tangent and the step.",
            )
    with st.expander("Check the gradient against finite differences"):
        st.dataframe(frames.check_table(walk, update), hide_index=True, key="gradient_check")


def quiz(walk: Walk) -> None:
    """Questions about the walk. Its answers stand in no link: whoever opens one has them to themselves."""
    st.header("Quiz", anchor=False)
    for number, question in enumerate(questions(walk), start=1):
        with st.container(border=True):
            chosen = st.radio(
                f"{number}. {question.text}",
                list(question.answers),
                index=None,
                # With the question in its key, a new question begins without an answer.
                key=f"quiz {number} {question.text} {' '.join(question.answers)}",
            )
            if chosen == question.right:
                st.success(question.answers[chosen], icon=":material/check:")
            elif chosen is not None:
                st.warning(question.answers[chosen], icon=":material/close:")


@st.fragment
def follow(points: Points, walk: Walk) -> None:
    """The player and all that follows it; going on in the walk leaves sidebar and quiz as they are."""
    made = player(walk)
    head(points, walk, made)
    show(points, walk, made)


with errors_shown():
    points, how = step_by_step_controls.draw()
    walk = cache.walk(points.key, points.data, how.learning_rate, how.epochs, how.batch_size, points.seed)
if walk.last == 0:
    st.error(steps.ending(walk), icon=":material/trending_up:")
    chart_card(line_at_start(walk), alt="Points and the line of the random start.")
    st.stop()
follow(points, walk)
quiz(walk)
