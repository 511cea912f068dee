"""A class at work on one server: how long everybody waits, and what it costs.

In: how many tabs, how many changes in each. Out: a table. `tab` is a browser's tab as the server sees it,
`widgets` what a tab knows of a page, `lesson` what a class does with them, `server` the process that is
looked at.
"""

from benchmarks.load.report import CHANGES, report

__all__ = ["CHANGES", "report"]
