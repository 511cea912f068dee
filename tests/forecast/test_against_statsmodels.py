"""The same numbers from statsmodels, which the product itself does without: it takes long to import."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tsa.stattools import acf

from gd_core.forecast.judge import diagnostics
from gd_core.forecast.judge.autocorrelation import bandwidth, standard_error
from gd_core.forecast.judge.coverage import share_interval
from gd_core.forecast.judge.skill import diebold_mariano

DAYS = pd.date_range("2001-01-01", periods=700, name="date")


@pytest.fixture
def found():
    values = np.random.default_rng(7).normal(size=len(DAYS))
    values[1:] += 0.3 * values[:-1]
    return pd.Series(values, index=DAYS)


@pytest.mark.parametrize("horizon", [1, 12])
def test_the_error_of_a_mean(found, horizon):
    lags = bandwidth(len(found), horizon)
    fit = sm.OLS(found.to_numpy(), np.ones(len(found))).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False}
    )
    assert standard_error(DAYS, found.to_numpy(), horizon) == pytest.approx(fit.bse[0], rel=1e-10)


def test_diebold_mariano(found):
    other = np.random.default_rng(8).normal(size=len(found)) ** 2
    difference = other - found.to_numpy() ** 2
    fit = sm.OLS(difference, np.ones(len(found))).fit(
        cov_type="HAC", cov_kwds={"maxlags": bandwidth(len(found)), "use_correction": False}, use_t=True
    )
    n = len(found)
    statistic = diebold_mariano(DAYS, found.to_numpy() ** 2, other).statistic
    assert statistic == pytest.approx(fit.tvalues[0] * np.sqrt((n - 1) / n), rel=1e-10)


def test_autocorrelation_and_ljung_box(found):
    table = diagnostics.autocorrelation(found)
    assert table["correlation"].to_numpy() == pytest.approx(acf(found, nlags=30)[1:], rel=1e-10)
    expected = acorr_ljungbox(found, lags=[diagnostics.TESTED_LAGS]).iloc[0]
    test = diagnostics.ljung_box(table, len(found))
    assert test.statistic == pytest.approx(expected["lb_stat"], rel=1e-10)
    assert test.p_value == pytest.approx(expected["lb_pvalue"], rel=1e-8)


def test_autocorrelation_in_a_calendar_with_gaps(found):
    gone = np.random.default_rng(1).random(len(DAYS)) < 0.3
    gone[[0, -1]] = False
    # "conservative" keeps absent days in their places, and counts a lag's sum against all known days.
    expected = acf(found.mask(gone).to_numpy(), nlags=30, missing="conservative")
    known = found[~gone]
    correlation = diagnostics.autocorrelation(known)["correlation"].to_numpy()
    assert correlation == pytest.approx(expected[1:], rel=1e-10)


def test_wilson_s_interval_for_a_share():
    hits = (np.arange(300) % 12 != 0).astype(float)
    days = pd.date_range("2001-01-01", periods=300)
    expected = proportion_confint(hits.sum(), 300, alpha=0.0125, method="wilson")
    assert share_interval(days, hits, 0.0125) == pytest.approx(expected, rel=1e-10)
