"""One update at a time: the line on its points, the path over the loss, and the formulas."""

import streamlit as st

from dashboard import cache
from dashboard.address import bound, choice
from dashboard.cards import data_button, draw_chart, show_chart
from dashboard.lesson import course, step_by_step_controls
from dashboard.lesson.guess import guess
from dashboard.lesson.step_bar import step_bar
from dashboard.lesson.step_by_step_controls import Points
from dashboard.running import errors_shown
from gd_core.charts import step_by_step as charts
from gd_core.charts.chart import Chart
from gd_core.descent.lesson import guesses, published, steps
from gd_core.descent.lesson import line_frames as frames
from gd_core.descent.lesson.line import Walk
from gd_core.descent.lesson.quiz import questions, score

GUESSES = {
    "Loss": guesses.loss_of_line,
    "Gradients": guesses.way_of_line,
    "Repeat": guesses.epochs_of_line,
}
# Always the same: with another text the page would make the picture anew instead of moving it.
LINE = "Points and the line as it stands; b, w and the loss are said after the buttons."
PATH = "The loss over b and w with the path so far; where it stands is said after the buttons."


@st.fragment
def follow(points: Points, walk: Walk) -> None:
    """The stage and all that follows it; going on in the walk leaves sidebar and quiz as they are."""
    stage, below = st.container(gap="xsmall"), st.container()
    with stage:
        epochs = steps.epochs_done(walk, walk.last)
        made, beside = step_bar(
            "at",
            walk.last,
            slider=(below, "Updates made"),
            run=("Run to epoch", max(epochs, 1)),
            place=lambda epoch: steps.end_of_epoch(walk, epoch),
        )
        beside.markdown(steps.standing(walk, made))
        with st.container(key="two on stage"):
            pictures = st.columns(2)
        strip = st.container(gap="xsmall")
        with strip:
            name, known = one_step(walk, made)
        line, path = drawn(points, walk, made, name, to_come=known and name in ("Gradients", "Update"))
        for place, chart, alt in zip(pictures, (line, path), (LINE, PATH), strict=True):
            with place:
                draw_chart(chart, alt=alt, height="stretch")
    with below:
        with st.container(horizontal=True):
            data_button(line, LINE, "Data of the line")
            data_button(path, PATH, "Data of the bowl")
        more(points, walk, made)


def one_step(walk: Walk, made: int) -> tuple[str, bool]:
    """The strip of steps with the open one in words and numbers: its name, and whether nothing is hidden."""
    update = min(made + 1, walk.last)
    explained = f"The steps of update {update:,}."
    names = {name: name for name in steps.NAMES}
    look = {"label_visibility": "collapsed", "width": "stretch"}
    name = choice("Step of the update", names, key="open", help=explained, default="Predict", **look)
    step, words, known = steps.one_step(walk, update, name), st.container(), True
    if name in GUESSES and (made == 0 or name == "Repeat"):
        # Of later updates the pictures have told it already.
        known = guess(*GUESSES[name](walk), about=f"{walk.learning_rate} {walk.batch_size}") is not None
    numbers = f"  \n{formulas(step.numbers)}" + (f"  \n{step.why}" if step.why else "") if known else ""
    words.markdown(f"{step.sentence} {formulas(step.formulas)}{numbers}")
    return name, known


def formulas(parts: tuple[str, ...]) -> str:
    """LaTeX as it stands in a line of Markdown."""
    return ", ".join(f"${part}$" for part in parts)


def drawn(points: Points, walk: Walk, made: int, name: str, *, to_come: bool) -> tuple[Chart, Chart]:
    """The line on its points, and the path over the loss, with the next update if it is ``to_come``.

    Only rows differ from update to update, so that the page keeps both pictures and moves what is in them.
    """
    shown = (made, made + 1) if to_come and made < walk.last else (made,)
    line = charts.line_among_points(
        frames.points(walk, made, errors=name in ("Predict", "Loss")),
        frames.lines(walk, *shown),
        title="Points and line (squares: validation)",
        heights=frames.heights(walk, made),
        axes=points.axes,
    )
    path = charts.path_over_loss(
        frames.bowl(walk, made),
        frames.path(walk, made),
        frames.here(walk, *shown),
        frames.goals(walk),
        title="The bowl of the loss",
    )
    return line, path


def more(points: Points, walk: Walk, made: int) -> None:
    """What stands below the stage: words on the whole walk, and what is folded."""
    ending = steps.ending(walk)
    if ending:
        st.warning(ending, icon=":material/trending_up:")
    st.markdown(" ".join([f"{points.source}.", steps.rate_advice(walk), *frames.thinning(walk)]))
    with bound(st.expander, "The slopes, with their tangents", key="slopes", on_change="rerun") as fold:
        if fold.open:
            slopes(walk, min(made + 1, walk.last))
    with bound(st.expander, "How far it still is", key="distances", on_change="rerun") as fold:
        if fold.open:
            distances(walk, made)
    if points.made is not None and published.is_step_by_step(points.made, walk):
        title = f"Published beside computed: {published.SOURCE}"
        with bound(st.expander, title, key="published", on_change="rerun") as fold:
            if fold.open:
                rows = published.step_by_step(walk)
                st.markdown(published.verdict(rows))
                st.dataframe(published.table(rows), hide_index=True, key="published_steps")


def distances(walk: Walk, made: int) -> None:
    """The counters, and the distance of b and w from their goals over the epochs."""
    st.markdown(steps.losses(walk, made))
    with st.container(horizontal=True):
        for figure in steps.figures(walk, made):
            st.metric(figure.label, figure.value, help=figure.help, border=True, width="stretch")
    to_go = frames.distances(walk), frames.distances_now(walk, made)
    chart = charts.distance_against_epoch(*to_go, title="How far b and w still are")
    show_chart(chart, alt="Distance of b and w from their goals over the epochs.")


def slopes(walk: Walk, update: int) -> None:
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
    st.markdown("The same slopes by formula, and by trying values a little to the left and to the right:")
    st.dataframe(frames.check_table(walk, update), hide_index=True, key="gradient_check")


def quiz(walk: Walk) -> None:
    """Questions about the walk. Its answers stand in no link: whoever opens one has them to themselves."""
    st.header("Quiz", anchor=False)
    asked, answers = questions(walk), []
    for number, question in enumerate(asked, start=1):
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
        answers.append(chosen)
    st.markdown(score(asked, answers))


course.head("step_by_step")
with errors_shown():
    points, how = step_by_step_controls.draw()
    walk = cache.walk(points.key, points.data, how.learning_rate, how.epochs, how.batch_size, points.seed)
if walk.last == 0:
    st.error(steps.ending(walk), icon=":material/trending_up:")
    draw_chart(drawn(points, walk, 0, "Start", to_come=False)[0], alt=LINE)
    st.stop()
follow(points, walk)
quiz(walk)
course.way_on("step_by_step")
