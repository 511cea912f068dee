"""The simulated network is what its maker makes, and what can be foretold in it is what it says."""

import numpy as np
import pandas as pd
import pytest

from gd_core.stations.network import RECORD, STATIONS, TRUTH, records, truth, write


def test_the_bundled_files_are_those_of_the_maker(data_dir, tmp_path):
    write(tmp_path)
    assert (tmp_path / TRUTH).read_bytes() == (data_dir / "network" / TRUTH).read_bytes()
    found, made = (pd.read_parquet(place / RECORD) for place in (data_dir / "network", tmp_path))
    pd.testing.assert_frame_equal(found, made, check_exact=True)


def test_the_best_forecast_is_as_good_as_the_truth_says():
    known = truth(stations=4).assign(years=60.0)
    made = records(known)
    for station in known.to_dict("records"):
        own = made[made["id"] == station["id"]].set_index("date")["tmax"]
        season = np.cos(
            2 * np.pi * (own.index.day_of_year - (200 if station["latitude"] > 0 else 17)) / 365.25
        )
        usual = station["mean"] + station["amplitude"] * pd.Series(season, own.index)
        tomorrow = (own - usual).shift(-1, freq="-1D").reindex(own.index)
        error = tomorrow - station["phi"] * (own - usual)
        assert np.sqrt(np.nanmean(error**2)) == pytest.approx(station["rmse"], rel=0.02)
        saved = 1 - np.nanmean(error**2) / np.nanmean(tomorrow**2)
        assert saved == pytest.approx(station["skill_climatology"], abs=0.03)


def test_the_bundled_verdicts_see_the_truth(data_dir):
    known = pd.read_csv(data_dir / "network" / TRUTH).set_index("id")
    table = pd.read_parquet(data_dir / "network" / "network_skill.parquet").set_index("id")
    assert len(table) == STATIONS and table["refused"].isna().all()
    both = known.join(table[["rmse_gradient_descent", "skill_climatology"]], suffixes=("", "_found"))
    assert np.corrcoef(both["rmse"], both["rmse_gradient_descent"])[0, 1] > 0.95
    assert np.corrcoef(both["skill_climatology"], both["skill_climatology_found"])[0, 1] > 0.85
