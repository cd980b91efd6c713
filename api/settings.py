"""What an operator can set, read once at the start: from a TOML file, and over it the environment.

The file is the one that `ATTRIBUTION_CONFIG` names, or `attribution.toml` in the working directory where
there is one. A value that cannot be used ends the start with a sentence that names where it stands, the
value and what is allowed. Nothing else of the service reads the environment, but for the exporter of
traces, whose `OTEL_*` variables are a standard of their own.

`python -m api.settings` prints the table of the documentation.
"""

import difflib
import ipaddress
import os
import sys
import tomllib
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from attribution.models import ModelName

#: Names the file; a file of this name in the working directory needs no variable.
CONFIG_VARIABLE = "ATTRIBUTION_CONFIG"
CONFIG_FILE = "attribution.toml"

PREFIX = "ATTRIBUTION_"

#: Settings whose variable has no prefix: it is what platforms set.
UNPREFIXED = frozenset({"host", "port"})

#: What a browser sends as Origin.
Origin = Annotated[str, Meta(pattern=r"^(\*|https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?)$")]


class SettingsError(ValueError):
    """Something that the operator set cannot be used; the message is a sentence for the terminal."""


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
        int,
        Meta(ge=1, le=1_000_000_000, description="Largest request body, in bytes, also once it is unpacked."),
    ] = 4_000_000
    workers: Annotated[
        int, Meta(ge=1, le=1024, description="Processes that analyse articles; one a core by default.")
    ] = msgspec.field(default_factory=usable_cores)
    model: Annotated[
        ModelName,
        Meta(description="The network that reads articles: `accurate` takes longer and errs a little less."),
    ] = "fast"
    queue: Annotated[
        int,
        Meta(ge=0, le=100_000, description="Articles that may wait for a worker; one more is answered 503."),
    ] = 64
    timeout_s: Annotated[
        float,
        Meta(gt=0, le=3600, description="Seconds from a request's arrival until it is given up with a 503."),
    ] = 60.0
    read_timeout_s: Annotated[
        float,
        Meta(
            gt=0,
            le=3600,
            description="Seconds that a client may take to send the head of a request, then its body (408); "
            "in a stream, from one piece to the next.",
        ),
    ] = 60.0
    max_requests: Annotated[
        int,
        Meta(ge=1, le=100_000, description="Requests under /v1 at a time; one more is answered 503."),
    ] = 1000
    max_connections: Annotated[
        int,
        Meta(ge=1, le=100_000, description="Connections at a time; one more is told 503 and closed."),
    ] = 4000
    auth: Annotated[
        Literal["auto", "on", "off"],
        Meta(
            description="Whether /v1 asks for an API key. auto: where there is a keys file; without one the "
            "service listens on this machine alone. off: never, also on other addresses."
        ),
    ] = "auto"
    keys_file: Annotated[
        str | None,
        Meta(description="TOML file with the hashes of the API keys; read again on SIGHUP."),
    ] = None
    rate: Annotated[
        float,
        Meta(
            ge=0,
            le=1_000_000,
            description="Articles a minute for each API key, or for each address where there are no keys; "
            "0 is no limit. A key can have a rate of its own.",
        ),
    ] = 0.0
    burst: Annotated[
        int,
        Meta(
            ge=0,
            le=1_000_000,
            description="Articles at once after a pause; 0 is as many as `rate` allows in a minute.",
        ),
    ] = 0
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(
            description="Addresses or networks (10.0.0.0/8) of the proxies whose X-Forwarded-For is believed."
        ),
    ] = ()
    cors_origins: Annotated[
        tuple[Origin, ...],
        Meta(description="Origins (https://cms.example) whose pages may call the service; * is every one."),
    ] = ()
    metrics: Annotated[
        Literal["keyed", "open", "off"],
        Meta(description="Who may read /metrics. keyed: whoever may send articles; open: everybody."),
    ] = "keyed"
    tracing: Annotated[
        bool,
        Meta(
            description="Whether spans are sent by OpenTelemetry; needs the extra `otel`, and takes the "
            "standard OTEL_* variables."
        ),
    ] = False
    log_format: Annotated[
        Literal["text", "json"], Meta(description="Lines of log for people, or a JSON object a line.")
    ] = "text"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str], *, folder: Path | None = None) -> "Settings":
        """The settings of the file and of `environ`, which wins; what neither has keeps its default.

        Args:
            environ: the environment; an empty variable is as good as none.
            folder: where a file is looked for that no variable names; by default the working directory.

        Raises:
            SettingsError: the file cannot be read, or something in either cannot be used.
        """
        values: dict[str, Any] = {}
        path = config_path(environ, folder or Path())
        if path is not None:
            values.update(from_file(path))
        values.update(from_variables(environ))
        return cls(**values)


