"""What the loss surface says, in sentences. Names from files are not made safe for any markup here."""

import numpy as np
import pandas as pd

from gd_core.forecast.explore.descents import Problem
from gd_core.forecast.explore.loss_surface import COMPARED_EPOCHS, Surface
from gd_core.forecast.explore.scaling import IN_WORDS, Side
from gd_core.forecast.words.phrases import rounded
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
    """How the descent ended, or how many came down; ``unit`` is that of the temperatures."""
    if surface.question.kind != "own":
        near = sum(float(run.losses[-1]) <= (1.0 + NEAR) * surface.problem.floor for run in surface.runs)
        gone = sum(run.status == "diverged" for run in surface.runs)
        leave = f"; {gone} {'leaves' if gone == 1 else 'leave'} the valley" if gone else ""
        return (
            f"{near} of {len(surface.runs)} descents come within {NEAR:.0%} of the smallest loss in "
            f"{counted(COMPARED_EPOCHS, 'epoch')}{leave}"
        )
    run = surface.runs[0]
    if run.status == "diverged":
        return f"At a learning rate of {run.rate:.3g} the descent climbs out of the valley"
    epochs, above = counted(run.n_epochs, "epoch"), float(run.losses[-1]) - surface.problem.floor
    # The stopping test leaves an excess of the order of rounding.
    if run.status == "converged" or above <= 1e-9 * max(surface.problem.floor, above):
        return f"{epochs} down to the smallest loss there is, {surface.problem.floor:.4g} °{unit}²"
    loss = f"{run.losses[-1]:.4g} °{unit}²"
    return f"{epochs} down to a loss of {loss}, {above:.2g} above the smallest"


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
        if run.status == "diverged":
            said.append(_diverged(surface))
        elif run.n_epochs < surface.settings.epochs and run.status == "max_iter":
            said.append(f"Drawn are the first {run.n_epochs:,} of {surface.settings.epochs:,} epochs.")
    elif surface.picture.left_at:
        gone = ", ".join(
            f"{name} after epoch {epoch - 1:,}" for name, epoch in surface.picture.left_at.items()
        )
        said.append(f"Divergent runs are drawn until they leave the picture: {gone}.")
    if surface.question.held == "final" and (surface.question.kind != "own" or run.status == "diverged"):
        said.append("There is no one final value to hold the others at, so they are at the minimum.")
    return tuple(said)


def _diverged(surface: Surface) -> str:
    run = surface.runs[0]
    left = surface.picture.left_at.get(run.name)
    where = (
        f"It leaves the picture after epoch {left - 1:,}"
        if left is not None
        else f"Its parameters passed all bounds in epoch {run.n_epochs + 1:,}"
    )
    return (
        f"The descent diverges: each step overshoots the valley by more than the one before. {where}. "
        "Choose a smaller learning rate, or the automatic one."
    )


def picture_title(surface: Surface) -> str:
    """What the picture shows."""
    ways = "the way of the run" if surface.question.kind == "own" else "the ways of the runs"
    return f"The loss over two parameters, and {ways}; + is the minimum"


def runs_table(surface: Surface, unit: str) -> pd.DataFrame:
    """The runs that are compared, with readable names."""
    runs = surface.runs
    finite = [float(run.losses[-1]) if np.isfinite(run.losses[-1]) else None for run in runs]
    return pd.DataFrame(
        {
            "Run": [run.name for run in runs],
            "Learning rate": [run.rate for run in runs],
            "What happens": [run.label for run in runs],
            "Epochs": [run.n_epochs for run in runs],
            f"Loss at the end (°{unit}²)": finite,
        }
    )


def slice_title(surface: Surface) -> str:
    """What the slices show."""
    return f"Loss and gradient along {_of(surface, surface.question.along)}, the others where the run is"


def condition_sentence(side: Side, *, standardized: bool) -> str:
    """Condition number of the section that is drawn, and of the whole problem."""
    number = side.section_condition
    here = "flat along one direction" if number is None else f"{rounded(number)} for these two"
    kind = "Standardised" if standardized else "Raw"
    return f"{kind}: condition number {here}, {rounded(side.problem.curvature.condition_number)} for all."


def pair_sentence(side: Side) -> str:
    """Which two parameters are drawn, and why."""
    across, up = (side.problem.terms[term] for term in side.pair)
    return f"Drawn over {across} and {up}, the two parameters whose valley standardising rounds most."


def scaling_sentence(raw: Side, standardized: Side) -> str:
    """What standardising the columns gains, in epochs."""
    needs = (
        f"At half the largest stable rate ({raw.rate:.3g} and {standardized.rate:.3g}), batch descent takes "
        f"{counted(raw.needed, 'epoch')} on the raw columns and {counted(standardized.needed, 'epoch')} on "
        f"standardised ones until {IN_WORDS} of the excess loss is left"
    )
    narrow, wide = (side.problem.curvature.condition_number for side in (raw, standardized))
    ratio = raw.needed / max(standardized.needed, 1)
    if ratio > DIFFERENT:
        times = f"{rounded(narrow)} times, standardised {rounded(wide)} times"
        return (
            f"{needs}: {rounded(ratio)} times as many. Raw, the loss is {times} as curved along its stiffest "
            "direction as along its flattest."
        )
    if ratio < 1.0 / DIFFERENT:
        return f"{needs}: here standardising does not help."
    return f"{needs}: here standardising changes little."
