"""Raw beside standardised columns: the same loss over the same two parameters, and how long it takes."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from gd_core.descent import contours as geometry
from gd_core.forecast.explore.descents import Problem, Variant
from gd_core.forecast.explore.loss_surface import COMPARED_EPOCHS, run
from gd_core.forecast.explore.surface_picture import Picture, draw
from gd_core.forecast.rows.rows import Rows
from gd_core.forecast.settings import ExperimentSettings

ACCURACY, IN_WORDS = (
    1e-6,
    "a millionth",
)  # share of the starting excess loss at which a descent counts as arrived
FLAT = 1e-12  # of the largest curvature: less is rounding
SHARE_OF_STABLE = 0.5  # of the largest stable rate: nothing swings, and the shape of the valley is seen


@dataclass(frozen=True)
class Side:
    """One half of raw beside standardised, each descended at half its own largest stable rate from zero."""

    problem: Problem
    pair: tuple[int, int]  # the parameters that are drawn
    picture: Picture
    section_condition: float | None  # None if the section is flat along a direction
    rate: float
    needed: int  # epochs until the excess loss is `ACCURACY` of that at the start, from the curvature


def scaling(
    rows: Rows, settings: ExperimentSettings, pair: tuple[int, int] | None = None
) -> tuple[Side, Side]:
    """Raw columns, then standardised ones: the same pair (None: `telling_pair`), batch descent by the plain
    rule."""
    usual = [replace(settings, standardize=flag, init="zeros") for flag in (False, True)]
    problems = [Problem.of(rows, plain, raw=not plain.standardize) for plain in usual]
    if pair is None:
        pair = telling_pair(*(problem.objective.hessian() for problem in problems))
    sides = []
    for plain, problem in zip(usual, problems, strict=True):
        rate = SHARE_OF_STABLE * problem.curvature.largest_stable_rate()
        way = run(problem, Variant("plain", rate), plain, epochs=COMPARED_EPOCHS)
        section = geometry.Section.of(problem.objective, pair, problem.minimum)
        axes = section.curvature()
        needed = problem.curvature.epochs_to(-problem.minimum, ACCURACY, rate)
        sides.append(
            Side(
                problem,
                pair,
                draw(section, (way,), pair, np.zeros(2), square=True),
                axes.condition_number if axes.eigenvalues.size == 2 else None,
                rate,
                0 if needed is None else needed,
            )
        )
    return sides[0], sides[1]


def telling_pair(raw: np.ndarray, standardised: np.ndarray) -> tuple[int, int]:
    """The two parameters whose valley standardising rounds most, from both Hessians (p, p), p at least 2.

    Valleys that are flat along a direction tell nothing, and count only if all are.
    """
    best, found = -np.inf, (0, 1)
    for pair in combinations(range(len(raw)), 2):
        narrow, round_ = (_condition(hessian[np.ix_(pair, pair)]) for hessian in (raw, standardised))
        if np.isfinite(narrow) and np.isfinite(round_) and narrow / round_ > best:
            best, found = narrow / round_, pair
    return found


def _condition(block: np.ndarray) -> float:
    """Largest over smallest eigenvalue of a symmetric block (2, 2); infinite where that is nearly nothing."""
    smallest, largest = np.linalg.eigvalsh(block)
    return float(largest / smallest) if smallest > FLAT * largest else float("inf")
