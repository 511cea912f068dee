"""Print every table of times, or those named on the command line, and write them to docs/benchmarks.md.

``skill [FOLDER]`` judges the forecast instead, on the weather files of a folder (else the bundled ones), and
writes to docs/skill.md. ``load --sessions 30 --changes 10`` has a class of 30 at work.
"""

import argparse

from benchmarks import (
    backtest,
    broken_files,
    document,
    epochs,
    experiment,
    fits,
    load,
    pages,
    reader,
    skill,
    start_up,
    tutorial,
)

TABLES = {
    "experiment": experiment.report,
    "backtest": backtest.report,
    "tutorial": tutorial.report,
    "fits": fits.report,
    "epochs": epochs.report,
    "reader": reader.report,
    "broken_files": broken_files.report,
    "start_up": start_up.report,
    "pages": pages.report,
    "load": load.report,
}

parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
parser.add_argument(
    "names",
    nargs="*",
    metavar="NAME",
    help=f"any of: {', '.join(TABLES)}; skill [FOLDER], stations [TABLE]",
)
parser.add_argument("--windows", type=int, default=skill.WINDOWS, help="of a length and record, for skill")
parser.add_argument("--sessions", type=int, nargs="+", help="tabs that are open at once, for load")
parser.add_argument("--changes", type=int, default=load.CHANGES, help="that are made in each, for load")
arguments = parser.parse_args()
names = arguments.names
if names[:1] == ["skill"]:
    if len(names) > 2:
        parser.error("skill takes one folder")
    print(skill.write(names[1] if names[1:] else None, arguments.windows))
    parser.exit()
if names[:1] == ["stations"]:
    from benchmarks import stations

    if unknown := [name for name in names[1:] if name not in stations.TABLES]:
        parser.error(f"no such table: {unknown[0]!r}; choose from {', '.join(stations.TABLES)}")
    stations.write(names[1:])
    parser.exit()
if arguments.sessions:
    if names != ["load"]:
        parser.error("--sessions is for load")
    print(load.report(arguments.sessions, arguments.changes))
    parser.exit()
if unknown := [name for name in names if name not in TABLES]:
    parser.error(f"no table is named {unknown[0]!r}; choose from {', '.join(TABLES)}")
for name in names or TABLES:
    tables = TABLES[name]()
    print(tables, end="\n\n", flush=True)
    document.write(name, tables)
