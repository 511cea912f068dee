"""What the loss surface says, in sentences. Names from files are not made safe for any markup here."""

from typing import Any

import numpy as np
import pandas as pd

from gd_core.forecast.explore.descents import Problem
from gd_core.forecast.explore.loss_surface import COMPARED_EPOCHS, Surface
from gd_core.forecast.explore.scaling import IN_WORDS, Side
from gd_core.forecast.words.phrases import Guess, joined, rounded
from gd_core.forecast.words.terms import short
from gd_core.weather.report import counted

NEAR = 0.01  # share above the smallest loss at which a descent counts as near it
ROUND = 1.05  # condition number below which a valley is called round
LONGEST = 36  # characters of a name on an axis; its unit is never cut off
PER = {"raw": "unit", "deviations": "standard deviation", "departures": "typical departure"}
DIFFERENT = 1.5  # times as many epochs from which on scaling is said to matter


def axis_name(problem: Problem, term: int, unit: str) -> str:
    """What an axis shows, with its unit: "Coefficient of wind (°C per standard deviation)"."""
    if term == problem.intercept:
        return f"{problem.terms[term]} (°{unit})"
    name, per = short(problem.terms[term]), PER[problem.scaled]
    if problem.scaled == "departures" and problem.trust[term] != 1.0:
        per = f"{1.0 / problem.trust[term]:g} {per}s"
    name = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return f"Coefficient of {name} (°{unit} per {per})"


def headline(surface: Surface, unit: str) -> str:
    """How the descent ended, or how many arrived; ``unit`` is that of the temperatures."""
    floor = surface.problem.floor
    if surface.question.kind != "own":
        near = sum(float(run.losses[-1]) <= (1.0 + NEAR) * floor for run in surface.runs)
        gone = sum(run.status == "diverged" for run in surface.runs)
        leave = f"; {gone} {'diverges' if gone == 1 else 'diverge'}" if gone else ""
        within = f"within {NEAR:.0%} of the smallest loss in {counted(COMPARED_EPOCHS, 'epoch')}"
        return f"{near} of {len(surface.runs)} come {within}{leave}"
    run = surface.runs[0]
    if run.status == "diverged":
        return f"At a learning rate of {run.rate:.3g} it climbs out of the valley"
    epochs, above = counted(run.n_epochs, "epoch"), float(run.losses[-1]) - floor
    # The stopping test leaves an excess of the order of rounding.
    if run.status == "converged" or above <= 1e-9 * max(floor, above):
        return f"It reaches the smallest loss, {floor:.4g} °{unit}², in {epochs}"
    return f"After {epochs} the loss is {run.losses[-1]:.4g} °{unit}², {above:.2g} above the smallest"


def climbing(surface: Surface) -> str | None:
    """Why the path seems to climb, where it can be seen to."""
    if not surface.seems_to_climb:
        return None
    others = counted(len(surface.problem.terms) - 2, "other coefficient")
    return (
        "The path seems to climb, but the loss falls all the same: each step also changes "
        f"{others}, which the map cannot show."
    )


def shown(surface: Surface, unit: str) -> str:
    """The map with its numbers, for those who cannot see it."""
    across, up = (surface.problem.terms[term] for term in surface.question.pair)
    last = surface.picture.dots.groupby("run", sort=False).tail(1)
    ways = [
        f"{dot['run']} is at {_place(dot)} after {counted(int(dot['epoch']), 'epoch')}, with a loss of "
        f"{rounded(dot['loss'], 4)} °{unit}²"
        for dot in last.to_dict("records")
    ]
    first = surface.picture.dots.iloc[0]
    at = dict(zip("xy", surface.section.centre, strict=True))
    return (
        f"Map of the loss over {across} and {up}. The start is {_place(first)}, with a loss of "
        f"{rounded(first['loss'], 4)} °{unit}²; the smallest loss here is at {_place(at)}; {joined(ways)}."
    )


def _place(at: Any) -> str:
    return f"({rounded(at['x'])}, {rounded(at['y'])})"


