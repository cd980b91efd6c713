"""What an operator can set, read once from the environment.

A value that cannot be used ends the start with a sentence that names the variable, the value and
what is allowed. Nothing else of the service reads the environment.
"""

import os
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct


class SettingsError(ValueError):
    """An environment variable has a value that cannot be used."""


def usable_cores() -> int:
    """Cores that this process may run on, which in a container can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(Struct, frozen=True, kw_only=True):
    """Every setting with its default, meaning and allowed range."""

    host: Annotated[
        str, Meta(min_length=1, description="Address to listen on; 0.0.0.0 listens on every interface.")
    ] = "127.0.0.1"
    port: Annotated[
        int, Meta(ge=0, le=65535, description="Port to listen on; 0 lets the system choose one.")
    ] = 8000
    max_body_bytes: Annotated[
        int, Meta(ge=1, le=1_000_000_000, description="Largest request body, in bytes.")
    ] = 4_000_000
    workers: Annotated[
        int, Meta(ge=1, le=1024, description="Processes that analyse articles; one a core by default.")
    ] = msgspec.field(default_factory=usable_cores)
    queue: Annotated[
        int,
        Meta(ge=0, le=100_000, description="Articles that may wait for a worker; one more is answered 503."),
    ] = 64
    timeout_s: Annotated[
        float,
        Meta(gt=0, le=3600, description="Seconds from a request's arrival until it is given up with a 503."),
    ] = 60.0

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings that `environ` holds; a variable that is absent or empty leaves the default.

        Raises:
            SettingsError: a value is of the wrong type or out of range.
        """
        values: dict[str, Any] = {}
        for field in msgspec.structs.fields(cls):
            name = variable(field.name)
            if not (text := environ.get(name, "").strip()):
                continue
            try:
                values[field.name] = msgspec.convert(text, field.type, strict=False)
            except msgspec.ValidationError as error:
                raise SettingsError(f"{name}={text!r} cannot be used: {error}. {meaning(field)}") from None
        return cls(**values)


def variable(field: str) -> str:
    """Name of the environment variable behind a field; HOST and PORT are what platforms set."""
    return field.upper() if field in {"host", "port"} else f"ATTRIBUTION_{field.upper()}"


def meaning(field: msgspec.structs.FieldInfo) -> str:
    """The description of a field of `Settings`."""
    return next(str(meta.description) for meta in field.type.__metadata__ if isinstance(meta, Meta))
