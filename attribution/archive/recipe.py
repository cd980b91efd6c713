"""What every worker has to know: how articles are read, analysed and kept."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from attribution.requests import Options

#: Seconds that one article may take: several times what the longest that is read needs.
TIME_LIMIT = 1800.0


class Recipe(Struct, frozen=True, kw_only=True):
    """The settings of a run, for those who do the work."""

    options: Options
    columns: Mapping[str, str]
    """The name in the input of each field of an article that has another one there."""
    keep: Mapping[str, str]
    """Columns of the input that the tables have too: their name there, and in the input."""
    kept: Any
    """The pyarrow schema of those columns, under their names in the tables."""
    time_limit: float = TIME_LIMIT
    """Seconds after which an article is given up."""
