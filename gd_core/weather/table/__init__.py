"""From text to `Cells`: a column of cells for each column of the file, their names, what stands around them.

Delimiter, header (`names`), the end of the data and the columns of numbers are found here, and broken rows
and lone quotation marks set aside (`repair`); what the cells mean is not.
Later stages also use how cells of text look (`groups` of cells written alike).
"""

from gd_core.weather.table.cells import Cells, read_cells
from gd_core.weather.table.find_layout import first_lines
from gd_core.weather.table.headerless import with_known_names
from gd_core.weather.table.patterns import DIGIT, LETTER, Group, as_text, groups, one_after_another, sampled
from gd_core.weather.table.plain_numbers import MARKED

__all__ = [
    "DIGIT",
    "LETTER",
    "MARKED",
    "Cells",
    "Group",
    "as_text",
    "first_lines",
    "groups",
    "one_after_another",
    "read_cells",
    "sampled",
    "with_known_names",
]
