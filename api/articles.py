"""An article that comes with others in one request: it is read, answered and refused by itself."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import msgspec
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from msgspec import Struct

from api.bodies import from_json, invalid
from api.engine import Unreadable
from api.problems import Rejection, problem, rejection_of
from api.schemas import MAX_NAME, Article, Fault, Problem
from attribution.inputs.unreadable import UnreadableInput

R = TypeVar("R", bound=Struct)


class Outcome(NamedTuple):
    """What became of an article."""

    id: str | None
    """The id that it came with, where it can be read."""
    answer: bytes | Problem
    """JSON of the engine, or why there is none."""


def from_parts(body: bytes, parts: type[R], whole: type[Struct]) -> R:
    """Decode a body whose articles are to be read later.

    Args:
        body: JSON.
        parts: the type to decode, in which articles are `msgspec.Raw`.
        whole: the same type with articles as any JSON, to find faults with.

    Raises:
        Rejection: as `bodies.from_json`.
    """
    try:
        return msgspec.json.decode(body, type=parts)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        from_json(body, whole)
        raise


def read_article(data: bytes, where: str) -> Article:
    """The article whose JSON is `data`.

    Args:
        data: the bytes of the article alone.
        where: JSON Pointer, in URI fragment form, to the article in its request.

    Raises:
        Rejection: as `bodies.from_json`, with pointers that begin at the request.
    """
    try:
        return from_json(data, Article)
    except Rejection as found:
        # The reader of bodies takes what it is given for the whole body.
        detail = found.detail.replace("The body", "The article", 1)
        raise Rejection(
            found.kind,
            detail,
            errors=[Fault(detail=fault.detail, pointer=where + fault.pointer[1:]) for fault in found.errors],
        ) from None


async def outcome(
    data: bytes, where: str, ask: Callable[[Article], Awaitable[bytes]], request: str
) -> Outcome:
    """What becomes of an article. Never raises: whatever is wrong with it, the others go on.

    Args:
        data: the bytes of the article alone.
        where: JSON Pointer to the article in its request.
        ask: has the engine answer.
        request: id of the request.
    """
    try:
        article = read_article(data, where)
        try:
            return Outcome(article.id, await ask(article))
        except Unreadable as error:
            raise Unreadable(UnreadableInput(where + error.reason.pointer[1:], error.reason.detail)) from None
    except Exception as error:  # noqa: BLE001 - one article must not end the others
        return Outcome(name_of(data), problem(rejection_of(error, request), request))


def name_of(data: bytes) -> str | None:
    """The id of an article that may have any fault."""
    try:
        article = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    name = article.get("id") if isinstance(article, dict) else None
    return name if isinstance(name, str) and len(name) <= MAX_NAME else None


async def options_in_body(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard that refuses options in the query, where each article brings its own."""
    if connection.query_params:
        raise invalid([Fault(detail="The options of an article stand with it in the body.", pointer="#")])
