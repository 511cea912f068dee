"""From text such as ``1.2*x^2 + 4`` to a function of x, without ever running the text.

Three steps. The text is cut into tokens, and what is not a number, a known name or an operator is refused
by its position. Their order is checked, so that a mistake is named in the learner's words. What is left
is valid Python; Python's own grammar turns it into a syntax tree (``ast.parse``, which runs nothing), and
from that a tree of our own is built of the few kinds of nodes that are allowed.

All numbers are floats, so no expression takes long or needs much memory: 9**9**9**9 is a DomainError.
"""

import ast
import operator
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np

from gd_core.descent.lesson import autodiff
from gd_core.descent.lesson.autodiff import DomainError, Dual, TooLarge
from gd_core.descent.lesson.functions import CONSTANTS, FUNCTIONS
from gd_core.descent.lesson.tokens import (
    MAX_DEPTH,
    MAX_EXPONENT,
    MAX_LENGTH,
    ExpressionError,
    Token,
    check_order,
    tokens_of,
)

UNARY = {ast.UAdd: "pos", ast.USub: "neg"}
BINARY = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.Pow: "pow"}


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression: ``operation`` is "x", "number" or a key of `OPERATORS` or `FUNCTIONS`."""

    operation: str
    text: str  # as the user wrote it
    operands: tuple["Node", ...] = ()
    number: float = 0.0  # the value of a number
    has_x: bool = False


class _TreeBuilder:
    """Builds nodes from Python's; each still knows which part of the user's text it stands for."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        # Numbers are spelled as Python spells floats (007 is none of its numbers), ^ as **. Python reports
        # columns of `source`; every node starts and ends where a token does.
        self.text, self.source = text, "("
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        for token in tokens:
            self.starts[len(self.source)] = token.position
            spelled = repr(float(token.text)) if token.kind == "number" else token.text.replace("^", "**")
            self.source += spelled
            self.ends[len(self.source)] = token.position + len(token.text)
        self.source += ")"

    def build(self) -> Node:
        return self.node(ast.parse(self.source, mode="eval").body, 1)

    def node(self, node: ast.expr, depth: int) -> Node:
        start, end = self.starts[node.col_offset], self.ends[node.end_col_offset or 0]
        text = " ".join(self.text[start:end].split())
        if depth > MAX_DEPTH:
            raise self.refusal(f"is nested deeper than {MAX_DEPTH} operations", start)
        match node:
            case ast.Constant(value=float(number)):
                return Node("number", text, number=number)
            case ast.Name(id="x"):
                return Node("x", text, has_x=True)
            case ast.Name(id=name) if name in CONSTANTS:
                return Node("number", text, number=CONSTANTS[name])
            case ast.UnaryOp(op=sign, operand=operand) if type(sign) in UNARY:
                operation, children = UNARY[type(sign)], [operand]
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in BINARY:
                operation, children = BINARY[type(sign)], [left, right]
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
                operation, children = name, [argument]
            case _:
                raise self.refusal(f"is not allowed: {text}", start)
        operands = tuple(self.node(child, depth + 1) for child in children)
        if operation == "pow" and _size_of_number(operands[1]) > MAX_EXPONENT:
            position = self.starts[children[1].col_offset]
            raise self.refusal(f"is an exponent above {MAX_EXPONENT}, the largest allowed", position)
        return Node(operation, text, operands, has_x=any(operand.has_x for operand in operands))

    def refusal(self, problem: str, position: int) -> ExpressionError:
        message = f"The part that starts at character {position + 1} {problem}."
        return ExpressionError(message, self.text, position)


def _size_of_number(node: Node) -> float:
    """How large a number is that may have signs before it; 0 for everything else."""
    while node.operation in UNARY.values():
        node = node.operands[0]
    return node.number


# --- the function ----------------------------------------------------------------------------------


def _power_of_arrays(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(a) | np.isnan(b), np.nan, np.power(a, b))  # NumPy has nan**0 = 1


