"""API keys: which there are, and whose a request brings.

A keys file has a table for each key, of which it holds the SHA-256 alone:

    [wordpress]
    sha256 = "9f86d081884c7d65…"
    expires = 2027-12-31   # the last day, by UTC; may be absent
    rate = 600             # articles a minute, and how many at once; may be absent
    burst = 100

`python -m api keys new wordpress >> keys.toml` makes one. A plain hash is enough for a key of 256 random
bits, which nobody can guess; a slow one is for passwords. Whether a key may do what the request asks is
decided by `api.access`.
"""

import datetime
import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from litestar.datastructures import Headers
from msgspec import Meta, Struct

from api.settings import Settings, SettingsError, read_toml

#: Begins every key, so that scanners for leaked secrets can know one.
MARK = "qa_"

NAME = r"^[A-Za-z0-9_-]{1,64}$"
KEY_HEADER = "X-API-Key"
SCHEME = "bearer "


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    """What a keys file says of a key."""

    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    expires: datetime.date | None = None
    rate: Annotated[float, Meta(ge=0)] | None = None
    burst: Annotated[int, Meta(ge=0)] | None = None

    def has_expired(self, today: datetime.date) -> bool:
        return self.expires is not None and today > self.expires


class Keyring:
    """The keys of a file."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            SettingsError: it cannot be read, or something in it cannot be used.
        """
        self._path = path
        self.reload()

    def reload(self) -> None:
        """Read the file again; the keys stay as they are where it cannot be used.

        Raises:
            SettingsError: as when it was read first.
        """
        self._keys = read_keys(self._path)

    def find(self, secret: str) -> tuple[str, Key] | None:
        """The name of a key and what is said of it, also of one that has expired.

        The time that it takes tells nothing: all keys are compared, each in constant time.
        """
        sent, found = digest(secret), None
        for name, key in self._keys.items():
            if hmac.compare_digest(sent, key.sha256):
                found = name, key
        return found


def read_keys(path: Path) -> Mapping[str, Key]:
    """The keys of a file by name.

    Raises:
        SettingsError: the file cannot be read, or something in it cannot be used. No value is repeated:
            somebody may have written a key where its hash belongs.
    """
    tables = read_toml(path)
    if not tables:
        raise SettingsError(f"{path} has no keys; `python -m api keys new NAME` makes one.")
    try:
        return msgspec.convert(tables, dict[Annotated[str, Meta(pattern=NAME)], Key])
    except msgspec.ValidationError:
        pass
    for name, table in tables.items():
        try:
            msgspec.convert({name: table}, dict[Annotated[str, Meta(pattern=NAME)], Key])
        except msgspec.ValidationError as error:
            # msgspec's message has types, bounds and the name of a field, and no value.
            raise SettingsError(f"{path}: the key {name!r} cannot be used: {error}.") from None
    raise AssertionError


def keyring(settings: Settings) -> Keyring | None:
    """The keys that requests must bring, or None where they need none.

    Raises:
        SettingsError: there should be keys and are none, or their file cannot be used.
    """
    if settings.auth == "off":
        return None
    if settings.keys_file is not None:
        return Keyring(Path(settings.keys_file))
    if settings.auth == "auto" and is_loopback(settings.host):
        return None
    raise SettingsError(
        f"There are no API keys, and {settings.host} can be reached from other machines: name a file of keys "
        "with ATTRIBUTION_KEYS_FILE (`python -m api keys new NAME` makes one), or say that everybody may use "
        "the service with ATTRIBUTION_AUTH=off."
        if not is_loopback(settings.host)
        else "ATTRIBUTION_AUTH=on needs a file of keys: name it with ATTRIBUTION_KEYS_FILE."
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def presented(headers: Headers) -> str | None:
    """The key that a request brings: `Authorization: Bearer …`, or `X-API-Key`."""
    authorization = headers.get("Authorization", "")
    if authorization[: len(SCHEME)].lower() == SCHEME:
        return authorization[len(SCHEME) :].strip()
    return headers.get(KEY_HEADER)


def digest(secret: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_key() -> str:
    """A key of 256 random bits."""
    return MARK + secrets.token_urlsafe(32)


def entry(name: str, secret: str, *, expires: datetime.date | None = None, rate: float | None = None) -> str:
    """The lines of a keys file that stand for a key."""
    lines = [f"[{name}]", f'sha256 = "{digest(secret)}"']
    lines += [] if expires is None else [f"expires = {expires}"]
    lines += [] if rate is None else [f"rate = {rate:g}"]
    return "\n".join(lines) + "\n"
