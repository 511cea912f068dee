"""What a backtest comes to, and what a random split would have made of it, in sentences."""

from gd_core.forecast.evaluation import REFERENCES, skill
from gd_core.forecast.judge.backtest import SEEDS, Backtest, Flattery
from gd_core.forecast.judge.rolling import WINDOWS
from gd_core.forecast.words.phrases import REFERENCE_NAMES, degrees, joined, long_date, percent
from gd_core.weather.report import counted

WINDOW_LABELS = dict(zip(WINDOWS, ("All days before", "The last years"), strict=True))


def title(backtest: Backtest) -> str:
    """In how many years the regression did best, for the chart of `Backtest.years`."""
    table = backtest.years.pivot(index="year", columns="model", values="rmse")
    best = int((table.idxmin(axis=1) == "least_squares").sum())
    if len(table) == 1:
        return (
            f"In {table.index[0]} the regression had {'the smallest' if best else 'not the smallest'} error"
        )
    return f"The regression had the smallest error in {best} of {len(table)} years"


def explanation(backtest: Backtest) -> str:
    """What was done and what came of it, in a few sentences."""
    rolled, rmse = backtest.rolled, backtest.scores.set_index("model")["rmse"]
    fits = len(rolled.origins)
    first, last = rolled.predictions.index[0], rolled.predictions.index[-1]
    shares = {
        name: skill(rmse["least_squares"] ** 2, rmse[name] ** 2) for name in REFERENCES if rmse[name] > 0
    }
    saved = [f"{percent(share, signed=True)} over {REFERENCE_NAMES[name]}" for name, share in shares.items()]
    stopped = "" if fits == rolled.planned else f" It was stopped after {fits:,} of {rolled.planned:,} fits."
    return (
        f"{len(rolled.predictions):,} forecasts from {long_date(first)} to "
        f"{long_date(last)}, made by {counted(fits, 'fit')}, each on what was known on its day; "
        f"its typical error is {degrees(rmse['least_squares'], backtest.unit)}. "
        f"Skill: {joined(saved)}.{stopped}"
    )


def flattery_line(found: Flattery) -> str:
    """What the order of the split does, in one sentence."""
    by_time, by_chance = found.chronological, found.random
    saved = 1.0 - by_chance / by_time if by_time > 0.0 else 0.0
    change = percent(saved) if saved >= 0.005 else "less than 1%"
    if by_chance >= by_time:
        return (
            f"Dealt out at random instead of by time, the same regression has a typical error of "
            f"{by_chance:.2f} instead of {by_time:.2f} °{found.unit} (mean of {SEEDS} deals): here, mixing "
            "the days does not flatter it: the newest days were no harder than those of the whole record."
        )
    return (
        f"Dealt out at random instead of by time, the same regression seems {change} better: a typical error "
        f"of {by_chance:.2f} instead of {by_time:.2f} °{found.unit} (mean of {SEEDS} deals). Other days are "
        "tested then: days of the whole record, not the newest alone, which may be harder, or may have "
        "drifted away from what was learned."
    )
