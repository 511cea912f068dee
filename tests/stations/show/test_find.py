"""One station's record, by its key: from its seed, or from an archive; a key is never a path."""

import numpy as np
import pytest

from gd_core.stations import network
from gd_core.stations.show import find
from gd_core.weather import read_weather


def test_a_simulated_station_is_that_of_the_whole_network():
    known = network.truth()
    whole = network.records(known.iloc[:3])
    for number in range(3):
        weather = read_weather(find.network_csv(number))
        own = whole[whole["id"] == known["id"][number]]
        assert weather.place.latitude == known["latitude"][number]
        assert np.array_equal(weather.frame["tmax"].dropna().to_numpy(), own["tmax"].to_numpy())
    assert find.network_csv(7) == find.network_csv(7)


@pytest.mark.parametrize(
    ("key", "number"),
    [("SIM00001", 0), ("SIM00300", 299), ("SIM00301", None), ("SIM00000", None), ("SIM1", None)],
)
def test_keys_of_the_network(key, number):
    assert find.number_in_network(f"network.parquet::{key}") == number


@pytest.mark.parametrize(
    "key", ["../secret.csv", "/etc/passwd", "network.parquet::SIM00001\n", "a.csv/../../x", ""]
)
def test_a_key_is_looked_up_and_never_followed(tmp_path, key):
    (tmp_path / "secret.csv").write_text("secret")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a.csv").write_text("date,tmax\n")
    assert find.number_in_network(key) is None
    assert find.file_of(key) not in find.pieces(str(tmp_path / "archive"))


def test_a_record_of_an_archive_is_found_by_its_key(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.csv").write_bytes(b"date,tmax\n")
    pieces = find.pieces(str(tmp_path))
    assert find.content(pieces[find.file_of("deep/a.csv::Town")]) == b"date,tmax\n"
    assert find.station_of("deep/a.csv::Town") == "Town" and find.station_of("deep/a.csv") == ""
    (tmp_path / "deep" / "a.csv").unlink()
    with pytest.raises(ValueError, match="can't be read"):
        find.content(pieces["deep/a.csv"])
