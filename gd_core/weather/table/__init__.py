"""From text to cells: delimiter, header, where the data begin and end, one array of cells a column."""
