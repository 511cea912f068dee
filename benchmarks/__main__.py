"""Print every table."""

from benchmarks import experiment

print(experiment.report())
