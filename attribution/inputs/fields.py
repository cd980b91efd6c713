"""Fields of JSON documents, looked up without trust in their types, and JSON Pointers to them (RFC 6901)."""

from collections.abc import Iterator

Json = object


def at(value: Json, *path: str | int) -> Json:
    """What stands at the end of a path; None where nothing does."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(value, list) or not -len(value) <= step < len(value):
                return None
            value = value[step]
        else:
            if not isinstance(value, dict):
                return None
            value = value.get(step)
    return value


def string(value: Json, *path: str | int) -> str:
    """The string at the end of a path; empty where there is none."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def items(value: Json, *path: str | int) -> Iterator[tuple[int, Json]]:
    """The members of the array at the end of a path, with their indices; none where there is no array."""
    found = at(value, *path)
    return enumerate(found) if isinstance(found, list) else enumerate(())


def pointer(*path: str | int) -> str:
    """The JSON Pointer of a path."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
