"""Text to function: what is understood, what is refused and where, and that nothing else gets out."""

import ast
import cmath
import math
import pickle

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gd_core.descent.lesson import expression as module
from gd_core.descent.lesson import tokens
from gd_core.descent.lesson.autodiff import DomainError, Dual, derivative
from gd_core.descent.lesson.expression import Expression, parse_expression
from gd_core.descent.lesson.functions import allowed
from gd_core.descent.lesson.tokens import ExpressionError

UNDERSTOOD = {
    "x": lambda x: x,
    "  x\t\n": lambda x: x,
    "5": lambda x: 5.0,
    ".5 + 2. + 1e-3 + 2E2": lambda x: 202.501,
    "007": lambda x: 7.0,
    "1.2*x**2 + 4": lambda x: 1.2 * x**2 + 4,
    "1.2*x^2+4": lambda x: 1.2 * x**2 + 4,
    "-x^2": lambda x: -(x**2),
    "(-x)^2": lambda x: x**2,
    "2^-x": lambda x: 2**-x,
    "2^3^2 - x": lambda x: 512 - x,
    "2 ** 3 ^ 2": lambda x: 512.0,
    "x - 1 - 2": lambda x: x - 3,
    "x / 2 / 4": lambda x: x / 8,
    "2 - -+-x": lambda x: 2 - x,
    "1 + 2*x/4 - 3": lambda x: 1 + x / 2 - 3,
    "((x+1)*(x-1))": lambda x: x**2 - 1,
    "e^x + pi": lambda x: math.exp(x) + math.pi,
    "sqrt(x*x + 1)": lambda x: math.hypot(x, 1),
    "exp (x)": math.exp,
    "log(2+x)": lambda x: math.log(2 + x),
    "sin(x)*cos( x )": lambda x: math.sin(2 * x) / 2,
    "tanh(abs(x))": lambda x: math.tanh(abs(x)),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
@pytest.mark.parametrize("x", [-1.5, 0.25, 2.0])
def test_text_means_what_a_learner_means(text, x):
    f = parse_expression(text)
    assert f.text == text
    assert f(x) == pytest.approx(UNDERSTOOD[text](x))
    assert type(f(x)) is float
    assert f.curve([x])[0] == pytest.approx(f(x))
    value, slope = derivative(f, x)
    h = 1e-6
    assert value == f(x)
    assert slope == pytest.approx((UNDERSTOOD[text](x + h) - UNDERSTOOD[text](x - h)) / (2 * h), abs=1e-7)


ALLOWED = allowed()
UNKNOWN = f"not known here. {ALLOWED}"
REFUSED = [
    ("2x", 1, "An operator is missing at character 2: for a product, write 2*x."),
    ("2 sin(x)", 2, "An operator is missing at character 3: for a product, write 2*sin."),
    ("x(x+1)", 1, "An operator is missing at character 2: for a product, write x*(."),
    ("(x)(x)", 3, "An operator is missing at character 4: for a product, write )*(."),
    ("2e", 1, "An operator is missing at character 2: for a product, write 2*e."),
    ("1..2", 2, "An operator is missing at character 3: for a product, write 1.*.2."),
    ("x^2 x", 4, "An operator is missing at character 5: for a product, write 2*x."),
    ("2*", 2, "The expression breaks off at character 3, after '*': a number or x is missing."),
    ("2*  ", 4, "The expression breaks off at character 5, after '*': a number or x is missing."),
    ("-", 1, "The expression breaks off at character 2, after '-': a number or x is missing."),
    ("(", 1, "The expression breaks off at character 2, after '(': a number or x is missing."),
    ("*x", 0, "A number, x, a function or '(' is missing at character 1, before '*'."),
    ("x +* 2", 3, "A number, x, a function or '(' is missing at character 4, before '*'."),
    ("x* *2", 3, "A number, x, a function or '(' is missing at character 4, before '*'."),
    ("x//2", 2, "A number, x, a function or '(' is missing at character 3, before '/'."),
    ("x^^2", 2, "A number, x, a function or '(' is missing at character 3, before '^'."),
    ("()", 1, "A number, x, a function or '(' is missing at character 2, before ')'."),
    ("sin()", 4, "A number, x, a function or '(' is missing at character 5, before ')'."),
    ("sin x", 4, "An opening parenthesis is missing at character 5: write sin(x)."),
    ("1 + exp", 7, "An opening parenthesis is missing at character 8: write exp(x)."),
    ("2*(x+1", 2, "'(' at character 3 is never closed."),
    ("((x)", 0, "'(' at character 1 is never closed."),
    ("x + 1)", 5, "')' at character 6 closes nothing: no '(' is open there."),
    ("", 0, "There is nothing at character 1: write an expression in x, such as x^2."),
    (" \n", 0, "There is nothing at character 1: write an expression in x, such as x^2."),
    ("x + y", 4, f"'y' at character 5 is {UNKNOWN}"),
    ("x2", 0, f"'x2' at character 1 is {UNKNOWN}"),
    ("x.real", 1, f"'.' at character 2 is {UNKNOWN}"),
    ("x if x else 2", 2, f"'if' at character 3 is {UNKNOWN}"),
    ("1if x else 2", 1, f"'if' at character 2 is {UNKNOWN}"),
    ("0x1for x in y", 1, f"'x1for' at character 2 is {UNKNOWN}"),
    ("0b1", 1, f"'b1' at character 2 is {UNKNOWN}"),
    ("1_000", 1, f"'_000' at character 2 is {UNKNOWN}"),
    ("3j", 1, f"'j' at character 2 is {UNKNOWN}"),
    ("True", 0, f"'True' at character 1 is {UNKNOWN}"),
    ("lambda: x", 0, f"'lambda' at character 1 is {UNKNOWN}"),
    ("__import__('os')", 0, f"'__import__' at character 1 is {UNKNOWN}"),
    ("x < 2", 2, f"'<' at character 3 is {UNKNOWN}"),
    ("x # 2", 2, f"'#' at character 3 is {UNKNOWN}"),
    ("x\\\n+1", 1, f"'\\\\' at character 2 is {UNKNOWN}"),
    ("'x'", 0, f'"\'" at character 1 is {UNKNOWN}'),
    ("x\0", 1, f"'\\x00' at character 2 is {UNKNOWN}"),
    ("x + \ud800", 4, f"'\\ud800' at character 5 is {UNKNOWN}"),
    ("\N{ARABIC-INDIC DIGIT THREE}", 0, f"'\N{ARABIC-INDIC DIGIT THREE}' at character 1 is {UNKNOWN}"),
    ("\N{FULLWIDTH LATIN SMALL LETTER X}", 0, UNKNOWN),
    ("x, 2", 1, "',' at character 2 is not known here. Write 0.5 with a point; functions take one argument."),
    ("X^2", 0, f"'X' at character 1 is not known here. Write x. {ALLOWED}"),
    ("ln(x)", 0, f"'ln' at character 1 is not known here. Write log, the natural logarithm. {ALLOWED}"),
    ("x²", 1, f"'²' at character 2 is not known here. Write ^2 for a square. {ALLOWED}"),
    ("1" * 26, 0, "The number at character 1 has 26 digits; at most 25 are allowed."),
    ("x + 1e999", 4, "The number at character 5 is too large; numbers end at about 1.8e308."),
    ("x^1001", 2, "The part that starts at character 3 is an exponent above 1000, the largest allowed."),
    ("x^(-1e3*2 - -(-+2e3))", None, None),
    ("2**-(+1001)", 3, "The part that starts at character 4 is an exponent above 1000, the largest allowed."),
    ("(" * 51 + "x" + ")" * 51, 50, "nested too deep at character 51: at most 50 may be open."),
    ("-" * 50 + "x", 50, "The part that starts at character 51 is nested deeper than 50 operations."),
    ("x" + "+x" * 49, None, None),
    ("x" + "+ x" * 49 + "+-x", 149, "has 102 numbers, names, operators and functions, the first too many at"),
    ("-" * 30 + "sin(" * 21 + "x" + ")" * 21, 110, "character 111 is nested deeper than 50 operations."),
    ("(x+x)*" * 25 + "x", 150, "has 101 numbers, names, operators and functions, the first too many at"),
    ("x" * 201, 200, "has 201 characters, the first too many at character 201; at most 200 are allowed."),
    (
        "(" * 10_000,
        200,
        "has 10000 characters, the first too many at character 201; at most 200 are allowed.",
    ),
]


@pytest.mark.parametrize(("text", "position", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_says_where_and_why(text, position, message):
    if message is None:
        parse_expression(text)
        return
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert message in str(caught.value)
    assert caught.value.position == position
    assert caught.value.text == text
    assert f"character {position + 1}" in str(caught.value)


def test_what_is_no_text_is_refused():
    for thing in (None, 3, b"x", ["x"]):
        with pytest.raises(TypeError, match="An expression must be text; received"):
            parse_expression(thing)


def test_the_caret_points_at_the_character():
    def pointed(text):
        with pytest.raises(ExpressionError) as caught:
            parse_expression(text)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
        return caught.value.caret().split("\n")

    assert pointed("3 + 2x") == ["3 + 2x", "     ^"]
    assert pointed("2*") == ["2*", "  ^"]
    assert pointed("x\t\n+ \ud800") == ["x  +  ", "     ^"]
    text, caret = pointed("x+" * 70 + "y" + "+x" * 20)
    assert len(text) == 60
    assert text[caret.index("^")] == "y"
    text, caret = pointed("x" * 10_000)
    assert caret.index("^") < len(text) == 60


def test_python_syntax_that_no_token_lets_through_would_still_be_refused():
    builder = module._TreeBuilder([module.Token("name", "x", 0)], "x")
    for foreign in (
        "x.y",
        "f(x)",
        "x if x else x",
        "x // x",
        "~x",
        "[x]",
        "sin(x, x)",
        "sin(*x)",
        "1",
        "'x'",
    ):
        node = ast.parse(foreign, mode="eval").body
        for part in ast.walk(node):
            part.col_offset, part.end_col_offset = 1, 2
        with pytest.raises(ExpressionError, match="The part that starts at character 1 is not allowed: x"):
            builder.node(node, 1)


def test_huge_towers_end_at_once():
    with pytest.raises(DomainError, match=r"^At x = 1, in 9\*\*9\*\*9, the value is not finite"):
        parse_expression("9**9**9**9")(1.0)
    with pytest.raises(DomainError, match="in 9\\^9\\^x, the value is not finite"):
        parse_expression("0*9^9^x")(9.0)


def test_trace_spells_out_the_evaluation():
    assert parse_expression("1.2*x**2 + 4").trace(-3) == [
        ("x", -3.0, 1.0),
        ("x**2", 9.0, -6.0),
        ("1.2*x**2", pytest.approx(10.8), pytest.approx(-7.2)),
        ("1.2*x**2 + 4", pytest.approx(14.8), pytest.approx(-7.2)),
    ]
    # In the user's own words, constants left out, repeated parts once.
    lines = parse_expression("sin( x )^2/(2*pi) +\n sin( x )").trace(0.5)
    assert [line.text for line in lines] == [
        "x", "sin( x )", "sin( x )^2", "sin( x )^2/(2*pi)", "sin( x )^2/(2*pi) + sin( x )",
    ]  # fmt: skip
    assert lines[1].value == math.sin(0.5)
    assert lines[1].derivative == math.cos(0.5)
    assert parse_expression("2*3").trace(1.0) == [("2*3", 6.0, 0.0)]
    assert parse_expression("(x+1)*2").trace(1.0)[1].text == "x+1"
    with pytest.raises(DomainError, match=r"^At x = 0, the slope of sqrt at 0"):
        parse_expression("1 + sqrt(x)").trace(0.0)


def test_domain_errors_say_where():
    f = parse_expression("1/x")
    with pytest.raises(DomainError, match=r"^At x = 0, 1 / 0 is undefined"):
        f(0)
    with pytest.raises(DomainError, match=r"^At x = 0, 1 / 0 is undefined"):
        f(Dual(0.0, 2.0))
    for x in (math.nan, math.inf, 10**400):
        with pytest.raises(DomainError, match="not finite"):
            f(x)
    with pytest.raises(TypeError, match="Expected a real number"):
        f("1")


def test_expressions_chain_survive_pickling_and_compare():
    f = parse_expression("x^2 + sin(x)")
    assert f(Dual(3.0, 2.0)).derivative == pytest.approx(2.0 * derivative(f, 3.0)[1])
    again = pickle.loads(pickle.dumps(f))
    assert again == f
    assert again(2.0) == f(2.0)
    assert hash(again) == hash(f)
    with pytest.raises(AttributeError):
        f.text = "x"


def test_the_curve_has_holes_where_f_has_no_value():
    xs = np.array([-1.0, 0.0, 1.0, np.nan, np.inf])
    holes = {
        "sqrt(x)": [1, 0, 0], "log(x)": [1, 1, 0], "1/x": [0, 1, 0], "1/(1/x)": [0, 1, 0],
        "(1/x)^0": [0, 1, 0],
        "1^(1/x)": [0, 1, 0], "x^-1": [0, 1, 0], "x^0.5": [1, 0, 0], "exp(1000*x)": [0, 0, 1],
        "0/x": [0, 1, 0],
        "5": [0, 0, 0], "1/0": [1, 1, 1], "exp(-exp(1e3*x))": [0, 0, 1], "tanh(1e300*x*1e300)": [1, 0, 1],
    }  # fmt: skip
    for text, expected in holes.items():
        f = parse_expression(text)
        curve = f.curve(xs)
        assert np.isnan(curve).tolist() == [bool(hole) for hole in [*expected, 1, 1]], text
        for x, y in zip(xs[:3], curve, strict=False):
            if np.isnan(y):
                with pytest.raises(DomainError):
                    f(x)
            else:
                assert y == f(x)
    assert parse_expression("2").curve([[1, 2], [3, 4]]).shape == (2, 2)
    assert xs[0] == -1.0


def test_the_curve_is_the_function():
    xs = np.linspace(0.05, 4.0, 400)
    f = parse_expression("sqrt(x)*exp(-x/3) + cos(2*x)^3/(1+x) - tanh(log(x)) + abs(x-1)^1.5 + 2^x")
    assert f.curve(xs) == pytest.approx([f(x) for x in xs], rel=1e-12)


# --- nothing else gets out -------------------------------------------------------------------------

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=220)
PIECES = st.lists(
    st.sampled_from([*"x0123456789.+-*/^()e ", "**", "pi", "1e", *module.FUNCTIONS, "sin(", "if", "\n", "_"]),
    max_size=60,
).map("".join)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def survives(text, x):
    """Parse and use ``text`` whatever it is; True if it could be evaluated."""
    try:
        f = parse_expression(text)
    except ExpressionError as error:
        assert 0 <= error.position <= len(text)
        assert f"character {error.position + 1}" in str(error)
        assert str(error).isprintable()
        assert error.caret().count("\n") == 1
        return False
    assert isinstance(f, Expression)
    curve = f.curve([x, 0.0, 1.0])
    assert curve.shape == (3,)
    assert not np.isinf(curve).any()
    try:
        assert math.isfinite(f(x))
        assert f.trace(x)[-1][1:] == derivative(f, x)
    except DomainError as error:
        assert error.x == x
        return False
    return True


@given(ANYTHING, FLOATS)
def test_any_text_gives_an_expression_or_an_expression_error(text, x):
    survives(text, x)


@given(PIECES, FLOATS)
def test_any_pieces_give_an_expression_or_an_expression_error(text, x):
    survives(text, x)


@pytest.mark.parametrize(
    "text",
    [
        *("(" * 100 + ")" * 100, "sin(" * 66, "-" * 200, "x**" * 66, "+(" * 100, "1e" * 100, "." * 200),
        *("x\0" * 9, "\ufeffx", "x;x", "x\rx", '"' * 199, "(x" * 99, "2**" * 66 + "x", "9" * 200, "\\" * 9),
    ],
)
def test_hostile_text(text):
    survives(text, 1.0)


COMPLEX = {"sqrt": cmath.sqrt, "exp": cmath.exp, "log": cmath.log, "sin": cmath.sin, "cos": cmath.cos} | {
    "tanh": cmath.tanh,
    "abs": lambda z: z if z.real >= 0 else -z,
}
INFIX = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: 0j if a == 0 and b.real > 0 else a**b,  # Python refuses 0 to a complex power
}
# Text with all its parentheses, beside the same function of a complex number, written by nobody's parser.
LEAVES = st.one_of(
    st.just(("x", lambda z: z)),
    st.sampled_from([0.5, 1.0, 2.0, 3.0]).map(lambda c: (repr(c), lambda z: complex(c))),
)
TREES = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.tuples(st.sampled_from(sorted(INFIX)), part, part).map(
            lambda t: (f"({t[1][0]}{t[0]}{t[2][0]})", lambda z: INFIX[t[0]](t[1][1](z), t[2][1](z)))
        ),
        st.tuples(st.sampled_from(sorted(COMPLEX)), part).map(
            lambda t: (f"{t[0]}({t[1][0]})", lambda z: COMPLEX[t[0]](t[1][1](z)))
        ),
        part.map(lambda p: (f"(-{p[0]})", lambda z: -p[1](z))),
    ),
    max_leaves=8,
)


@given(TREES, st.floats(0.3, 3.0))
def test_value_and_slope_of_any_expression_are_those_of_the_complex_step(tree, x):
    text, oracle = tree
    assume(len(text) <= tokens.MAX_LENGTH)
    f = parse_expression(text)
    try:
        lines = f.trace(x)
    except DomainError:
        assume(False)
    scale = max(1.0, *(abs(number) for line in lines for number in line[1:]))
    assume(scale < 1e3)
    expected = oracle(complex(x, 1e-30))
    assert f(x) == pytest.approx(expected.real, abs=1e-9 * scale)
    assert derivative(f, x)[1] == pytest.approx(expected.imag / 1e-30, rel=1e-7, abs=1e-7 * scale)
