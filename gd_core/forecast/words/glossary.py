"""The words of the trade: what each means, in one sentence without another of them, and where it is taught.

To add a word is to add a line to `TERMS`.
"""

import re
from dataclasses import dataclass

ONE, STEP, SURFACE, RATES = "One variable", "Step by step", "Loss surface", "Learning rates"
FORECAST, VERDICT = "Forecast", "Verdict"


@dataclass(frozen=True)
class Term:
    """A word: one sentence on it, the page that teaches it, and how it is found in a text.

    ``pattern``: a regular expression without regard to case; empty: the word itself, or with an s.
    """

    sentence: str
    page: str
    pattern: str = ""


TERMS = {
    "predictor": Term("A column whose value today is used to say what comes.", FORECAST),
    "coefficient": Term(
        "A number by which one of today's values is multiplied before all are added up.", FORECAST
    ),
    "gradient descent": Term(
        "Finding the lowest point by steps downhill: each number is moved the way in which it falls.", ONE
    ),
    "gradient": Term("The slope where one stands: which way is up, and how steeply.", ONE),
    "learning rate": Term("How far each step goes, compared with how steep it is there.", RATES),
    "loss": Term("How wrong the forecasts are, in one number: their errors, squared and averaged.", STEP),
    "residual": Term("What was measured minus what was forecast, on one day.", VERDICT),
    "epoch": Term("One pass over all the days that are learned from.", STEP),
    "mini-batch": Term(
        "A few days, drawn at random, that are looked at before each step.", RATES, r"mini-batch(?:es)?"
    ),
    "batch": Term("The days that are looked at together before each step.", RATES, r"(?<!mini-)batch(?:es)?"),
    "stochastic": Term("Looking at one day only, drawn at random, before each step.", RATES),
    "momentum": Term("A share of the last step that is added to the next, as a ball rolls on.", RATES),
    "converge": Term(
        "To come so near the lowest point that more steps change nothing.", RATES, r"converge[sd]?"
    ),
    "diverge": Term(
        "To get further from the lowest point with each step, since steps are too long.",
        RATES,
        r"diverge[sd]?|divergent",
    ),
    "least squares": Term("The exact solution, which a formula gives without any steps.", STEP),
    "condition number": Term(
        "How many times as curved the valley is across as along; the larger, the longer the way.", SURFACE
    ),
    "standardise": Term(
        "To shift and stretch a column so that its mean is 0 and its typical distance from it 1.",
        SURFACE,
        r"standardi[sz]e[sd]?",
    ),
    "ridge penalty": Term(
        "A price on large multipliers, so that what was mere chance is not learned.",
        FORECAST,
        r"ridge penalty|ridge",
    ),
    "training": Term("The oldest days, from which everything is learned.", FORECAST),
    "validation": Term("Days after those learned from, on which settings can be compared.", FORECAST),
    "test days": Term("The newest days, kept aside; only the finished forecast is tried on them.", FORECAST),
    "persistence": Term(
        "The forecast that tomorrow will be as warm as it is today.", VERDICT, r"persistence|as today"
    ),
    "normal": Term(
        "What is usual on this day of the year, from the years before.",
        VERDICT,
        r"(?:seasonal|the|its) normals?(?! (?:distribution|curve))|normals",
    ),
    "climatology": Term(
        "The forecast of what is usual on that day of the year, whatever today is like.",
        VERDICT,
        r"climatology|as usual for the date",
    ),
    "damped anomaly": Term(
        "The forecast of what is usual on that day, plus a share of how unusual today is.",
        VERDICT,
        r"damped anomal(?:y|ies)|between the two",
    ),
    "anomaly": Term(
        "How much warmer or colder a day is than is usual for its date.", VERDICT, r"anomal(?:y|ies)"
    ),
    "skill": Term(
        "The share of another forecast's error that this one saves: 100% is perfect, 0 no better.", VERDICT
    ),
    "RMSE": Term("The typical size of an error, in which large errors count for more.", VERDICT),
    "conformal interval": Term(
        "A range as wide as earlier errors were, so that what comes is inside as often as promised.", VERDICT
    ),
    "coverage": Term("How often what came lay inside the range that was given.", VERDICT),
    "backtest": Term("Forecasts of days gone by, each from what was known at the time.", VERDICT),
    "bootstrap": Term("Drawing days again and again, to see how much of a figure is chance.", VERDICT),
    "Diebold-Mariano": Term(
        "A check whether one forecast's errors are smaller than another's by more than chance.",
        VERDICT,
        r"Diebold.Mariano",
    ),
    "autocorrelation": Term("How much an error resembles the errors of the days before.", VERDICT),
}  # fmt: skip
"""The longer words stand before those that they hold: "gradient descent" before "gradient"."""

_PATTERNS = [(name, term.pattern or f"{re.escape(name)}s?") for name, term in TERMS.items()]
_ANY = re.compile("|".join(rf"(\b(?:{pattern})\b)" for _, pattern in _PATTERNS), re.IGNORECASE)


def found_in(text: str) -> list[str]:
    """The words of the trade in ``text``, each once, in the order in which they are met."""
    groups = (match.lastindex for match in _ANY.finditer(text))
    return list(dict.fromkeys(_PATTERNS[group - 1][0] for group in groups if group))


def explained(*texts: str) -> str | None:
    """What the words of the trade in ``texts`` mean, as Markdown; None where there are none."""
    names = found_in(" ".join(texts))
    return "\n\n".join(f"**{name}**: {TERMS[name].sentence} ({TERMS[name].page})" for name in names) or None
