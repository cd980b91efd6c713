"""Columns that are kept, in the type that the tables have: files of one source may differ."""

from typing import Any

import pyarrow as pa


def fitted(column: Any, type: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The column in another type; a value that has no place in it is null, for the articles are wanted all the same."""
    if column.type == type:
        return column
    try:
        return column.cast(type)
    except pa.ArrowException:
        return pa.array([fitting(value, type) for value in column], type)


def fitting(value: Any, type: Any) -> Any:  # noqa: ANN401
    """The value in another type, or nothing."""
    try:
        return value.cast(type)
    except pa.ArrowException:
        return None
