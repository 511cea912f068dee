"""`python -m gd_core stations`: the verdict on every station of an archive, as a Parquet table.

In: an archive's address and settings of the experiment. Out: the table, and what it says in a few lines.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gd_core.command.forecast import ORDERS

if TYPE_CHECKING:
    import pandas as pd

GROUPS = ("all", "zone", "latitude")
ABOUT = """Judge the next-day forecast of every station in an archive. A run that is killed goes on where it
was when the same command is given again. Needs requirements-stations.txt."""


def add_to(commands: Any) -> None:
    """Add the subcommand and its arguments to ``commands``, the subparsers of `argparse`."""
    about = "Judge the forecast of every station in an archive, on one machine or a cluster."
    parser: argparse.ArgumentParser = commands.add_parser("stations", help=about, description=ABOUT)
    parser.add_argument(
        "archive",
        metavar="ARCHIVE",
        help="a folder, a pattern, a ZIP or tar, or an address such as 's3://bucket/folder/*.csv'",
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="the table, such as skill.parquet")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, such as tcp://host:8786")
    parser.add_argument(
        "--workers", type=int, metavar="N", help="processes of its own; without it, one for each core"
    )
    parser.add_argument(
        "--storage-options", default="{}", metavar="JSON", help="for fsspec, such as '{\"anon\": false}'"
    )
    parser.add_argument("--horizon", type=int, default=1, metavar="DAYS", help="days ahead, 1 to 14")
    parser.add_argument("--settings", metavar="JSON", help="any settings of the experiment")
    parser.add_argument("--target", metavar="COLUMN", help="the temperature that is forecast")
    parser.add_argument("--unit", choices=("C", "F"), help="degrees in the files")
    parser.add_argument("--dates", choices=ORDERS, help="how 1/2/2024 is meant in the files")
    parser.add_argument(
        "--pooled", choices=GROUPS, help="one regression over all stations, or over those of a group"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> str:
    """What is printed. Raises ValueError where there is no table, with the reason."""
    from gd_core.stations.archive.pieces import Storage
    from gd_core.stations.asked import Asked
    from gd_core.stations.needs import need
    from gd_core.stations.progress import Bar
    from gd_core.stations.run import Where, judge_archive

    for package in ("fsspec", "dask", "distributed"):
        need(package)
    if asked.workers is not None and asked.workers < 0:
        raise ValueError(f"--workers must be 0 or more; received {asked.workers}.")
    question = Asked(
        _settings(asked),
        asked.target,
        unit=asked.unit,
        date_order=ORDERS.get(asked.dates),
        pool=asked.pooled is not None,
    )
    bar: Bar | None = None

    def watch(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = Bar(total, done)
        else:
            bar.add(done - bar.done)

    where = Where(asked.scheduler, asked.workers, Storage(_options(asked.storage_options)))
    said = None if asked.quiet else watch
    groups = asked.pooled or "all"
    table = judge_archive(asked.archive, Path(asked.out), question, where, groups=groups, watch=said)
    if bar is not None:
        bar.end()
    assert table is not None, "nobody stops it"
    return "\n".join(said_of(table, asked.out))


def said_of(table: pd.DataFrame, out: str) -> list[str]:
    """What the table comes to, a line for each thing."""
    from gd_core.stations.pool.pooled import summary
    from gd_core.weather.report import counted

    judged = table[table["refused"].isna()]
    lines = [f"{counted(len(judged), 'station')} judged, {len(table) - len(judged):,} refused: {out}"]
    if len(judged):
        better = (judged["finding_persistence"] == "better").mean()
        skill = judged["skill_persistence"].median()
        lines.append(f'Better than "as today" at {better:.0%} of them; the median skill is {skill:.0%}.')
    if "rmse_pooled" in table and judged["rmse_pooled"].notna().any():
        for row in summary(judged[judged["rmse_pooled"].notna()]).to_dict("records"):
            joined = row["from pooled"]
            on = "" if math.isnan(joined) else f", from pooled on {joined:.2f}"
            lines.append(
                f"Own days: {row['days']}. Typical error of own {row['own']:.2f} °C, pooled "
                f"{row['pooled']:.2f} °C{on}; strangers help at {row['helped']:.0%}."
            )
    return lines


def _settings(asked: argparse.Namespace) -> Any:
    from gd_core.forecast import ExperimentSettings

    try:
        given = json.loads(asked.settings or "{}")
    except json.JSONDecodeError as error:
        raise ValueError(f"--settings must be JSON: {error}.") from None
    if not isinstance(given, dict):
        raise ValueError("--settings must be a JSON object.")
    if asked.horizon != 1:
        given = {"horizon": asked.horizon} | given
    try:
        return ExperimentSettings.from_json(json.dumps(given))
    except TypeError as error:
        raise ValueError(str(error)) from None


def _options(text: str) -> str:
    try:
        if isinstance(json.loads(text), dict):
            return text
    except json.JSONDecodeError:
        pass
    raise ValueError("--storage-options must be a JSON object.")
