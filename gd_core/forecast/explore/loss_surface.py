"""The loss over two parameters of a weather record, and descents on it: everything that the pictures need."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state

from gd_core.descent import contours as geometry
from gd_core.descent.starts import drawn_start
from gd_core.forecast.explore.descents import (
    First,
    Problem,
    Variant,
    arrives_first,
    descend,
    outcome,
    path_of,
    variants,
)
from gd_core.forecast.explore.surface_picture import Picture, Run, draw, slices
from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather import Weather

MOST_PRODUCTS, MOST_EPOCHS = 2 * 10**8, 20_000  # of a descent that a page waits for
COMPARED_EPOCHS = 300
HELD = ("minimum", "final")
SEEN = 0.01  # of the height of the path: a rise that can be seen
OWN = "Your settings"


@dataclass(frozen=True)
class Question:
    """What is to be seen: ``pair`` of terms, across and up; the rest ``held`` at the minimum or at the run's
    "final" values; descents of ``kind`` ("own", "rates", "rules" or "batches") from ``start``, where None
    means as the settings have it.
    """

    pair: tuple[int, int]
    held: str = "minimum"
    kind: str = "own"
    start: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True)
class Surface:
    """What a `Question` comes to."""

    question: Question
    problem: Problem
    settings: ExperimentSettings
    picture: Picture
    section: geometry.Section
    runs: tuple[Run, ...]

    @property
    def seems_to_climb(self) -> bool:
        """Whether the single run goes up on the map while its loss falls, so that it can be seen.

        The map holds the other parameters, and the run moves them, too.
        """
        run, [*pair] = self.runs[0], self.question.pair
        if self.question.kind != "own" or run.status == "diverged":
            return False
        height = self.section.excess(run.thetas[:, pair])
        rises = np.diff(height) > SEEN * height.max()
        return bool((rises & (np.diff(run.losses) < 0.0)).any())


def first_pair(columns: list[str], weather: Weather, settings: ExperimentSettings) -> tuple[int, int]:
    """The pair to begin with: terms of today's target and of another temperature, seldom independent."""
    target, _ = settings.for_weather(weather)
    others = [name for name in weather.temperatures if name != target]
    warm = [_first_of(columns, [target]), _first_of(columns, others)]
    found = [place for place in warm if place is not None]
    found += [place for place in (0, 1) if place not in found]
    return found[0], found[1]


def _first_of(columns: list[str], names: list[str]) -> int | None:
    """The first of the terms that are made of one of these columns."""
    starts = tuple(f"{name}{after}" for name in names for after in (" ", ","))
    made = (k for k, term in enumerate(columns) if f"{term} ".startswith(starts))
    return next(made, None)


def explore(problem: Problem, settings: ExperimentSettings, question: Question) -> Surface:
    """Descend on the training rows and draw the loss over the pair. Raises ValueError for what cannot be."""
    if question.held not in HELD:
        raise ValueError(f"held must be 'minimum' or 'final'; received {question.held!r}.")
    runs = descents(problem, settings, question)
    own = runs[0]
    at_end = question.held == "final" and question.kind == "own" and own.status != "diverged"
    held = own.thetas[-1] if at_end else problem.minimum
    section = geometry.Section.of(problem.objective, question.pair, held)
    home = usual_start(settings, problem.objective.size)[list(question.pair)]
    picture = draw(section, runs, question.pair, home)
    return Surface(
        question=question,
        problem=problem,
        settings=settings,
        picture=picture,
        section=section,
        runs=runs,
    )


def slices_along(found: Surface, side: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The loss and its slope along one of the pair (0 or 1), through where a single run is; see `slices`."""
    return slices(found.problem.objective, found.runs[0], found.picture, found.question.pair[side], side)


def descents(problem: Problem, settings: ExperimentSettings, question: Question) -> tuple[Run, ...]:
    """All runs of the question's kind from its start."""
    n, size = len(problem.y), problem.objective.size
    start = None
    if any(value is not None for value in question.start):
        start = usual_start(settings, size)
        for term, value in zip(question.pair, question.start, strict=True):
            start[term] = start[term] if value is None else value
    if question.kind == "own":
        batch = None if settings.batch_size is None else min(settings.batch_size, n)
        chosen = [Variant(OWN, settings.learning_rate, settings.update, batch)]
        epochs, tol = affordable_epochs(settings, n, size), settings.tol
    else:
        chosen = variants(question.kind, problem, settings.learning_rate)
        epochs, tol = COMPARED_EPOCHS, None
    limits = {"epochs": epochs, "tol": tol, "start": start}
    first = arrives_first(problem, usual_start(settings, size) if start is None else start)
    return tuple(run(problem, variant, settings, first=first, **limits) for variant in chosen)


def usual_start(settings: ExperimentSettings, size: int) -> np.ndarray:
    """Where the settings start, (size,)."""
    return drawn_start(settings.init, check_random_state(settings.seed), size)


def affordable_epochs(settings: ExperimentSettings, n: int, size: int) -> int:
    """The epochs of the settings, or as many as take a moment on ``n`` rows."""
    each = size * size if settings.batch_size is None else n * size
    return max(1, min(settings.epochs, MOST_EPOCHS, max(MOST_PRODUCTS // each, 20)))


def run(
    problem: Problem,
    variant: Variant,
    settings: ExperimentSettings,
    *,
    first: First | None = None,
    **limits: Any,
) -> Run:
    """A descent, thinned for drawing, and judged beside the ``first`` to arrive from the same start.

    ``limits`` are those of `descend`: epochs, tol and start.
    """
    model = descend(problem, variant, settings, **limits)
    path, kept = path_of(model, problem), geometry.kept_epochs(model.n_iter_)
    after = path[-1]
    if variant.rule == "plain" and variant.batch_size is None:
        with np.errstate(over="ignore", invalid="ignore"):
            after = after - model.learning_rate_ * problem.objective.gradient(after)
    following = np.vstack([path[1:], after])[kept]
    return Run(
        name=variant.name,
        epochs=kept,
        thetas=path[kept],
        following=np.where(np.isfinite(following), following, path[kept]),
        losses=geometry.losses_along(problem.objective, path[kept]),
        n_epochs=model.n_iter_,
        status=model.status_,
        rate=float(model.learning_rate_),
        label=outcome(variant, model, problem, first or arrives_first(problem, path[0])),
    )
