"""A small archive with what archives hold: whole records, an empty file, a corrupt one, several in one."""

from pathlib import Path

import numpy as np
import pytest

from tests.stations.helpers import several, station_csv


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "north").mkdir()
    for number in range(3):
        (folder / "north" / f"s{number}.csv").write_bytes(station_csv(number))
    (folder / "two.csv").write_bytes(several(2).to_csv(index=False).encode())
    (folder / "empty.csv").touch()
    (folder / "corrupt.csv").write_bytes(np.random.default_rng(0).bytes(2000))
    (folder / ".hidden.csv").write_bytes(b"no")
    with open(folder / "huge.csv", "wb") as file:
        file.truncate(5 * 1024**3)  # takes no room on the disk, and must not be read
    return folder
