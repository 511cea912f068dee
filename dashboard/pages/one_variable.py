"""f(x) = a x^2 + b, and any expression the user types: the walk, its numbers, its regime."""

import streamlit as st

from dashboard.address import bound, number
from dashboard.cards import show_chart
from dashboard.running import show_error
from dashboard.text import safe
from gd_core.charts import walk_on_curve
from gd_core.descent import DomainError, Expression, ExpressionError, Trace, minimise, parse_expression
from gd_core.descent.lesson import examples
from gd_core.descent.lesson import one_variable_frames as frames
from gd_core.descent.lesson.functions import help_text
from gd_core.descent.lesson.one_variable import parabola_regime, regime_of

PARABOLA, OWN = "Parabola", "My own"


def controls() -> tuple[str, float, float, int]:
    """Draw the sidebar; the function as text, start, rate and number of steps."""
    published = examples.PUBLISHED
    with st.sidebar:
        st.subheader("Function")
        kind = bound(
            st.selectbox,
            "f(x)",
            [PARABOLA, *examples.EXAMPLES, OWN],
            key="f",
            on_change=_take_example,
            help="The parabola a x² + b, a few with a lesson in them, or an expression of your own.",
        )
        text = _text(kind)
        st.subheader("Descent")
        start = number("Start", published.start, key="x0", help="Where the walk begins.", step=0.1)
        explained = "What the gradient is multiplied by in each step."
        rate = number("Learning rate", published.learning_rate, key="eta", help=explained, step=0.01)
        explained = "How many steps are taken, unless the walk ends sooner."
        steps = bound(st.slider, "Steps", 1, 200, published.n_steps, key="steps", help=explained)
        st.button(
            "As published",
            on_click=_take_published,
            icon=":material/menu_book:",
            width="stretch",
            help="The parabola, start, rate and steps of the published example.",
        )
    return text, start, rate, steps


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


def _take(example: examples.Example) -> None:
    st.session_state.update(x0=example.start, eta=example.learning_rate, steps=example.n_steps)


def _take_example() -> None:
    example = examples.EXAMPLES.get(st.session_state["f"])
    if example:
        _take(example)


def _take_published() -> None:
    st.session_state.update(f=PARABOLA, a=examples.PUBLISHED_A, b=examples.PUBLISHED_B)
    _take(examples.PUBLISHED)


def show(text: str, rate: float, trace: Trace, *, published: bool) -> None:
    """Headline, picture, regime, numbers."""
    function = parse_expression(text)
    with st.container(border=True):
        st.caption(f"f(x) = {safe(text, limit=200)}")
        st.title(frames.headline(trace), anchor=False)
        st.markdown(trace.message)
    with st.container(border=True):
        curve, tangents = frames.picture(function, trace)
        spec = walk_on_curve(curve, trace.frame, tangents, title="The walk down the curve, and its tangent")
        show_chart(spec, alt="The curve of f with the steps of the walk on it.")
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        st.subheader("Regime", anchor=False)
        parabola = st.session_state.get("f", PARABOLA) == PARABOLA
        regime = parabola_regime(st.session_state["a"], rate) if parabola else regime_of(trace)
        st.markdown(f"**{regime.name.capitalize()}.** {regime.words}")
        bounds = frames.bounds(regime, rate)
        if bounds:
            st.markdown(bounds)
        derivative(function, trace, rate)
    with right, st.container(border=True, height="stretch"):
        st.subheader("Trace", anchor=False)
        st.dataframe(frames.table(trace, rate), hide_index=True, height=420)
    if published:
        with st.container(border=True):
            st.subheader("Published beside computed", anchor=False)
            st.dataframe(frames.published_table(trace), hide_index=True)


def derivative(function: Expression, trace: Trace, rate: float) -> None:
    """One evaluation with dual numbers, spelled out."""
    st.subheader("The gradient, found automatically", anchor=False)
    st.caption(
        "Put x + ε into f, where ε is too small to have a square: every part then carries its value, and its "
        "slope beside ε. From the inside out:"
    )
    last, step = len(trace.frame) - 1, 0
    if last > 0:
        if "spelled" in st.session_state:
            st.session_state["spelled"] = min(st.session_state["spelled"], last)
        step = bound(st.slider, "At step", 0, last, 0, key="spelled", help="Whose x is put into f.")
    st.dataframe(frames.evaluation(function, trace, step), hide_index=True)
    st.markdown(frames.spelled_out(trace, step, rate))


text, start, rate, steps = controls()
try:
    trace = minimise(text, start, learning_rate=rate, n_steps=steps)
except ExpressionError as error:
    show_error(error)
    st.code(error.caret(), language=None)
except (DomainError, ValueError) as error:
    show_error(error)
else:
    show(text, rate, trace, published=examples.is_published(text, start, rate, steps))
