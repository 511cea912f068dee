"""The daily record of a weather station somewhere, from the service of Meteostat, for who has no file.

In: a place, an id or coordinates, and a click. Out: stations (`find_stations`), and the record of one as a
CSV file that `read_weather` reads like any (`fetch_record`). `kept_record` asks nobody: what was fetched is
kept on disk. `NotFetched` says in one sentence what went wrong; then nothing has changed.

The library `meteostat` knows the addresses (set by its MS_... variables), the stations, and the licences of
the data. The files are fetched here, since it waits for an answer without end, and leaves out a year whose
file is broken without a word. It is imported when a station is looked for, as at the start it would cost half
a second.
"""

from gd_core.towns.daily import Record, fetch_record, kept_record
from gd_core.towns.download import NotFetched
from gd_core.towns.service import hosts
from gd_core.towns.stations import Station, find_stations
from gd_core.towns.words import CHANGES, credit, credit_with_links, how_old

__all__ = [
    "CHANGES",
    "NotFetched",
    "Record",
    "Station",
    "credit",
    "credit_with_links",
    "fetch_record",
    "find_stations",
    "hosts",
    "how_old",
    "kept_record",
]
