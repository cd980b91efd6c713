"""`python -m api`: the service on HOST and PORT. `python -m api keys new NAME`: a new API key."""

import sys

from api.command import main

if __name__ == "__main__":
    sys.exit(main())
