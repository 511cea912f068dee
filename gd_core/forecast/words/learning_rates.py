"""What becomes of learning rates, update rules and batch sizes, in sentences and as a table for people."""

import numpy as np
import pandas as pd

from gd_core.forecast.explore.learning_rates import Comparison
from gd_core.forecast.words.phrases import Guess, joined, rounded
from gd_core.weather.report import counted

NEVER, ONE = "never", "1 row"
KINDS = {"rates": "Learning rate", "rules": "Update rule", "batches": "Rows per update"}


def headline(comparison: Comparison) -> str:
    """What is seen in the picture, in a sentence."""
    runs, stable = comparison.runs, comparison.largest_stable
    best = fastest(comparison)
    if comparison.kind == "rates":
        limit = f"Rates below {stable:.3g} arrive"
        return limit if best is None else f"{limit}; {best['name']} is the fastest here: {_epochs(best)}"
    if best is None:
        return f"None of these arrives within {counted(comparison.epochs, 'epoch')}"
    at_a_time = comparison.kind == "batches"
    name = f"{best['name']} at a time" if at_a_time else best["name"]
    verb = "are" if at_a_time and best["name"] != ONE else "is"
    late = int(runs["measured"].isna().sum())
    others = f"; {late} of {len(runs)} {'does' if late == 1 else 'do'} not arrive" if late else ""
    return f"{name} {verb} the fastest here: {_epochs(best)}{others}"


def fastest(comparison: Comparison) -> pd.Series | None:
    """The row of the run that arrived first; None if none did."""
    arrived = comparison.runs.dropna(subset="measured")
    return None if arrived.empty else arrived.iloc[int(np.argmin(arrived["measured"]))]


def _epochs(run: pd.Series) -> str:
    return counted(int(run["measured"]), "epoch")


def share(accuracy: float) -> str:
    """A share of the starting excess loss: "0.1%"."""
    return f"{float(f'{100.0 * accuracy:.3g}'):g}%"


def what_arrived_means(comparison: Comparison) -> str:
    """When a descent counts as arrived here, why the forecast takes longer, and how far the picture goes."""
    return (
        f"Arrived: {share(comparison.accuracy)} of the start's loss above its minimum is left. The descent "
        "of the forecast goes on until nothing changes any more, which takes more epochs. The picture ends a "
        f"little after the last has arrived; each ran for up to {comparison.epochs:,} epochs."
    )


def shown(comparison: Comparison) -> str:
    """The picture with its numbers, for those who cannot see it."""
    ends = [
        f"{run['name']} {'arrives after ' + _epochs(run) if run['measured'] >= 0 else 'does not arrive'}"
        for _, run in comparison.runs.iterrows()
    ]
    return f"Loss above its minimum by epoch, a curve each: {joined(ends)}."


def swings_shown(comparison: Comparison) -> str:
    """The swings with their numbers, for those who cannot see them."""
    table = comparison.swings
    ways = [
        f"{name} begins {rounded(abs(way.iloc[0]), 2)} from the minimum and is "
        f"{rounded(abs(way.iloc[-1]), 2)} from it after {counted(len(way) - 1, 'epoch')}"
        for name, way in table.groupby("name", sort=False)["distance"]
    ]
    return f"Distance to the minimum along the steepest direction, epoch by epoch: {joined(ways)}."


def epochs_shown(comparison: Comparison) -> str:
    """The epochs by rate with their numbers, for those who cannot see them."""
    line = comparison.foretold.dropna()
    return (
        f"Epochs needed against the learning rate: {line['epochs'].iloc[0]:,.0f} at "
        f"{line['rate'].iloc[0]:.3g}, {comparison.first_epochs:,} at {comparison.first:.3g}, "
        f"{line['epochs'].iloc[-1]:,.0f} at {line['rate'].iloc[-1]:.3g}, and no end from "
        f"{comparison.largest_stable:.3g} on."
    )


def why(comparison: Comparison) -> str:
    """Why a rate can be too large, with the curvature."""
    return (
        f"A step overshoots along the direction in which the loss is curved most. At a rate above "
        f"{comparison.largest_stable:.3g} it lands further away than it began, each time. Along the flattest "
        f"direction the loss is curved {rounded(comparison.condition_number)} times less, so there the same "
        "rate takes small steps."
    )


def by_rate(comparison: Comparison) -> str:
    """Which rate is the fastest of all, foretold."""
    return (
        f"The curvature of the loss foretells the epochs of every rate. From the start used here a rate of "
        f"about {comparison.first:.2g} needs the fewest, {comparison.first_epochs:,}. The automatic rate, "
        f"{comparison.best:.3g}, is the safest: no other has a better worst case over all starts. Both "
        "dashed lines: that rate, and the limit."
    )


def rates_guesses(comparison: Comparison) -> tuple[Guess, Guess]:
    """About the swings, and about larger rates: to be asked before either is shown."""
    stable, best = comparison.largest_stable, comparison.best
    beyond = comparison.runs.loc[comparison.runs["label"] == "diverges", "name"].iloc[0]
    goes = Guess(
        f"What does descent do at a rate of {beyond}, just above the limit?",
        ("It gets slower and slower", "It stands still", "It jumps across the minimum, further each time"),
        "It jumps across the minimum, further each time",
        f"The limit is {stable:.3g}: beyond it each step lands further off than the one before.",
    )
    epochs = comparison.foretold.set_index("rate")["epochs"]
    near = epochs.dropna().iloc[-1]
    larger = Guess(
        "Does a larger rate below the limit always need fewer epochs?",
        ("Yes, larger steps", "No, it can swing"),
        "No, it can swing" if near > comparison.first_epochs else "Yes, larger steps",
        f"About {comparison.first:.2g} needs {counted(comparison.first_epochs, 'epoch')}, "
        f"{epochs.dropna().index[-1]:.3g} needs {near:,.0f}; {best:.3g} is the automatic rate.",
    )
    return goes, larger


def rules_guess(comparison: Comparison) -> Guess | None:
    """Which update rule arrives first; None if none does."""
    best = fastest(comparison)
    if best is None:
        return None
    arrived = comparison.runs.dropna(subset="measured").sort_values("measured", kind="stable")
    took = joined([f"{run['name']} {int(run['measured']):,}" for _, run in arrived.iterrows()])
    names = tuple(comparison.runs["name"])
    return Guess("Which update rule arrives first?", names, str(best["name"]), f"Epochs: {took}.")


def table(comparison: Comparison, unit: str) -> pd.DataFrame:
    """The runs with readable names and numbers; ``unit`` is that of the temperatures."""
    runs = comparison.runs
    late = f"more than {comparison.epochs:,}"
    measured = [
        f"{run['measured']:,.0f}" if run["measured"] >= 0 else NEVER if run["label"] == "diverges" else late
        for _, run in runs.iterrows()
    ]
    columns: dict[str, object] = {KINDS[comparison.kind]: runs["name"]}
    if comparison.kind != "rates":
        columns["Learning rate"] = [f"{rate:.3g}" for rate in runs["rate"]]
    if comparison.kind == "batches":
        columns["Updates per epoch"] = [f"{count:,}" for count in runs["updates"]]
    columns |= {"What happens": runs["label"], "Epochs until it has arrived": measured}
    if comparison.kind == "rates":
        columns["Foretold"] = [f"{n:,.0f}" if n >= 0 else NEVER for n in runs["foretold"]]
    left = [rounded(value, 2) if np.isfinite(value) else "beyond all bounds" for value in runs["excess"]]
    return pd.DataFrame({**columns, f"Left after {comparison.epochs} epochs (°{unit}²)": left})
