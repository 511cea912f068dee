"""From cells to a day for every row, and a time of day where the file has one."""
