"""From a daily table and settings to a forecast, its scores, what may be said of it and what is taken home.

In: a `Weather` (of `gd_core.weather`) and `ExperimentSettings`. Out: `run_experiment` gives a `Result`. The
stages: `rows`, then a fit by gradient descent and one by least squares (`experiment`, `ridge`), their
`intervals` and `evaluation`; on top of it `judge`, `explore`, `words` and `take_away`.
"""

from gd_core.forecast.experiment import run_experiment
from gd_core.forecast.result import NextDay, Result
from gd_core.forecast.settings import ExperimentSettings
from gd_core.forecast.take_away.model_file import load_model

__all__ = ["ExperimentSettings", "NextDay", "Result", "load_model", "run_experiment"]
