"""Many records at once: an archive's address in, a table with each station's verdict out.

From the ground up: `needs` (packages that only this room uses), `asked` < `archive` (what there is, as pieces
of work), `split` (large files of many stations) < `contents` (their bytes) < `moments` (what a record tells a
regression over all), `verdict` (one record's row), `columns` (of the table) < `pooled` (that regression),
`work` (a batch), `parts` (results on disk) < `cluster` (Dask) < `run`; `progress` is the bar. `network` makes
simulated stations. Nothing else in gd_core knows of this room but the command line.
"""
