"""Print every table, or those named on the command line, and write them to docs/benchmarks.md."""

import argparse

from benchmarks import backtest, document, epochs, experiment, fits, pages, reader, start_up, tutorial

TABLES = {
    "experiment": experiment.report,
    "backtest": backtest.report,
    "tutorial": tutorial.report,
    "fits": fits.report,
    "epochs": epochs.report,
    "reader": reader.report,
    "start_up": start_up.report,
    "pages": pages.report,
}

parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(TABLES)}")
names = parser.parse_args().names
if unknown := [name for name in names if name not in TABLES]:
    parser.error(f"no table is named {unknown[0]!r}; choose from {', '.join(TABLES)}")
for name in names or TABLES:
    tables = TABLES[name]()
    print(tables, end="\n\n", flush=True)
    document.write(name, tables)
