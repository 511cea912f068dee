"""Many records at once: an archive's address in, a table with each station's verdict out.

From the ground up: `needs` (packages that only this room uses), `asked` < `archive` (pieces of work, their
bytes) < `verdict` (one record's row), `columns` (of the table), `pool` (one regression over all) < `work` (a
batch), `parts` (results on disk) < `cluster` (Dask) < `run`; `progress` is the bar, `show` the table for
people. `network` makes simulated stations. Nothing else in gd_core knows of this room but the command line.
"""
