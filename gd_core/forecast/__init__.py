"""Table and descent together: features, split, baselines, evaluation, the experiment."""

from gd_core.forecast.experiment import run_experiment
from gd_core.forecast.result import NextDay, Result
from gd_core.forecast.settings import ExperimentSettings
from gd_core.forecast.take_away.model_file import load_model

__all__ = ["ExperimentSettings", "NextDay", "Result", "load_model", "run_experiment"]
