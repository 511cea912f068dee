"""The mathematics: arrays and parameters come in, a fitted model, a walk or a curvature goes out.

From the ground up: `scaling`, `compiled` (the fast loops; `cache` keeps them) and `rules` (the update
rules, to read) < `objective` (the loss; `blockwise`: of rows in blocks) < `curvature` < `run` (one descent,
its `status`) < `rates` < `regressor`. `reference` is the readable loop; `contours` are those of
the loss surface; what the course needs is in `lesson`. The names below are imported when they are first used:
none waits for the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gd_core.descent.curvature import Curvature
    from gd_core.descent.lesson.autodiff import DomainError
    from gd_core.descent.lesson.expression import Expression, parse_expression
    from gd_core.descent.lesson.one_variable import Trace, minimise
    from gd_core.descent.lesson.tokens import ExpressionError
    from gd_core.descent.regressor import GradientDescentRegressor

_HOMES = {
    "Curvature": "curvature",
    "DomainError": "lesson.autodiff",
    "Expression": "lesson.expression",
    "ExpressionError": "lesson.tokens",
    "GradientDescentRegressor": "regressor",
    "Trace": "lesson.one_variable",
    "minimise": "lesson.one_variable",
    "parse_expression": "lesson.expression",
}

__all__ = [
    "Curvature",
    "DomainError",
    "Expression",
    "ExpressionError",
    "GradientDescentRegressor",
    "Trace",
    "minimise",
    "parse_expression",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'gd_core.descent' has no attribute {name!r}")
    return getattr(import_module(f"gd_core.descent.{_HOMES[name]}"), name)
