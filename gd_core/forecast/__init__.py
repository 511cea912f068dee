"""Table and descent together: features, split, baselines, evaluation, the experiment."""

from gd_core.forecast.experiment import run_experiment
from gd_core.forecast.result import NextDay, Result
from gd_core.forecast.settings import ExperimentSettings

__all__ = ["ExperimentSettings", "NextDay", "Result", "run_experiment"]