def half_way(surface: Surface) -> Guess | None:
    """How soon half of the way down is done; None where it is no question."""
    run = surface.runs[0]
    excess = run.losses - surface.problem.floor
    if surface.question.kind != "own" or run.status == "diverged" or excess[0] <= 0.0:
        return None
    half, most = (int(run.epochs[int(np.argmax(excess <= left * excess[0]))]) for left in (0.5, 0.01))
    answers = sorted({half, run.n_epochs // 4, run.n_epochs // 2})
    if len(answers) < 3 or excess[-1] > 0.01 * excess[0]:
        return None
    return Guess(
        f"Of the {run.n_epochs:,} epochs, how many does half of the way down take?",
        tuple(counted(answer, "epoch") for answer in answers),
        counted(half, "epoch"),
        f"Half of the loss above the smallest is gone after {counted(half, 'epoch')}, 99% after {most:,}: "
        "the steps are long where it is steep, and short where it is nearly flat.",
    )


def explanation(surface: Surface) -> str:
    """What is drawn, where the other parameters are, and how long the valley is."""
    others = len(surface.problem.terms) - 2
    rows = f"The mean squared error on {len(surface.problem.y):,} training days"
    if surface.problem.objective.alpha > 0.0:
        rows += " plus the ridge penalty"
    held = f"{rows}, over {_of(surface, 0)} and {_of(surface, 1)}"
    if others:
        what = "The other parameter is" if others == 1 else f"The other {others} parameters are"
        held += f". {what} held at {'its' if others == 1 else 'their'} {_where(surface)}"
    axes = surface.section.curvature()
    whole = rounded(surface.problem.curvature.condition_number)
    if axes.eigenvalues.size < 2:
        valley = "The loss is flat along one direction here: the data cannot tell where on it to be"
    elif axes.condition_number < ROUND:
        valley = "The valley is round here, equally curved along all directions"
    else:
        valley = f"Across, this valley is {rounded(axes.condition_number)} times as curved as along"
    said = f"{held}. {valley}; over all parameters the condition number is {whole}."
    if surface.settings.start_from == "today":
        said += " Where all parameters are zero, the forecast is “as today”."
    return said


def _of(surface: Surface, side: int) -> str:
    term = surface.question.pair[side]
    name = surface.problem.terms[term]
    return "the intercept" if term == surface.problem.intercept else f"the coefficient of {name}"


def _where(surface: Surface) -> str:
    values = "value" if len(surface.problem.terms) == 3 else "values"
    question = surface.question
    if question.held == "final" and question.kind == "own" and surface.runs[0].status != "diverged":
        return f"{values} after the last epoch of the run"
    return f"{values} at the minimum" if surface.problem.objective.alpha > 0.0 else f"least-squares {values}"


def notes(surface: Surface) -> tuple[str, ...]:
    """What went otherwise than asked for."""
    said = []
    shown = [surface.problem.terms[term] for term in surface.question.pair]
    for name in surface.problem.constant:
        if name in shown:
            said.append(
                f"{name} does not vary on the training days, so it tells nothing that the intercept does not."
            )
    run = surface.runs[0]
    if surface.question.kind == "own":
        if run.n_epochs < surface.settings.epochs and run.status == "max_iter":
            said.append(f"Drawn are the first {run.n_epochs:,} of {surface.settings.epochs:,} epochs.")
    elif surface.picture.left_at:
        gone = ", ".join(
            f"{name} after epoch {epoch - 1:,}" for name, epoch in surface.picture.left_at.items()
        )
        said.append(f"Divergent runs are drawn until they leave the picture: {gone}.")
    if surface.question.held == "final" and (surface.question.kind != "own" or run.status == "diverged"):
        said.append("There is no one final value to hold the others at, so they are at the minimum.")
    return tuple(said)


def diverging(surface: Surface) -> str | None:
    """How a single run runs away."""
    run, dots = surface.runs[0], surface.picture.dots
    if surface.question.kind != "own" or run.status != "diverged":
        return None
    left = surface.picture.left_at.get(run.name)
    if left is not None:
        where = f"It leaves the picture in epoch {left:,}"
    elif len(dots) == 1:
        where = f"Its parameters pass all bounds in epoch {run.n_epochs + 1:,}"
    else:
        away = np.hypot(*(dots[["x", "y"]].to_numpy() - surface.section.centre).T)
        where = (
            f"The picture zooms out: in {counted(int(dots['epoch'].iloc[-1]), 'epoch')} the distance to the "
            f"minimum becomes {rounded(away[-1] / away[0])} times as large"
        )
    return f"Each step overshoots by more than the one before. {where}. Try a smaller rate."


def runs_table(surface: Surface, unit: str) -> pd.DataFrame:
    """The runs that are compared, with readable names and numbers."""
    runs = surface.runs
    return pd.DataFrame(
        {
            "Run": [run.name for run in runs],
            "Learning rate": [rounded(run.rate) for run in runs],
            "What happens": [run.label for run in runs],
            "Epochs": [f"{run.n_epochs:,}" for run in runs],
            f"Loss at the end (°{unit}²)": [rounded(float(run.losses[-1]), 4) for run in runs],
        }
    )


def slice_title(surface: Surface, along: int) -> str:
    """What the slices show."""
    return f"Loss and gradient along {_of(surface, along)}, the others where the run is"


def slice_shown(surface: Surface, along: int, points: pd.DataFrame) -> str:
    """The slices with their numbers, for those who cannot see them."""
    first, last = points.iloc[0], points.iloc[-1]
    ends = [
        f"in epoch {int(at['epoch']):,} it is {rounded(at['w'])}, with a loss of {rounded(at['loss'], 4)} "
        f"and a gradient of {rounded(at['gradient'])}"
        for at in (first, last)
    ]
    return f"Loss and gradient against {_of(surface, along)}: {joined(ends)}."


def side_title(side: Side, *, standardized: bool) -> str:
    """What one of both pictures shows."""
    return f"{'Standardised' if standardized else 'Raw'}: {counted(side.needed, 'epoch')}"


def side_shown(side: Side, *, standardized: bool) -> str:
    """One of both pictures with its numbers, for those who cannot see it."""
    across, up = (side.problem.terms[term] for term in side.pair)
    number = side.section_condition
    flat = "flat along one direction"
    here = flat if number is None else f"{rounded(number)} times as curved across as along"
    kind = "standardised" if standardized else "raw"
    return (
        f"The loss of {kind} columns over {across} and {up}: a valley {here}, and a path that takes "
        f"{counted(side.needed, 'epoch')}."
    )


def pair_sentence(side: Side) -> str:
    """Which two parameters are drawn, and why."""
    across, up = (side.problem.terms[term] for term in side.pair)
    return f"Drawn over {across} and {up}, the two parameters whose valley standardising rounds most."


SOONER = ("Raw", "Standardised", "Both alike")


def sooner(raw: Side, standardized: Side) -> tuple[str, str]:
    """Which columns arrive sooner, of `SOONER`, and the numbers."""
    ratio = raw.needed / max(standardized.needed, 1)
    place = 1 if ratio > DIFFERENT else 0 if ratio < 1.0 / DIFFERENT else 2
    return SOONER[place], scaling_sentence(raw, standardized)


def _times(number: float) -> str:
    return f"about {float(f'{number:.2g}'):,g} times"


def curved(raw: Side, standardized: Side) -> Guess | None:
    """How much more the raw loss is curved along its stiffest direction; None where it is hardly longer."""
    narrow, wide = (side.problem.curvature.condition_number for side in (raw, standardized))
    if narrow < 4.0 * wide:
        return None
    return Guess(
        "How many times as curved is the valley of the raw columns across as along?",
        tuple(_times(number) for number in (wide, narrow, 10.0 * narrow)),
        _times(narrow),
        f"That is the condition number: {rounded(narrow)} for the raw columns, {rounded(wide)} for the "
        "standardised ones. The steps must be short enough for the steepest direction, and then take long "
        "along the flattest.",
    )


def scaling_sentence(raw: Side, standardized: Side) -> str:
    """What standardising the columns gains, in epochs."""
    needs = (
        f"At half the largest stable rate ({raw.rate:.3g} and {standardized.rate:.3g}), batch descent takes "
        f"{counted(raw.needed, 'epoch')} on the raw columns and {counted(standardized.needed, 'epoch')} on "
        f"standardised ones until {IN_WORDS} of the excess loss is left"
    )
    ratio = raw.needed / max(standardized.needed, 1)
    if ratio > DIFFERENT:
        return f"{needs}: {rounded(ratio)} times as many."
    if ratio < 1.0 / DIFFERENT:
        return f"{needs}: here standardising does not help."
    return f"{needs}: here standardising changes little."
