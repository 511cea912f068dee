"""Files without a header whose format is known get its names."""

from dataclasses import replace

import numpy as np

from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR
from gd_core.weather.report import Decision
from gd_core.weather.table.cells import Cells
from gd_core.weather.vocabulary.headerless import HEADERLESS, Headerless


def with_known_names(cells: Cells, decisions: list[Decision]) -> Cells:
    """The same table with the names and units of its format, if it has no header and is written in one of
    `HEADERLESS`; adds to ``decisions``."""
    known = None if cells.headed else next((one for one in HEADERLESS if _is_written(cells, one)), None)
    if known is None:
        return cells
    text = f"The columns have the names of {known.service}: {', '.join(known.names[:8])} ..."
    decisions.append(Decision("header", text, f"{len(known.names)} columns in its order, without a header"))
    units = tuple("°C" if name.startswith(known.celsius) else None for name in known.names)
    return replace(
        cells, names=known.names, originals=known.names, units=units, headed=True, fixed_by=known.service
    )


def _is_written(cells: Cells, known: Headerless) -> bool:
    """Whether the columns are as many, dates as 20241231 and letters where the format has them."""
    if len(cells.names) != len(known.names) or cells.text != [known.letters]:
        return False
    for position, name in enumerate(known.names):
        if name.endswith("_DATE"):
            days = cells.numbers(position)
            if not np.all((days >= FIRST_YEAR * 10_000) & (days < (LAST_YEAR + 1) * 10_000)):
                return False
    return True
