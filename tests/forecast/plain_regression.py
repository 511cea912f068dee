"""Settings of a regression that starts from nothing, on the features that tests of such a one are about."""

from typing import Any

from gd_core import ExperimentSettings

MANY = ("today", "lags", "mean_30", "anomalies")


def plain(**fields: Any) -> ExperimentSettings:
    """The settings with these fields, the others as usual."""
    return ExperimentSettings(**{"start_from": "nothing", "features": MANY} | fields)
