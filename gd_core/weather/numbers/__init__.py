"""From cells to `Numbers`: columns of float64, in which what stands for a missing value is NaN."""

from gd_core.weather.numbers.from_cells import Numbers, to_numbers

__all__ = ["Numbers", "to_numbers"]
