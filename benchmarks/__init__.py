"""Timings beside peers, and forecasts judged beside others: `python -m benchmarks` prints the tables."""
