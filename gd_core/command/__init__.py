"""The command line, `python -m gd_core`: arguments in, text or JSON and an exit status out.

A file for each subcommand: it adds its arguments, and its `run` returns what is printed. Errors are one
sentence on standard error. What takes long to import is imported when a command runs.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from gd_core.command import forecast, stations

DONE, WRONG, USAGE, INTERRUPTED, NOBODY_READS = 0, 1, 2, 130, 141
COMMANDS = (forecast, stations)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message} (--help says what can be asked).\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` (None: those of the process) name; the exit status.

    0: done. 1: the record can't be used, as standard error says. 2: the arguments can't. 130: interrupted.
    141: nobody reads the output any more.
    """
    try:
        return _run(arguments)
    except BrokenPipeError:
        # Python flushes once more at its end, which would fail again, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _wrong(f"The answer can't be written: {error.strerror}.")


def _run(arguments: Sequence[str] | None) -> int:
    try:
        asked = _parser().parse_args(arguments)
        said = asked.run(asked)
    except SystemExit as end:  # help was printed, or what is wrong with the arguments
        sys.stdout.flush()
        return int(end.code or DONE)
    except ValueError as error:  # WeatherError is one
        return _wrong(str(error))
    print(said, flush=True)
    return DONE


def _wrong(sentence: str) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return WRONG


def _parser() -> argparse.ArgumentParser:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks "−" or "°" shows "?" instead
            stream.reconfigure(errors="replace")
    parser = _Parser(prog="python -m gd_core", description="Forecasts of a weather record, as text or JSON.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    return parser
