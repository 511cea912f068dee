"""Expressions, first half: text is cut into tokens, whose order is checked.

What is not a number, a known name or an operator is refused by its position, and mistakes are named in the
learner's words, before Python's own grammar (`gd_core.descent.lesson.expression`) sees any of it.
"""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from gd_core.descent.lesson.functions import CONSTANTS, FUNCTIONS, allowed

# The limits of an expression, all of them.
MAX_LENGTH = 200  # characters
MAX_DEPTH = 50  # operations, or parentheses, one inside the other
MAX_NODES = 100  # numbers, names, operators and function calls
MAX_DIGITS = 25  # of one number
MAX_EXPONENT = 1000  # size of a number written as an exponent

HINTS = {
    "×": "Write * for a product.",
    "·": "Write * for a product.",
    "÷": "Write / for a quotient.",
    "−": "Write - for a minus sign.",
    "²": "Write ^2 for a square.",
    "³": "Write ^3 for a cube.",
    "π": "Write pi.",
    ",": "Write 0.5 with a point; functions take one argument.",
    "|": "Write abs(x).",
    "[": "Write round parentheses.",
    "=": "Write only the right-hand side of f(x) = ...",
    "X": "Write x.",
    "ln": "Write log, the natural logarithm.",
}


class ExpressionError(ValueError):
    """Text that is no expression; ``position`` is the index of the character where it goes wrong, from 0."""

    def __init__(self, message: str, text: str, position: int) -> None:
        super().__init__(message, text, position)
        self.text, self.position = text, position

    def __str__(self) -> str:
        return str(self.args[0])

    def caret(self, width: int = 60) -> str:
        """Two lines: the text, or the part of it around the mistake, and a ^ under the character."""
        start = max(0, min(self.position - width // 2, len(self.text) - width))
        part = self.text[start : start + width]
        shown = "".join(character if character.isprintable() else " " for character in part)
        return f"{shown}\n{' ' * (self.position - start)}^"


class Token(NamedTuple):
    """A piece of the text. Kinds: number, name, function, operator, ``(``, ``)`` and, at the end, end."""

    kind: str
    text: str
    position: int


_TOKEN = (
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<operator>\*\*|[-+*/^])|(?P<parenthesis>[()])"
)


def tokens_of(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = re.match(_TOKEN, text[position:], re.ASCII)
        piece = match.group() if match else text[position]
        kind = match.lastgroup if match else None
        if kind == "parenthesis":
            kind = piece
        elif kind == "name" and piece in FUNCTIONS:
            kind = "function"
        elif kind is None or (kind == "name" and piece != "x" and piece not in CONSTANTS):
            advice = f"{HINTS[piece]} {allowed()}" if piece in HINTS else allowed()
            raise ExpressionError(
                f"{piece!r} at character {position + 1} is not known here. {advice}", text, position
            )
        elif kind == "number":
            _check_number(piece, text, position)
        yield Token(kind, piece, position)
        position += len(piece)
    yield Token("end", "", len(text))


def _check_number(number: str, text: str, position: int) -> None:
    digits = sum(character.isdigit() for character in number)
    if digits > MAX_DIGITS:
        problem = f"has {digits} digits; at most {MAX_DIGITS} are allowed"
    elif math.isinf(float(number)):
        problem = "is too large; numbers end at about 1.8e308"
    else:
        return
    raise ExpressionError(f"The number at character {position + 1} {problem}.", text, position)


def check_order(tokens: list[Token], text: str) -> None:
    """Refuse whatever Python's grammar would refuse, and calls without parentheses, and 2x for 2*x."""
    open_parentheses: list[Token] = []
    previous = Token("start", "", 0)
    for token in tokens:
        kind, piece, position = token
        where = f"at character {position + 1}"
        operand_before = previous.kind in ("number", "name", ")")
        problem = ""
        if previous.kind == "function" and kind != "(":
            problem = f"An opening parenthesis is missing {where}: write {previous.text}(x)."
        elif operand_before and kind in ("number", "name", "function", "("):
            problem = f"An operator is missing {where}: for a product, write {previous.text}*{piece}."
        elif not operand_before and kind == "end":
            problem = f"The expression breaks off {where}, after {previous.text!r}: a number or x is missing."
        elif not operand_before and (kind == ")" or piece in ("*", "/", "**", "^")):
            problem = f"A number, x, a function or '(' is missing {where}, before {piece!r}."
        elif kind == ")" and not open_parentheses:
            problem = f"')' {where} closes nothing: no '(' is open there."
        elif kind == "(" and len(open_parentheses) == MAX_DEPTH:
            problem = f"The parentheses are nested too deep {where}: at most {MAX_DEPTH} may be open."
        if problem:
            raise ExpressionError(problem, text, position)
        if kind == "(":
            open_parentheses.append(token)
        elif kind == ")":
            open_parentheses.pop()
        previous = token
    if open_parentheses:
        position = open_parentheses[-1].position
        raise ExpressionError(f"'(' at character {position + 1} is never closed.", text, position)
    parts = [token for token in tokens if token.kind not in ("(", ")", "end")]
    if len(parts) > MAX_NODES:
        position = parts[MAX_NODES].position
        raise ExpressionError(
            f"The expression has {len(parts)} numbers, names, operators and functions, the first too many at "
            f"character {position + 1}; at most {MAX_NODES} are allowed.",
            text,
            position,
        )
