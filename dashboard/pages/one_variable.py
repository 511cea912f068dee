"""f(x) = a x^2 + b, or any expression the user types: a walk down its curve, one step at a time."""

import streamlit as st

from dashboard.address import bound, number
from dashboard.cards import data_button, draw_chart
from dashboard.lesson import course
from dashboard.lesson.guess import guess
from dashboard.lesson.step_bar import step_bar
from dashboard.running import show_error
from gd_core import charts
from gd_core.descent import DomainError, Expression, ExpressionError, Trace, minimise, parse_expression
from gd_core.descent.lesson import examples, guesses
from gd_core.descent.lesson import one_variable_frames as frames
from gd_core.descent.lesson.functions import help_text
from gd_core.descent.lesson.one_variable import parabola_regime, regime_of

PARABOLA, OWN = "Parabola", "My own"
LONGEST = 200  # steps of a walk
PICTURE = "The curve of f, the walk on it and its tangent; x and f(x) are said after the buttons."
GUESSES = (guesses.way_of_point, guesses.second_step, guesses.steps_of_point)  # after 0, 1 and 2 steps


def controls() -> tuple[str, float, float]:
    """Draw the sidebar; the function as text, start and rate."""
    published = examples.PUBLISHED
    with st.sidebar:
        kind = bound(
            st.selectbox,
            "f(x)",
            [PARABOLA, *examples.EXAMPLES, OWN],
            key="f",
            on_change=_take_example,
            help="The parabola a x² + b, a few with a lesson in them, or an expression of your own.",
        )
        text = _text(kind)
        start = number("Start", published.start, key="x0", help="Where the walk begins.", step=0.1)
        explained = "What the gradient is multiplied by in each step."
        rate = number("Learning rate", published.learning_rate, key="eta", help=explained, step=0.1)
        st.button(
            "As published",
            on_click=_take_published,
            icon=":material/menu_book:",
            width="stretch",
            help="The parabola, start and rate of the published example, its ten steps, and what it prints.",
        )
    return text, start, rate


def _text(kind: str) -> str:
    if kind in examples.EXAMPLES:
        st.caption(examples.EXAMPLES[kind].remark)
        return examples.EXAMPLES[kind].text
    if kind == OWN:
        first = examples.EXAMPLES["Two valleys"].text
        return str(bound(st.text_input, "Expression in x", first, key="expression", help=help_text()))
    a = number("a", examples.PUBLISHED_A, key="a", help="How steep the parabola is.", step=0.1)
    b = number("b", examples.PUBLISHED_B, key="b", help="How high its lowest point is.", step=0.1)
    return examples.parabola(a, b)


def _take(example: examples.Example, steps: int) -> None:
    st.session_state.update(x0=example.start, eta=example.learning_rate, steps=steps)


def _take_example() -> None:
    example = examples.EXAMPLES.get(st.session_state["f"])
    if example:
        _take(example, 0)


def _take_published() -> None:
    st.session_state.update(f=PARABOLA, a=examples.PUBLISHED_A, b=examples.PUBLISHED_B, table=True)
    _take(examples.PUBLISHED, examples.PUBLISHED_STEPS)


@st.fragment
def follow(text: str, rate: float, trace: Trace) -> None:
    """The picture with what moves it, and all that follows the step that is made."""
    function, last = parse_expression(text), len(trace.frame) - 1
    stage, below = st.container(gap="xsmall"), st.container()
    with stage:
        at, beside = step_bar(
            "steps", last, slider=(below, "Steps made"), run=("Run to step", max(last, 1)), place=lambda n: n
        )
        beside.markdown(frames.standing(trace, at))
        picture = charts.walk_on_curve(
            *frames.picture(function, trace, at), title="The curve, and its slope at x"
        )
        with st.container(key="one on stage"), st.columns(1)[0]:
            draw_chart(picture, alt=PICTURE, height="stretch")
        words = st.container()
        known = asked(trace, at, f"{text} {rate}")
        numbers = f" = {frames.next_step(trace, at, rate)}" if known else ""
        why = f"  \n{frames.why(trace, at, rate)}" if known else ""
        words.markdown(rf"The next x: $x - \eta\, f'(x){numbers}$ (η is the learning rate)." + why)
    with below:
        if at == last:
            st.markdown(trace.message)
        if at >= min(3, last):
            regime(trace, rate)
        data_button(picture, PICTURE)
        derivative(function, trace, at)


def asked(trace: Trace, at: int, about: str) -> bool:
    """Ask what comes next, as long as it has not been seen; whether the numbers of the step may be shown."""
    if len(trace.frame) <= len(GUESSES):
        return True  # a walk of so few steps has nothing to guess
    guessed = guess(*GUESSES[min(at, len(GUESSES) - 1)](trace), about=about)
    return guessed is not None or at >= len(GUESSES) - 1


def regime(trace: Trace, rate: float) -> None:
    """What the rate makes of the walk, and on a parabola the exact bounds."""
    parabola = st.session_state.get("f", PARABOLA) == PARABOLA
    found = parabola_regime(st.session_state["a"], rate) if parabola else regime_of(trace)
    bounds = frames.bounds(found, rate)
    st.markdown(f"**{found.name.capitalize()}.** {found.words}" + (f" {bounds}" if bounds else ""))


def derivative(function: Expression, trace: Trace, at: int) -> None:
    """One evaluation with dual numbers, spelled out."""
    with bound(st.expander, "How the slope is found: dual numbers", key="duals", on_change="rerun") as fold:
        if fold.open:
            st.markdown(
                "Put x + ε into f, where ε is too small to have a square: every part then carries its value, "
                "and its slope beside ε. From the inside out:"
            )
            st.dataframe(frames.evaluation(function, trace, at), hide_index=True)
            st.markdown(frames.spelled_out(trace, at))


def all_steps(trace: Trace, rate: float, *, published: bool) -> None:
    """The whole walk in numbers, and what the published example prints."""
    title = "All steps in numbers" + (", and what is published" if published else "")
    with bound(st.expander, title, key="table", on_change="rerun") as fold:
        if fold.open:
            if published:
                st.header("Published beside computed", anchor=False)
                st.dataframe(frames.published_table(trace), hide_index=True)
            st.dataframe(frames.table(trace, rate), hide_index=True, height=420)


course.head("one_variable")
text, start, rate = controls()
try:
    trace = minimise(text, start, learning_rate=rate, n_steps=LONGEST)
except ExpressionError as error:
    show_error(error)
    st.code(error.caret(), language=None)
except (DomainError, ValueError) as error:
    show_error(error)
else:
    follow(text, rate, trace)
    all_steps(trace, rate, published=examples.is_published(text, start, rate))
course.way_on("one_variable")
