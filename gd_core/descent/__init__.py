"""The mathematics: objectives, update rules, loops, curvature, the estimator."""

from gd_core.descent.curvature import Curvature
from gd_core.descent.regressor import GradientDescentRegressor

__all__ = ["Curvature", "GradientDescentRegressor"]
