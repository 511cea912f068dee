"""The columns of skill.parquet: what they are called, what they hold, and the table of some rows."""

from collections.abc import Sequence
from typing import Any

from gd_core.forecast.evaluation import MODELS, REFERENCES
from gd_core.stations.needs import need
from gd_core.stations.pool.moments import STRETCHES

PLACE = {
    "key": "text",  # tells the record apart within the archive
    "id": "text",  # as the file states it, like name, latitude, longitude (degrees) and elevation (m)
    "name": "text",
    "latitude": "number",
    "longitude": "number",
    "elevation": "number",
    "station": "text",  # the one that was read of several in a file
}
LENGTH = {
    "target": "text",
    "unit": "text",  # of all degrees in the row, "C" or "F"
    "first_day": "day",
    "last_day": "day",
    "days": "count",  # with a value of the target
    "years": "number",  # from the first day to the last
    "missing": "number",  # share of the days between them without a value
}
#: Of the test part, in degrees; skill of gradient descent with the ends of its 95% interval, and the finding.
SCORES = {f"{score}_{model}": "number" for model in MODELS for score in ("rmse", "mae")} | {
    "bias": "number",
    "r2": "number",
}
SKILL = {
    f"{what}_{reference}{end}": kind
    for reference in REFERENCES
    for what, end, kind in (
        ("skill", "", "number"),
        ("skill", "_low", "number"),
        ("skill", "_high", "number"),
        ("finding", "", "text"),
    )
}
COVERAGE = {
    "level": "number",  # of the interval around each forecast
    "coverage": "number",  # share of test days on which it held, with its own 95% interval
    "coverage_low": "number",
    "coverage_high": "number",
}
FIT = {
    "horizon": "count",
    "test_days": "count",
    "status": "text",
    "epochs": "count",
    "alpha": "number",
    "predictors": "texts",
    "terms": "texts",  # the intercept last
    "coefficients": "numbers",  # by gradient descent, in original units
    "based_on": "day",
    "forecast_day": "day",
    "forecast": "number",
    "forecast_low": "number",
    "forecast_high": "number",
}
SAID = {"assumed": "texts", "refused": "text"}  # refused: why there is no verdict; empty where there is one
COLUMNS = PLACE | LENGTH | SCORES | SKILL | COVERAGE | FIT | SAID
#: In part files only: the piece of work that a row came from, and what it tells a regression over all.
PART_ONLY = {"piece": "text"} | {f"moments_{stretch}": "numbers" for stretch in STRETCHES}
#: Beside the others where a regression over all was asked for; see `pooled.judged`.
POOLED = {"pooled_group": "text"} | dict.fromkeys(
    ("rmse_own", "rmse_own_60", "rmse_own_365", "rmse_pooled", "rmse_joined_60", "rmse_joined_365"), "number"
)


def schema(columns: dict[str, str]) -> Any:
    """The columns as pyarrow has them."""
    pa = need("pyarrow")
    kinds = {
        "text": pa.string(),
        "number": pa.float64(),
        "count": pa.int64(),
        "day": pa.date32(),
        "texts": pa.list_(pa.string()),
        "numbers": pa.list_(pa.float64()),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])


def to_table(rows: Sequence[dict[str, Any]], columns: dict[str, str]) -> Any:
    """The ``rows`` as a table of pyarrow; what a row lacks is empty."""
    return need("pyarrow").Table.from_pylist(list(rows), schema=schema(columns))
