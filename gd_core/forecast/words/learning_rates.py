"""What becomes of learning rates, update rules and batch sizes, in sentences and as a table for people."""

import pandas as pd

from gd_core.forecast.explore.learning_rates import Comparison
from gd_core.weather.report import counted


def headline(comparison: Comparison) -> str:
    """What the curvature says, in a sentence."""
    stable, best = comparison.largest_stable, comparison.best
    return f"Rates below {stable:.3g} converge; {best:.3g} is best for the worst start"


def explanation(comparison: Comparison) -> str:
    """Why, and which rate is best from the start that is used here, in three sentences."""
    kappa, stable = comparison.condition_number, comparison.largest_stable
    return (
        f"The loss is {kappa:,.3g} times as curved along its stiffest direction as along its flattest. A "
        f"rate above {stable:.3g} overshoots along the stiffest, a small one crawls along the flattest. "
        f"From the start used here, a rate of about {comparison.first:.2g} arrives first, foretold after "
        f"{counted(comparison.first_epochs, 'epoch')}."
    )


def swings_title(comparison: Comparison) -> str:
    """What becomes of the distance along the stiffest direction."""
    stable = comparison.largest_stable
    return f"Along the stiffest direction, a rate above {stable:.3g} overshoots further each time"


def table(comparison: Comparison) -> pd.DataFrame:
    """The runs with readable names."""
    runs = comparison.runs
    return pd.DataFrame(
        {
            "Run": runs["name"],
            "Learning rate": runs["rate"],
            "Updates per epoch": runs["updates"],
            "What happens": runs["label"],
            "Epochs foretold": runs["foretold"],
            "Epochs measured": runs["measured"],
            "Excess at the end": runs["excess"],
        }
    )
