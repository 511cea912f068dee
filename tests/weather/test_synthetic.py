"""The simulated station: always the same bytes, and like a real one."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import date_gaps, read_weather, synthetic_csv, synthetic_station


@pytest.fixture(scope="module")
def station():
    return synthetic_station()


def anomaly(values: pd.Series) -> pd.Series:
    """Deviation from the mean of that calendar day, on every day of the calendar."""
    index = values.index
    climate = values.groupby([index.month, index.day]).transform("mean")
    return (values - climate).reindex(pd.date_range(index[0], index[-1]))


def test_the_bundled_file_is_rebuilt_byte_for_byte(data_dir):
    assert synthetic_csv() == (data_dir / "synthetic_station.csv").read_bytes()


def test_another_seed_gives_another_record(station):
    assert not synthetic_station(seed=1).equals(station)


def test_the_file_reads_back_as_the_record(station):
    pd.testing.assert_frame_equal(read_weather(synthetic_csv()).frame, station, check_freq=False)


def test_it_spans_13514_days_with_gaps(station):
    assert len(pd.date_range(station.index[0], station.index[-1])) == 13_514
    assert f"{station.index[0]:%Y-%m-%d}" == "1987-01-01"
    gaps = date_gaps(station.index)
    assert sorted(gaps["days"])[-1] == 731  # two years, one of them a leap year
    assert len(gaps) > 15
    assert station["rain"]["2009-10-12":"2009-11-29"].isna().all()
    assert station["tmax"]["2009-10-12":"2009-11-29"].notna().any()
    assert (station.isna().sum() > 20).all()


def test_temperatures_have_seasons_and_a_memory(station):
    monthly = station["tmax"].groupby(station.index.month).mean()
    assert monthly.idxmax() == 7
    assert monthly.idxmin() in (12, 1, 2)
    assert 15 < monthly.max() - monthly.min() < 25
    assert 0.6 <= anomaly(station["tmax"]).autocorr(1) <= 0.75
    assert 0.6 <= anomaly(station["tmin"]).autocorr(1) <= 0.75
    assert not (station["tmax"] <= station["tmin"]).any()


def test_rain_comes_in_spells_and_cools_the_summer(station):
    wet = (station["rain"] > 0).to_numpy()
    after_wet, after_dry = wet[1:][wet[:-1]].mean(), wet[1:][~wet[:-1]].mean()
    assert after_wet > 2 * after_dry
    assert 300 < station["rain"].sum() / 35 < 1200
    summer = station[station.index.month.isin([6, 7, 8])]
    assert summer["tmax"][summer["rain"] > 0].mean() < summer["tmax"][summer["rain"] == 0].mean() - 1
    assert (station["rain"].dropna() >= 0).all()
    assert (station["wind"].dropna() > 0).all()


def test_values_have_one_decimal_and_no_negative_zero(station):
    values = station.to_numpy()
    known = values[~np.isnan(values)]
    assert np.array_equal(known, np.round(known, 1))
    assert not np.signbit(known[known == 0]).any()
    assert b"-0.0" not in synthetic_csv()
