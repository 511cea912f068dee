"""What a page shows of many stations: the bytes of a table in, the rows and sentences of its pictures out.

From the ground up: `skill_table` (a Parquet file that anybody may have made, checked) < `pictures` (the rows
of each picture) < `say` (its sentences); `find` (the record of one station, by its key).
"""
