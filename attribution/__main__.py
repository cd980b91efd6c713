"""`python -m attribution`: the command line."""

import sys

from attribution.cli import main

if __name__ == "__main__":
    sys.exit(main())