OPERATORS = {name: getattr(operator, name) for name in (*UNARY.values(), *BINARY.values())}
ARRAY_OPERATORS = OPERATORS | {"pow": _power_of_arrays}


class Operation(NamedTuple):
    """One line of the evaluation of an expression: a part of it, its value and its derivative."""

    text: str
    value: float
    derivative: float


@dataclass(frozen=True)
class Expression:
    """A function of x, made by `parse_expression`: call it with a number or a `Dual`."""

    text: str
    tree: Node

    @overload
    def __call__(self, x: Dual) -> Dual: ...
    @overload
    def __call__(self, x: float) -> float: ...
    def __call__(self, x: float | Dual) -> float | Dual:
        """f(x): a dual for a dual, a float for a number. Raises DomainError where it is undefined."""
        y = self._evaluate(autodiff.lift(x), [])
        return y if isinstance(x, Dual) else y.value

    def trace(self, x: float) -> list[Operation]:
        """How f(x) and f'(x) come about: each part of the expression with an x in it, innermost first.

        A part that occurs twice is listed once; the last line is the whole expression. Raises DomainError.
        """
        lines: list[tuple[Node, Dual]] = []
        y = self._evaluate(Dual(autodiff.lift(x).value, 1.0), lines)
        steps = {node.text: dual for node, dual in lines if node.has_x} or {self.tree.text: y}
        return [Operation(text, dual.value, dual.derivative) for text, dual in steps.items()]

    def curve(self, xs: Any) -> np.ndarray:
        """f at every number of an array, for drawing: NaN where f is undefined or too large."""
        x = np.asarray(xs, dtype=float)

        def walk(node: Node) -> Any:
            if node.operation == "x":
                return np.where(np.isfinite(x), x, np.nan)
            if node.operation == "number":
                return np.float64(node.number)
            function = FUNCTIONS.get(node.operation)
            operation = function.of_array if function else ARRAY_OPERATORS[node.operation]
            y = operation(*map(walk, node.operands))
            return np.where(np.isfinite(y), y, np.nan)  # at once: 1/(1/x) has no value at 0 either

        with np.errstate(all="ignore"):
            return np.where(np.isfinite(x), walk(self.tree), np.nan)

    def _evaluate(self, x: Dual, lines: list[tuple[Node, Dual]]) -> Dual:
        """f(x); ``lines`` receives every node with its result."""

        def walk(node: Node) -> Dual:
            if node.operation == "x":
                y = x
            elif node.operation == "number":
                y = Dual(node.number)
            else:
                function = FUNCTIONS.get(node.operation)
                operation = function.of_number if function else OPERATORS[node.operation]
                try:
                    y = operation(*map(walk, node.operands))
                except TooLarge as error:
                    if error.x is not None:  # a part of this part has said so
                        raise
                    raise TooLarge(f"in {node.text}, {error.reason}", x.value) from None
            lines.append((node, y))
            return y

        try:
            return walk(self.tree)
        except DomainError as error:
            raise error.at(x.value) from None


def parse_expression(text: str) -> Expression:
    """The function that ``text`` describes: see `functions.allowed` and the limits in `lesson.tokens`.

    ^ means power, as ** does; -x^2 is -(x^2) and 2^3^2 is 2^(3^2). Products are written out: 2*x. Raises
    ExpressionError, which knows the position, or TypeError for what is no text.
    """
    if not isinstance(text, str):
        raise TypeError(f"An expression must be text; received {text!r} ({type(text).__name__}).")
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"The expression has {len(text)} characters, the first too many at character {MAX_LENGTH + 1}; "
            f"at most {MAX_LENGTH} are allowed.",
            text,
            MAX_LENGTH,
        )
    if not text.strip():
        raise ExpressionError(
            "There is nothing at character 1: write an expression in x, such as x^2.", text, 0
        )
    tokens = list(tokens_of(text))
    check_order(tokens, text)
    return Expression(text, _TreeBuilder(tokens, text).build())
