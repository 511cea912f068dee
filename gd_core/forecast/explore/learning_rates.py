"""Several descents on the same rows from the same start: learning rates, update rules or batch sizes.

What the curvature foretells stands beside what was measured.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gd_core.descent import GradientDescentRegressor
from gd_core.descent.curvature import QUADRATIC_RULES
from gd_core.forecast.explore.descents import (
    DIVERGES,
    SHARES_OF_BEST,
    Problem,
    Variant,
    arrives_first,
    descend,
    outcome,
    path_of,
    variants,
)
from gd_core.forecast.settings import ExperimentSettings

MOST_POINTS = 250  # of a curve
SWINGS_SHOWN = 20  # epochs
SWINGING = 0.5  # of the largest stable rate: from here on it goes from side to side
GRID = 30  # rates for which the theory is drawn
SMALLEST_EXCESS = 1e-14  # share of the smallest loss: less is rounding


@dataclass(frozen=True)
class Comparison:
    """``runs``: a row for each descent: name, rate, updates (per epoch), status, label, epochs foretold and
    measured until it has arrived (NaN where theory is silent or it never did), excess at the end.
    ``curves``: name, epoch, updates, samples, excess (loss over its minimum, positive), thinned for drawing.
    Of learning rates alone, else without rows: ``swings``, name, epoch and distance (signed, to the minimum
    along the stiffest direction) of the first epochs, of rates that swing; ``foretold``, rate and epochs
    until it has arrived, on a fine grid of rates. Names of rates in ``curves`` and ``swings`` say what
    becomes of them.
    """

    kind: str  # "rates", "rules" or "batches"
    accuracy: float  # share of the starting excess loss at which a descent has arrived
    runs: pd.DataFrame
    curves: pd.DataFrame
    swings: pd.DataFrame
    foretold: pd.DataFrame
    arrived: pd.DataFrame  # name as in `curves`, epoch, updates, samples, excess, of those that have
    floor: float  # the smallest loss there is, in squared degrees
    largest_stable: float  # rate of batch descent
    best: float  # of all fixed rates for the worst start
    first: float  # the rate that arrives first from this start, and the epochs that it needs
    first_epochs: int
    condition_number: float
    epochs: int  # of each descent


@dataclass(frozen=True)
class _Done:
    """A descent that has ended: ``excess`` (epochs + 1,) is its loss over the minimum."""

    variant: Variant
    model: GradientDescentRegressor
    excess: np.ndarray
    updates: int  # per epoch


@dataclass(frozen=True)
class Race:
    """Descents of one ``kind`` on the same rows from the same start, before anybody says what arriving is."""

    kind: str
    problem: Problem
    done: tuple[_Done, ...]
    epochs: int


def race(problem: Problem, settings: ExperimentSettings, kind: str, *, epochs: int = 300) -> Race:
    """Run all descents of ``kind`` ("rates", "rules" or "batches") on the training rows, from zero.

    Of the settings, seed and a learning rate of one's own count. Raises ValueError for another kind.
    """
    usual = replace(settings, momentum=ExperimentSettings().momentum, init="zeros")
    chosen = variants(kind, problem, settings.learning_rate)
    return Race(kind, problem, tuple(_run(problem, variant, usual, epochs) for variant in chosen), epochs)


def compare(race: Race, accuracy: float = 1e-3) -> Comparison:
    """Say when each descent has arrived: when its excess loss is ``accuracy`` times that of the start."""
    problem, of_rates = race.problem, race.kind == "rates"
    first = arrives_first(problem, np.zeros(problem.objective.size), accuracy)
    labels = [outcome(done.variant, done.model, problem, first) for done in race.done]
    names = [
        f"{done.variant.name} {label.split()[0]}" if of_rates else done.variant.name
        for done, label in zip(race.done, labels, strict=True)
    ]
    named = list(zip(names, race.done, strict=True))
    runs = [_summary(d, label, problem, accuracy) for d, label in zip(race.done, labels, strict=True)]
    goal = accuracy * race.done[0].excess[0]
    stable = problem.curvature.largest_stable_rate()
    swings = [
        _swing(name, done.model, problem)
        for name, done in named
        if of_rates and done.model.learning_rate_ > SWINGING * stable
    ]
    return Comparison(
        kind=race.kind,
        accuracy=accuracy,
        runs=pd.DataFrame(runs),
        curves=pd.concat([_curve(name, d, len(problem.y)) for name, d in named], ignore_index=True),
        swings=pd.concat(swings, ignore_index=True) if of_rates else pd.DataFrame(),
        foretold=_foretold(problem, accuracy) if of_rates else pd.DataFrame(),
        arrived=_arrived(pd.DataFrame(runs).assign(name=names), len(problem.y), goal),
        floor=problem.floor,
        largest_stable=stable,
        best=problem.curvature.best_rate(),
        first=first.rate,
        first_epochs=first.epochs,
        condition_number=problem.curvature.condition_number,
        epochs=race.epochs,
    )


def _run(problem: Problem, variant: Variant, settings: ExperimentSettings, epochs: int) -> _Done:
    model = descend(problem, variant, settings, epochs=epochs)
    excess = np.maximum(model.history_["loss"].to_numpy() - problem.floor, SMALLEST_EXCESS * problem.floor)
    updates = 1 if variant.batch_size is None else -(-len(problem.y) // variant.batch_size)
    return _Done(variant, model, excess, updates)


def _summary(done: _Done, label: str, problem: Problem, accuracy: float) -> dict[str, object]:
    """The row of `Comparison.runs`."""
    variant, rate = done.variant, done.model.learning_rate_
    # What runs away may pass by the goal, and has not arrived there.
    stays = label not in (DIVERGES, "diverged")
    arrived = np.flatnonzero(done.excess <= accuracy * done.excess[0])
    foretold = None
    if variant.batch_size is None and variant.rule in QUADRATIC_RULES:
        foretold = problem.curvature.epochs_to(-problem.minimum, accuracy, rate, variant.rule)
    return {
        "name": variant.name,
        "rate": rate,
        "updates": done.updates,
        "status": str(done.model.status_),
        "label": label,
        "foretold": np.nan if foretold is None else float(foretold),
        "measured": float(arrived[0]) if stays and arrived.size else np.nan,
        "excess": float(done.excess[-1]),
    }


def _curve(name: str, done: _Done, n: int) -> pd.DataFrame:
    epoch = np.arange(len(done.excess))
    if len(epoch) > MOST_POINTS:
        even = np.linspace(0, len(epoch) - 1, MOST_POINTS // 2)
        early = np.geomspace(1, len(epoch), MOST_POINTS // 2) - 1
        epoch = np.unique(np.concatenate([even, early]).round().astype(int))
    progress = {"epoch": epoch, "updates": epoch * done.updates, "samples": epoch * n}
    return pd.DataFrame({"name": name, **progress, "excess": done.excess[epoch]})


def _arrived(runs: pd.DataFrame, n: int, excess: float) -> pd.DataFrame:
    """Where each of the ``runs`` on ``n`` rows has arrived, at an ``excess`` loss."""
    there = runs[runs["measured"].notna()]
    epoch = there["measured"]
    progress = {"epoch": epoch, "updates": epoch * there["updates"], "samples": epoch * n}
    return pd.DataFrame({"name": there["name"], **progress, "excess": excess})


def _swing(name: str, model: GradientDescentRegressor, problem: Problem) -> pd.DataFrame:
    """The first epochs of a run along the stiffest direction, as long as they are finite."""
    curvature = problem.curvature
    stiffest = curvature.directions[:, np.argmax(curvature.eigenvalues)]
    with np.errstate(over="ignore", invalid="ignore"):
        distance = (path_of(model, problem)[: SWINGS_SHOWN + 1] - problem.minimum) @ stiffest
    table = pd.DataFrame({"name": name, "epoch": np.arange(len(distance)), "distance": distance})
    return table[np.isfinite(distance)]


def _foretold(problem: Problem, accuracy: float) -> pd.DataFrame:
    """What the curvature says of plain batch descent from zero, for rates up to the largest stable one."""
    curvature = problem.curvature
    limit, best = curvature.largest_stable_rate(), curvature.best_rate()
    # Closer together where a little less, or a little more, makes a large difference.
    below = np.geomspace(SHARES_OF_BEST[0] * best, best, GRID // 2, endpoint=False)
    above = limit - np.geomspace(max(limit - best, 0.005 * limit), 0.004 * limit, GRID // 2)
    rates = np.unique(np.concatenate([below, above]))
    needed = [curvature.epochs_to(-problem.minimum, accuracy, rate) for rate in rates]
    return pd.DataFrame({"rate": rates, "epochs": np.array(needed, dtype=float)})
