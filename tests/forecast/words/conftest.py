"""Results that sentences are made about."""

import pytest

from gd_core import ExperimentSettings, run_experiment


@pytest.fixture(scope="session")
def result(seattle):
    return run_experiment(seattle, ExperimentSettings())


@pytest.fixture(scope="session")
def plain(seattle):
    """What comes of the tutorials' regression."""
    return run_experiment(seattle, ExperimentSettings(start_from="nothing"))
