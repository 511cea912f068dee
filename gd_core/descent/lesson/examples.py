"""Ready-made functions of one variable, and the published example."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A function worth walking on, with a start and a rate that show what is special about it."""

    text: str
    start: float
    learning_rate: float
    remark: str


#: f(x) = a x^2 + b of the post "Deep learning is so simple", which prints f at the start and after each of
#: nine steps.
PUBLISHED_A, PUBLISHED_B = 1.2, 4.0
PUBLISHED = Example("1.2*x^2 + 4", -3.0, 0.2, "The parabola of the published example.")
PUBLISHED_STEPS = 10
PUBLISHED_ROWS = (
    "f(-3.0) = 1.5e+01",
    "f(-1.6) = 6.9",
    "f(-0.81) = 4.8",
    "f(-0.42) = 4.2",
    "f(-0.22) = 4.1",
    "f(-0.11) = 4.0",
    "f(-0.059) = 4.0",
    "f(-0.031) = 4.0",
    "f(-0.016) = 4.0",
    "f(-0.0083) = 4.0",
)

EXAMPLES: dict[str, Example] = {
    "Two valleys": Example(
        "x^4 - 3*x^2 + x", 0.3, 0.05, "Which valley the walk ends in depends on the start alone."
    ),
    "Ripple": Example(
        "0.1*x^2 + sin(3*x)",
        4.0,
        0.05,
        "Small rates get caught in the first ripple, larger ones jump on.",
    ),
    "Flat valley": Example(
        "x^4 / 4", -2.0, 0.1, "The slope dies away before the minimum, and the steps with it."
    ),
    "Edge": Example(
        "x - log(x)", 3.0, 0.4, "f ends at 0: a rate that is too large jumps out of where it is defined."
    ),
}


def parabola(a: float, b: float) -> str:
    """The text of a x^2 + b."""
    sign = "-" if b < 0 else "+"
    return f"{a:g}*x^2 {sign} {abs(b):g}"


def is_published(text: str, start: float, learning_rate: float) -> bool:
    """Whether a walk is the published one."""
    P = PUBLISHED
    return (text, start, learning_rate) == (P.text, P.start, P.learning_rate)


def published_row(x: float, f: float) -> str:
    """A row as the published post prints it."""
    return f"f({x:.2}) = {f:.2}"
