"""`python -m gd_core`: what can be asked of a record from the command line."""

import sys

from gd_core.command import main

if __name__ == "__main__":
    sys.exit(main())