FIELDS = {field.name: field for field in msgspec.structs.fields(Settings)}


def config_path(environ: Mapping[str, str], folder: Path) -> Path | None:
    """The file to read, which must exist where a variable names it."""
    if named := environ.get(CONFIG_VARIABLE, "").strip():
        return Path(named)
    return path if (path := folder / CONFIG_FILE).is_file() else None


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        SettingsError: it is absent, unreadable or no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML: {error}.") from None


def from_file(path: Path) -> Iterator[tuple[str, Any]]:
    """The settings of a file by name."""
    for name, value in read_toml(path).items():
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, 1)
            guess = f" Did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{path}: {name} is no setting.{guess} The settings are {', '.join(FIELDS)}.")
        yield name, convert(name, value, f"{path}: {name} = {value!r}", strict=True)


def from_variables(environ: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The settings of the environment by name; a list's items are separated by commas."""
    for name, field in FIELDS.items():
        if text := environ.get(variable(name), "").strip():
            parts = [part.strip() for part in text.split(",")] if is_list(field.type) else text
            yield name, convert(name, parts, f"{variable(name)}={text!r}", strict=False)


def mistaken(environ: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each variable that looks like a misspelt setting.

    No error: platforms set variables of their own that begin with a service's name, such as
    ATTRIBUTION_SERVICE_HOST in Kubernetes.
    """
    known = [CONFIG_VARIABLE, *map(variable, FIELDS)]
    for name in environ:
        if name.startswith(PREFIX) and name not in known:
            for near in difflib.get_close_matches(name, known, 1, cutoff=0.85):
                yield f"{name} is no setting; did you mean {near}?"


def convert(name: str, value: object, shown: str, *, strict: bool) -> Any:  # noqa: ANN401 - of any setting's type
    """The value of a setting.

    Raises:
        SettingsError: it is of the wrong type or out of range; the message begins with `shown`.
    """
    field = FIELDS[name]
    try:
        converted = msgspec.convert(value, field.type, strict=strict)
        if name == "trusted_proxies":
            for address in converted:
                ipaddress.ip_network(address)
    except (msgspec.ValidationError, ValueError):
        raise SettingsError(
            f"{shown} cannot be used; it must be {allowed(field)}. {meaning(field)}"
        ) from None
    return converted


def variable(field: str) -> str:
    """Name of the environment variable behind a field."""
    return field.upper() if field in UNPREFIXED else PREFIX + field.upper()


def metas(type_: Any) -> list[Meta]:  # noqa: ANN401 - an annotation
    """What an annotation says beside the type."""
    return [meta for meta in getattr(type_, "__metadata__", ()) if isinstance(meta, Meta)]


def bare(type_: Any) -> Any:  # noqa: ANN401 - an annotation
    """The type of an annotation; of one that may be None, the other."""
    inner = get_args(type_)[0] if metas(type_) else type_
    if get_origin(inner) in (Union, types.UnionType):
        return next(part for part in get_args(inner) if part is not type(None))
    return inner


def is_list(type_: Any) -> bool:  # noqa: ANN401 - an annotation
    """Whether a setting has several values."""
    return get_origin(bare(type_)) is tuple


def meaning(field: msgspec.structs.FieldInfo) -> str:
    """The description of a field of `Settings`."""
    return next(str(meta.description) for meta in metas(field.type))


def allowed(field: msgspec.structs.FieldInfo) -> str:
    """What a field of `Settings` may be, to go on from "it must be"."""
    type_, (meta, *_) = bare(field.type), metas(field.type)
    if get_origin(type_) is Literal:
        *others, last = get_args(type_)
        return f"{', '.join(others)} or {last}"
    if is_list(field.type):
        return "a list; in the environment, separated by commas"
    if type_ is bool:
        return "true or false"
    if type_ in (int, float):
        number = "a whole number" if type_ is int else "a number"
        low = f"from {meta.ge} to" if meta.ge is not None else f"above {meta.gt}, up to"
        return f"{number} {low} {meta.le}"
    return "text"


def shown_default(field: msgspec.structs.FieldInfo) -> str:
    """The default of a field of `Settings` for the documentation."""
    match field.default:
        case msgspec.NODEFAULT:
            return "one a core"
        case None | ():
            return "none"
        case bool() as value:
            return str(value).lower()
        case float() as value:
            return f"{value:g}"
        case value:
            return str(value)


def table() -> str:
    """Every setting as rows of Markdown."""
    rows = ["| variable | in the file | default | allowed | meaning |", "|---|---|---|---|---|"]
    for name, field in FIELDS.items():
        cells = (f"`{variable(name)}`", f"`{name}`", shown_default(field), allowed(field), meaning(field))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
