"""The mathematics: objectives, update rules, loops, curvature, the estimator; functions of one variable."""

from gd_core.descent.curvature import Curvature
from gd_core.descent.lesson.autodiff import DomainError
from gd_core.descent.lesson.expression import Expression, parse_expression
from gd_core.descent.lesson.one_variable import Trace, minimise
from gd_core.descent.lesson.tokens import ExpressionError
from gd_core.descent.regressor import GradientDescentRegressor

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
