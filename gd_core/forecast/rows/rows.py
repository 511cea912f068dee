"""From a daily table to rows for a regression: what is known on a day, and what came of it.

Tomorrow is a date, not the next row: the target of day t is the value on day t + horizon by the calendar.
Records have gaps of years, and a row that pairs the last day before one with the first day after it would
teach nonsense.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from gd_core.forecast.rows.departures import departures
from gd_core.forecast.rows.features import term_table
from gd_core.forecast.rows.names import used_columns
from gd_core.forecast.rows.normals import Normals
from gd_core.forecast.rows.split import GAP, PARTS, split_days
from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather import Weather, WeatherError, fill_gaps
from gd_core.weather.gaps import Filled

MIN_ROWS = {"train": 30, "validation": 5, "test": 5}


@dataclass(frozen=True)
class Rows:
    """Rows that can be trained on or scored, indexed by the day t on which a forecast is made."""

    X: pd.DataFrame  # the terms on day t, missing ones filled
    y: pd.Series  # what is learned: the target on day t + horizon, as measured, minus ``base``
    base: pd.Series  # what is said without the regression: the target on day t, or zero
    today: pd.Series  # the target on day t, as measured
    part: pd.Series  # "train", "validation" or "test"
    target_date: pd.DatetimeIndex
    past: pd.Series  # the target on every day that may be learned from, as measured
    latest: pd.DataFrame  # the terms on the last day that a forecast can be made from, one row
    latest_today: float  # the target on that day
    latest_filled: int  # terms of that row that were not known
    counts: dict[str, int]  # rows by part; left out: in the "gap", "unmeasured" today, "dropped" for
    # missing terms; terms "filled"
    trust: np.ndarray | None = None  # (d,) of a start from today: see `departures`
    normals: Normals | None = None  # of target and predictors, likewise

    def of(self, part: str) -> np.ndarray:
        """Mask of the rows in ``part``, (n,) of bool."""
        return (self.part == part).to_numpy()

    @property
    def actual(self) -> np.ndarray:
        """The target on day t + horizon, as measured, (n,)."""
        return (self.y + self.base).to_numpy()

    @property
    def outcome_known(self) -> np.ndarray:
        """On the day of each row, how many rows have an outcome by then, (n,)."""
        return np.asarray(self.target_date.searchsorted(pd.DatetimeIndex(self.X.index), side="right"))


def prepare(weather: Weather, settings: ExperimentSettings) -> Rows:
    """Pair days, split them, make their terms, and drop the days with terms that stay unknown.

    A day on which the target itself was not measured is neither trained on nor scored: "as today" could not
    be said on it. Raises ValueError for settings that do not fit the file, WeatherError if a part keeps too
    few rows.
    """
    target, predictors = settings.for_weather(weather)
    frame = weather.frame[used_columns(target, predictors)]
    pairs, part = split_pairs(frame, target, settings)
    past = training_days(frame.index, part, settings.split)
    terms, trust, normals = known_terms(frame, target, predictors, settings, past=past)
    complete = terms.frame.notna().all(axis=1)
    used = complete[pairs.index] & (part != GAP)
    days = pairs.index[used]
    counts = {name: int((part[used] == name).sum()) for name in PARTS}
    _check_enough(counts, settings)
    least = 0.0 if settings.start_from == "today" else 0.5  # "as today" can always be said
    latest = _latest_day(terms, frame[target].notna(), least)
    today = frame.loc[days, target]
    base = today if settings.start_from == "today" else 0.0 * today
    return Rows(
        X=terms.frame.loc[days],
        y=pairs.loc[days, "actual"] - base,
        base=base,
        today=today,
        part=part[used],
        target_date=pd.DatetimeIndex(pairs.loc[days, "target_date"], name="date"),
        past=frame.loc[past, target],
        latest=terms.frame.loc[[latest]],
        latest_today=float(frame[target].loc[latest]),
        latest_filled=int(terms.imputed.loc[[latest]].to_numpy().sum()),
        counts={
            **counts,
            GAP: int((part == GAP).sum()),
            "unmeasured": len(pair_days(frame, target, settings.horizon)) - len(pairs),
            "dropped": int((~complete[pairs.index]).sum()),
            "filled": int(terms.imputed.loc[days].to_numpy().sum()),
        },
        trust=trust,
        normals=normals,
    )


class Terms(NamedTuple):
    """Terms on every day, and for a start from today the trust in each and the normals they depart from."""

    terms: Filled
    trust: np.ndarray | None
    normals: Normals | None


def known_terms(
    frame: pd.DataFrame,
    target: str,
    predictors: tuple[str, ...],
    settings: ExperimentSettings,
    *,
    past: np.ndarray,
    normals: Normals | None = None,
) -> Terms:
    """Every term on every day of ``frame``, missing ones filled where the method can.

    Starting from today: see `departures`, which takes ``normals``; what is unknown is no departure. From
    nothing: see `term_table`; normals and fillings are learned from the rows that ``past`` (days,) marks.
    """
    if settings.start_from == "today":
        made = departures(frame, target, predictors, settings.horizon, normals=normals)
        return Terms(Filled(made.terms.fillna(0.0), made.terms.isna()), made.trust, made.normals)
    table = term_table(frame, target, predictors, settings, past=past)
    return Terms(fill_gaps(table, settings.fill, train=past), None, None)


def split_pairs(
    frame: pd.DataFrame, target: str, settings: ExperimentSettings
) -> tuple[pd.DataFrame, pd.Series]:
    """The pairs of days on both of which the target was measured (see `pair_days`), and the part of each."""
    pairs = pair_days(frame, target, settings.horizon)
    pairs = pairs[frame.loc[pairs.index, target].notna()]
    part = split_days(
        pd.DatetimeIndex(pairs.index),
        horizon=settings.horizon,
        method=settings.split,
        train_share=settings.train_share,
        validation_share=settings.validation_share,
        seed=settings.seed,
    )
    return pairs, part


def pair_days(frame: pd.DataFrame, target: str, horizon: int) -> pd.DataFrame:
    """Days that can be trained on or scored, with what they are to foretell.

    ``frame`` has a unique sorted daily DatetimeIndex, before any filling. Returns a frame indexed by the
    day t, with ``target_date`` (t + horizon days) and ``actual``, the target's value on that date; days
    for which that date is absent or its value missing are left out.
    """
    target_date = pd.DatetimeIndex(frame.index) + pd.Timedelta(days=horizon)
    actual = frame[target].reindex(target_date).to_numpy()
    pairs = pd.DataFrame({"target_date": target_date, "actual": actual}, index=frame.index)
    return pairs[pairs["actual"].notna()]


def training_days(index: pd.Index, part: pd.Series, method: str) -> np.ndarray:
    """Rows of the table that anything may be learned from, (len(index),) of bool.

    With a chronological split these are all days up to the last training day, with a random one the
    training days themselves.
    """
    days = part.index[part == "train"]
    if method == "random" or len(days) == 0:
        return np.asarray(index.isin(days))
    return np.asarray(index <= days[-1])


def learned_days(frame: pd.DataFrame, target: str, settings: ExperimentSettings) -> np.ndarray:
    """Rows of ``frame`` that these settings learn from, (days,) of bool: see `training_days`."""
    return training_days(frame.index, split_pairs(frame, target, settings)[1], settings.split)


def filled_record(weather: Weather, settings: ExperimentSettings) -> Filled:
    """Target and predictors with gaps filled by the chosen method, learned from the training part alone.

    ValueError if the settings do not fit the file.
    """
    target, predictors = settings.for_weather(weather)
    frame = weather.frame[used_columns(target, predictors)]
    return fill_gaps(frame, settings.fill, train=learned_days(frame, target, settings))


def _latest_day(terms: Filled, measured: pd.Series, least: float) -> pd.Timestamp:
    """The last day with a measured target, all terms known or filled, and ``least`` of them known."""
    known = terms.frame.notna().all(axis=1) & (terms.imputed.mean(axis=1) <= 1.0 - least)
    days = terms.frame.index[known & measured]
    if len(days) == 0:
        raise WeatherError(
            "There is no day on which the target and at least half of the predictors were measured; leave "
            "out those with most gaps."
        )
    return days[-1]


def _check_enough(counts: dict[str, int], settings: ExperimentSettings) -> None:
    later = "the day" if settings.horizon == 1 else f"{settings.horizon} days"
    for name, needed in MIN_ROWS.items():
        if counts[name] < needed:
            remedy = (
                "fill the gaps instead of dropping their rows, or leave out the predictor with most gaps"
                if settings.fill == "drop"
                else "leave out predictors with long gaps, or bring a longer record"
            )
            raise WeatherError(
                f"Only {counts[name]} days are left for the {name} part, and {needed} are needed: "
                f"on a day all terms must be known and the target measured, and again {later} after it. "
                f"To go on, {remedy}."
            )
