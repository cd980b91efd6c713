"""How many articles a client may send: a bucket of tokens for each, of which every article takes one.

A bucket fills at `rate` a minute up to `burst`. A request needs one token, or is answered 429. A batch
takes as many as it has articles, though fewer be there: what is missing is a debt, and the next request
waits until it is paid. So batches of any size get through, and over time nobody gets more than the rate.
A stream is not refused but slowed down.

The service is one process (its workers only analyse), so that counting here holds for all of it, and
needs no lock: between looking and taking nothing is awaited. Several instances each count for themselves.

The headers are those of draft-ietf-httpapi-ratelimit-headers, with Retry-After for clients that know no
other.
"""

import asyncio
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope
from msgspec import Struct

from api.keys import Key
from api.problems import RATE_LIMITED, Rejection
from api.settings import Settings

Clock = Callable[[], float]

#: One client of IPv6 has at least this much of the address space.
IPV6_PREFIX = 64

#: Forgives what floating point leaves over.
EPSILON = 1e-9


class Policy(Struct, frozen=True):
    """What a client may do."""

    rate: float
    """Articles a minute; 0 is no limit."""
    burst: int
    """Articles at once."""

    @property
    def seconds_each(self) -> float:
        return 60 / self.rate

    @property
    def window_s(self) -> int:
        """Seconds in which an empty bucket is full."""
        return math.ceil(self.burst * self.seconds_each)


def policy(rate: float, burst: int) -> Policy:
    """A policy, in which a burst of 0 stands for as many as the rate allows in a minute."""
    return Policy(rate, burst or max(1, math.floor(rate)))


class Bucket:
    """The tokens of one client, told by the moment at which it is full: one number, and no timer."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self.policy = policy
        self._clock = clock
        self._full_at = clock()

    @property
    def is_full(self) -> bool:
        return self._full_at <= self._clock()

    @property
    def full_in_s(self) -> float:
        return max(0.0, self._full_at - self._clock())

    @property
    def tokens(self) -> int:
        """Whole tokens that are there."""
        missing = self.full_in_s / self.policy.seconds_each
        return max(0, math.floor(self.policy.burst - missing + EPSILON))

    @property
    def next_in_s(self) -> float:
        """Seconds until there is a token."""
        return max(0.0, self.full_in_s - (self.policy.burst - 1) * self.policy.seconds_each)

    @property
    def is_in_debt(self) -> bool:
        return self.full_in_s > self.policy.burst * self.policy.seconds_each + EPSILON

    def take(self) -> bool:
        """Take a token if there is one; whether there was."""
        if not self.tokens:
            return False
        self.owe(1)
        return True

    def owe(self, count: int) -> float:
        """Take tokens, whether they are there or not; seconds until they would have been."""
        self._full_at = max(self._full_at, self._clock()) + count * self.policy.seconds_each
        return max(0.0, self.full_in_s - self.policy.burst * self.policy.seconds_each)


class Limits:
    """The buckets of all clients."""

    def __init__(self, settings: Settings, *, clock: Clock = time.monotonic) -> None:
        self._default = policy(settings.rate, settings.burst)
        self._clock = clock
        self._of_keys: dict[str, Bucket] = {}
        self._of_addresses: OrderedDict[str, Bucket] = OrderedDict()

    def of_key(self, name: str, key: Key) -> Bucket | None:
        """The bucket of a key; None where it has no limit."""
        rate = self._default.rate if key.rate is None else key.rate
        burst = key.burst or (self._default.burst if key.rate is None else 0)
        if not rate:
            return None
        allowed = policy(rate, burst)
        bucket = self._of_keys.get(name)
        if bucket is None or bucket.policy != allowed:  # new, or changed when the file was read again
            bucket = self._of_keys[name] = Bucket(allowed, self._clock)
        return bucket

    def of_address(self, address: str) -> Bucket | None:
        """The bucket of a client without a key; None where it has no limit."""
        if not self._default.rate:
            return None
        client = network(address)
        bucket = self._of_addresses.pop(client, None) or Bucket(self._default, self._clock)
        self._of_addresses[client] = bucket
        self._forget()
        return bucket

    def _forget(self) -> None:
        """Drop buckets that are as good as new, so that there are no more than clients of late.

        They stand in the order of their last use. One that is behind one in debt waits for it.
        """
        while len(self._of_addresses) > 1:
            client, bucket = next(iter(self._of_addresses.items()))
            if not bucket.is_full:
                break
            del self._of_addresses[client]


def network(address: str) -> str:
    """What of an address tells clients apart."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))


def charge(connection: ASGIConnection[Any, Any, Any, Any], articles: int) -> None:
    """Take the tokens of the articles that a request brings beside its first.

    Raises:
        Rejection: 429, as another batch has left the bucket in debt since this request began.
    """
    bucket = bucket_of(connection.scope)
    if bucket is None or articles <= 0:
        return
    if bucket.is_in_debt:
        raise too_many(bucket)
    bucket.owe(articles)


async def take_turn(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Return when there is a token for another article of a stream, and take it."""
    bucket = bucket_of(connection.scope)
    if bucket is not None:
        await asyncio.sleep(bucket.owe(1))


def bucket_of(scope: Scope) -> Bucket | None:
    """The bucket of the client that sent a request; None where it has no limit."""
    bucket: Bucket | None = scope["state"].get("bucket")
    return bucket


def too_many(bucket: Bucket) -> Rejection:
    """What to answer to a client whose bucket is empty."""
    wait = max(1, math.ceil(bucket.next_in_s))
    return Rejection(
        RATE_LIMITED,
        f"{bucket.policy.rate:g} articles a minute may be sent, and {bucket.policy.burst} at once; "
        f"the next in {wait} s.",
        headers={"Retry-After": str(wait)},
    )


async def announce(message: Message, scope: Scope) -> None:
    """Tell the client of its limit; for `before_send`."""
    if message["type"] == "http.response.start" and (bucket := bucket_of(scope)) is not None:
        MutableScopeHeaders.from_message(message).update(headers(bucket, message["status"]))


def headers(bucket: Bucket, status: int) -> dict[str, str]:
    """What a response tells of the limit.

    `t` is when the bucket is full; where the request was refused, when the next may come, as Retry-After.
    """
    wait = max(1, math.ceil(bucket.next_in_s)) if status == RATE_LIMITED.status else None
    reset = math.ceil(bucket.full_in_s) if wait is None else wait
    return {
        "RateLimit-Policy": f'"default";q={bucket.policy.burst};w={bucket.policy.window_s};qu="articles"',
        "RateLimit": f'"default";r={bucket.tokens};t={reset}',
    }
