"""The mathematics: objectives, update rules, loops, curvature, the estimator; functions of one variable."""

from gd_core.descent.autodiff import DomainError
from gd_core.descent.curvature import Curvature
from gd_core.descent.expression import Expression, parse_expression
from gd_core.descent.one_variable import Trace, minimise
from gd_core.descent.regressor import GradientDescentRegressor
from gd_core.descent.tokens import ExpressionError

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
