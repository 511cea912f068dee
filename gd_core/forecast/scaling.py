"""Raw beside standardised columns: the same loss over the same two parameters, and how long it takes."""

from dataclasses import dataclass, replace

import numpy as np

from gd_core.descent import surface as geometry
from gd_core.forecast.comparison import Variant
from gd_core.forecast.features import Rows
from gd_core.forecast.picture import Picture, draw
from gd_core.forecast.settings import ExperimentSettings
from gd_core.forecast.surface import COMPARED_EPOCHS, Problem, run

ACCURACY, IN_WORDS = (
    1e-6,
    "a millionth",
)  # share of the starting excess loss at which a descent counts as arrived
SHARE_OF_STABLE = 0.5  # of the largest stable rate: nothing swings, and the shape of the valley is seen


@dataclass(frozen=True)
class Side:
    """One half of raw beside standardised, each descended at half its own largest stable rate from zero."""

    terms: tuple[str, ...]
    picture: Picture
    section_condition: float | None  # None if the section is flat along a direction
    condition: float
    rate: float
    needed: int  # epochs until the excess loss is `ACCURACY` of that at the start, from the curvature


def scaling(rows: Rows, settings: ExperimentSettings, pair: tuple[int, int]) -> tuple[Side, Side]:
    """Raw columns, then standardised ones: the same pair, batch descent by the plain rule."""
    sides = []
    for flag in (False, True):
        plain = replace(settings, standardize=flag, init="zeros")
        problem = Problem.of(rows, plain)
        rate = SHARE_OF_STABLE * problem.curvature.largest_stable_rate()
        way = run(problem, Variant("plain", rate), plain, COMPARED_EPOCHS, None, None)
        section = geometry.Section.of(problem.objective, pair, problem.minimum)
        axes = section.curvature()
        needed = problem.curvature.epochs_to(-problem.minimum, ACCURACY, rate)
        sides.append(
            Side(
                problem.terms,
                draw(section, (way,), pair, np.zeros(2), square=True),
                axes.condition_number if axes.eigenvalues.size == 2 else None,
                problem.curvature.condition_number,
                rate,
                0 if needed is None else needed,
            )
        )
    return sides[0], sides[1]
