"""`python -m api`: the service on HOST and PORT."""

import sys

from api.server import main

if __name__ == "__main__":
    sys.exit(main())
