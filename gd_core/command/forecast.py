"""`python -m gd_core forecast`: the forecast of one record, as the Forecast page has it.

In: a file and what the user knows better than it. Out: text, or JSON with the keys that `as_json` lists.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from gd_core.forecast import Result
    from gd_core.weather import Weather

STANDARD_INPUT = "-"
ORDERS = {"day-first": "day first", "month-first": "month first"}


def add_to(commands: Any) -> None:
    """Add the subcommand and its arguments to ``commands``, the subparsers of `argparse`."""
    about = "Forecast the temperature of the next day from a daily weather record."
    parser: argparse.ArgumentParser = commands.add_parser("forecast", help=about, description=about)
    parser.add_argument("record", metavar="RECORD", help='a weather file, or "-" for standard input')
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    parser.add_argument("--horizon", type=int, default=1, metavar="DAYS", help="days ahead, 1 to 14")
    parser.add_argument("--target", metavar="COLUMN", help="the temperature that is forecast")
    parser.add_argument("--station", metavar="NAME", help="one of several stations in the file")
    parser.add_argument("--unit", choices=("C", "F"), help="degrees in the file")
    parser.add_argument("--dates", choices=ORDERS, help="how 1/2/2024 is meant in the file")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> str:
    """What is printed. Raises ValueError where there is no forecast, with the reason."""
    from gd_core.forecast import ExperimentSettings, run_experiment
    from gd_core.forecast.words import summary
    from gd_core.weather import read_weather

    settings = ExperimentSettings(horizon=asked.horizon)
    weather = read_weather(
        sys.stdin.buffer if asked.record == STANDARD_INPUT else asked.record,
        target=asked.target,
        station=asked.station,
        unit=asked.unit,
        date_order=ORDERS.get(asked.dates),
    )
    result = run_experiment(weather, settings)
    if not summary.has_forecast(result):
        raise ValueError(summary.descent_outcome(result))
    return json.dumps(as_json(weather, result), indent=2) if asked.json else as_text(weather, result)


def as_text(weather: Weather, result: Result) -> str:
    """The forecast, how sure it is, what it is worth, and what was assumed on the way; one line for each."""
    from gd_core.forecast.judge import skill
    from gd_core.forecast.words import interval, phrases, summary, verdict
    from gd_core.weather.report import quoted

    of_station = "" if weather.station is None else f" of station {quoted(weather.station)}"
    lines = [
        f"{phrases.degrees(result.next_day.value, result.unit)} on {summary.forecast_date(result)}",
        f"{quoted(result.target)}{of_station}, {summary.days_ahead(result)}.",
        interval.in_short(result),
        verdict.verdict(skill.of_result(result)),
        *said_beside(result),
    ]
    assumed = assumptions(weather)
    return "\n".join([*lines, *(["Assumed:"] if assumed else []), *(f"- {line}" for line in assumed)])


def as_json(weather: Weather, result: Result) -> dict[str, Any]:
    """The same as data: temperatures in degrees ``unit``, dates as ISO 8601, None for what is not known.

    station, target, unit ("C" or "F"); based_on and date: the day whose values are used, and the day that is
    forecast, horizon_days later; forecast; interval: level, low, high, and held, the share of test days on
    which it did; test: days, and typical errors (RMSE) and findings by simple forecast; verdict; warnings;
    assumed.
    """
    from gd_core.forecast.judge import skill
    from gd_core.forecast.words import interval, verdict

    day, skills = result.next_day, skill.of_result(result)
    days, held = interval.held_on_test_days(result)
    return {
        "station": weather.station,
        "target": result.target,
        "unit": result.unit,
        "based_on": day.based_on.date().isoformat(),
        "date": day.date.date().isoformat(),
        "horizon_days": result.settings.horizon,
        "forecast": _known(day.value),
        "interval": {
            "level": result.settings.level,
            "low": _known(day.low),
            "high": _known(day.high),
            "held": _known(held) if days else None,
        },
        "test": {
            "days": result.rows["test"],
            "rmse": {model: _known(scores["rmse"]) for model, scores in result.test_scores.items()},
            "forecast_was": _findings(skills),
        },
        "verdict": verdict.verdict(skills),
        "warnings": said_beside(result),
        "assumed": assumptions(weather),
    }


def said_beside(result: Result) -> list[str]:
    """What has to be known to trust the forecast, if anything has."""
    from gd_core.forecast.words import summary

    return [said for warning in summary.WARNINGS if (said := warning(result))]


def assumptions(weather: Weather) -> list[str]:
    """The decisions of the reader that could have been others."""
    return [decision.line() for decision in weather.report.decisions if not decision.certain]


def _findings(skills: pd.DataFrame) -> dict[str, str]:
    """Whether the forecast was "better" than each simple one, "worse", "undecided" or "unknown"."""
    ours = skills[(skills["part"] == "test") & (skills["model"] == "gradient_descent")]
    return {str(row["reference"]): str(row["finding"]) for _, row in ours.iterrows()}


def _known(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None
