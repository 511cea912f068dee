"""What the forecast is judged beside, as others would make it from the same training days.

Each gives its forecasts by the date that they are for. statsmodels comes with requirements-dev.txt; where it
is absent, its column says so.
"""

import warnings
from types import ModuleType

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor

from benchmarks.peers import find
from gd_core import ExperimentSettings, WeatherError, run_experiment
from gd_core.forecast.rows.references import ROUND_THE_YEAR, season
from gd_core.forecast.rows.rows import Rows
from gd_core.weather import Weather

STATE_SPACE = find("statsmodels.tsa.statespace.sarimax")
ITERATIONS = 50  # at most, of the search for the largest likelihood


def plain_regression(weather: Weather, features: tuple[str, ...] = ("today",)) -> pd.Series:
    """Gradient descent from nothing on ``features`` of today; no forecasts where its terms are too gappy."""
    settings = ExperimentSettings(start_from="nothing", features=features)
    try:
        return run_experiment(weather, settings).predictions["gradient_descent"]
    except WeatherError:
        return pd.Series(dtype=float)


def boosted_trees(rows: Rows) -> pd.Series:
    """Trees on the same terms and the same changes from today, with scikit-learn's own defaults."""
    train, X = rows.of("train"), rows.X.to_numpy()
    model = HistGradientBoostingRegressor(random_state=0).fit(X[train], rows.y.to_numpy()[train])
    return pd.Series(rows.base.to_numpy() + model.predict(X), index=rows.target_date)


def waves_with_arma(state_space: ModuleType, values: pd.Series, until: pd.Timestamp) -> pd.Series:
    """A yearly and a half-yearly wave with ARMA(1, 1) errors, by maximum likelihood up to the day ``until``.

    ``values``: the target by day, as measured. The forecasts are for the days behind ``until``, each from all
    days before it. The waves are left out where the training days leave out a month of the year.
    """
    days = pd.date_range(values.index[0], values.index[-1])
    y, waves, train = values.reindex(days).to_numpy(), season(days), days <= until
    if days[train & np.isfinite(y)].month.nunique() < ROUND_THE_YEAR:
        waves = waves[:, :0]
    before, after = (waves[part] if waves.size else None for part in (train, ~train))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a start that it had to replace, a search that it cut short
        model = state_space.SARIMAX(y[train], before, order=(1, 0, 1), trend="c", concentrate_scale=True)
        fitted = model.fit(disp=False, maxiter=ITERATIONS)
        return pd.Series(fitted.extend(y[~train], exog=after).fittedvalues, index=days[~train])
