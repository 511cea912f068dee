"""Results on their way: part files beside the table, so that a run may be killed at any time.

A part file is whole or not there: it is written under another name first. What it holds is done; the next run
goes on with the rest. At the end all parts become the table, each record once.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from gd_core.stations.columns import COLUMNS, PART_ONLY, POOLED, schema, to_table
from gd_core.stations.needs import need
from gd_core.weather.report import quoted

RUN = "run.json"


class Parts:
    """The part files of the table ``out``, for one archive and one question; a run at a time holds them."""

    def __init__(self, out: Path, archive: str, mark: str) -> None:
        """ValueError if the folder is that of another archive or question, or of a run that still goes on."""
        self.out, self.folder = out, out.with_name(out.name + ".parts")
        need("pyarrow.parquet")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._hold()
        run, mine = self.folder / RUN, {"archive": archive, "asked": mark}
        if run.is_file() and json.loads(run.read_text(encoding="utf-8")) != mine:
            raise ValueError(
                f"{quoted(self.folder)} holds the beginning of a run on another archive or with other "
                "settings: remove that folder, or give another --out."
            )
        self._replace(run, lambda file: file.write_text(json.dumps(mine), encoding="utf-8"))
        for left in self.folder.glob("*.tmp"):
            left.unlink()
        self._count = len(list(self.files()))

    def files(self) -> Iterator[Path]:
        """The part files, oldest first."""
        return iter(sorted(self.folder.glob("part-*.parquet")))

    def done(self) -> set[str]:
        """The pieces of work that part files hold."""
        pq = need("pyarrow.parquet")
        tables = (pq.read_table(file, columns=["piece"]) for file in self.files())
        return {piece for table in tables for piece in table.column("piece").to_pylist()}

    def add(self, rows: list[dict[str, Any]]) -> None:
        """Keep ``rows`` in a part file of their own."""
        pq = need("pyarrow.parquet")
        table = to_table(rows, COLUMNS | PART_ONLY)
        file = self.folder / f"part-{self._count:06}.parquet"
        while file.exists():
            self._count += 1
            file = self.folder / f"part-{self._count:06}.parquet"
        self._replace(file, lambda new: pq.write_table(table, new))
        self._count += 1

    def finish(self, pooled: str | None = None) -> Any:
        """Write the table ``out`` from all parts, and remove these; the table as a frame of pandas.

        ``pooled``: groups of one regression over all, see `pooled.Pool`; what it found goes beside the table.
        """
        pa, pq = need("pyarrow"), need("pyarrow.parquet")
        tables = [pq.read_table(file, columns=list(COLUMNS)) for file in self.files()]
        frame = pa.concat_tables([schema(COLUMNS).empty_table(), *tables]).to_pandas()
        frame = frame.drop_duplicates("key").sort_values("key", ignore_index=True)
        columns = COLUMNS
        if pooled is not None:
            frame, columns = self._with_pooled(frame, pooled), COLUMNS | POOLED
        table = pa.Table.from_pandas(frame, schema=schema(columns), preserve_index=False)
        self._replace(self.out, lambda new: pq.write_table(table, new))
        self.close()
        shutil.rmtree(self.folder)
        return frame

    def _with_pooled(self, frame: Any, kind: str) -> Any:
        from gd_core.stations.pool.pooled import Pool

        pa, pq, pd = need("pyarrow"), need("pyarrow.parquet"), need("pandas")
        wanted = ["key", "latitude", *(name for name in PART_ONLY if name != "piece")]
        pool = Pool(kind)
        for file in self.files():  # twice through the parts: the moments of all do not fit at once
            pool.add(pq.read_table(file, columns=wanted).to_pandas())
        judged = [pool.judge(pq.read_table(file, columns=wanted).to_pandas()) for file in self.files()]
        found = pd.concat([one for one in judged if len(one)] or [pd.DataFrame(columns=list(POOLED))])
        frame = frame.merge(found, left_on="key", right_index=True, how="left")
        beside = self.out.with_name(f"{self.out.stem}.pooled.parquet")
        groups = pa.Table.from_pandas(pool.table(), preserve_index=False)
        self._replace(beside, lambda new: pq.write_table(groups, new))
        return frame.reindex(columns=[*COLUMNS, *POOLED])

    def close(self) -> None:
        """Let another run have the folder."""
        with suppress(OSError):
            os.close(self._lock)

    def _hold(self) -> None:
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT)
        try:
            import fcntl
        except ImportError:  # Windows has no such lock
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise ValueError(f"Another run is writing to {quoted(self.folder)}; wait for its end.") from None

    def _replace(self, file: Path, write: Any) -> None:
        """Write ``file`` whole or not at all."""
        new = self.folder / f"{file.name}.tmp"
        write(new)
        os.replace(new, file)
