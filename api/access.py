"""The door to everything that does work: whose request this is, and whether its client may send it now.

What stands under `/v1` is guarded, whatever it is; pages, contract and health are open to everybody, and
`/metrics` as the operator chose. In this order, so that guessing keys is limited as well:

1. whose key the request brings, if any                       (`api.keys`)
2. a token of the client's: 429                               (`api.limits`)
3. a key is needed and there is none: 401

All of it before a byte of the body is read, and all on the event loop: the framework runs a guard that is
no coroutine in a thread, where two requests could take the same token.
"""

import datetime
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from api.keys import Key, presented
from api.keys import keyring as keyring_of
from api.limits import Limits, too_many
from api.problems import UNAUTHORIZED, Rejection
from api.settings import Settings
from api.visits import WORK

METRICS = "/metrics"

#: The key of a request by name, why it has none that is good, or None where none is needed.
Found = tuple[str, Key] | Rejection | None

REALM = 'Bearer realm="quote attribution"'


class Access:
    """The guard of all handlers. What it finds is in the request's state: `key`, a name, and `bucket`."""

    def __init__(self, settings: Settings) -> None:
        """Read the keys.

        Raises:
            SettingsError: they are needed and there are none, or their file cannot be used.
        """
        self.keyring = keyring_of(settings)
        self._limits = Limits(settings)
        self._metrics_are_keyed = settings.metrics == "keyed"

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        assert isinstance(connection, Request)
        path = connection.scope["path_template"]
        if path == METRICS and self._metrics_are_keyed:
            self._require(self._identify(connection))
        if not path.startswith(WORK) or connection.method == "OPTIONS":
            return
        found = self._identify(connection)
        self._admit(connection, found)
        self._require(found)

    def _identify(self, request: Request[Any, Any, Any]) -> Found:
        """Whose request it is."""
        if self.keyring is None:
            return None
        secret = presented(request.headers)
        if not secret:
            return Rejection(UNAUTHORIZED, headers={"WWW-Authenticate": REALM})
        detail = "The API key is not known."
        if found := self.keyring.find(secret):
            name, key = found
            if not key.has_expired(datetime.datetime.now(datetime.UTC).date()):
                request.scope["state"]["key"] = name
                return found
            detail = f"The API key has expired: its last day was {key.expires}."
        return Rejection(
            UNAUTHORIZED, detail, headers={"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
        )

    def _admit(self, request: Request[Any, Any, Any], found: Found) -> None:
        """Let the request in if its client has a token."""
        if isinstance(found, tuple):
            bucket = self._limits.of_key(*found)
        else:
            bucket = self._limits.of_address(request.client.host if request.client else "")
        request.scope["state"]["bucket"] = bucket
        if bucket is not None and not bucket.take():
            raise too_many(bucket)

    @staticmethod
    def _require(found: Found) -> None:
        if isinstance(found, Rejection):
            raise found
