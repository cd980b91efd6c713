"""Quotes of articles without end."""

from functools import partial
from typing import Any

import msgspec
from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.types import ASGIApp

from api import problems
from api.articles import options_in_body, outcome
from api.engine import TURNS, Engine
from api.limits import take_turn
from api.lines import Line
from api.many import ErrorLine
from api.negotiation import consumes, produces
from api.problems import BODY_TOO_LARGE, NOT_READY, Rejection, problem
from api.requests import request_id
from api.streams import LineStream
from attribution.results import Answer

NDJSON = "application/x-ndjson"


class StreamController(Controller):
    """`/v1/quotes/stream`."""

    path = "/v1/quotes/stream"
    tags = ("Quotes",)

    @post(
        operation_id="extractQuotesOfStream",
        summary="Find the quotes of a stream of articles",
        description="Each line of the body is an article as `/v1/quotes` takes it, each line of the response its "
        "answer, in the same order. Blank lines are ignored. Answers come as soon as they are ready, while "
        "the body is still being sent, which may go on for as long as you like.\n\n"
        "A line that cannot be used, or is longer than a body of `/v1/quotes` may be, has an `ErrorLine` in "
        "the place of its answer, and the stream goes on. **Read while you send**: the service reads on as "
        "you take answers, so that a client which sends all before it reads comes to a standstill.",
        status_code=200,
        guards=[consumes(NDJSON), produces(NDJSON), options_in_body],
        request_max_body_size=None,
        responses={
            200: ResponseSpec(
                Answer | ErrorLine,  # type: ignore[arg-type]
                media_type=NDJSON,
                description="A line for each article, in their order.",
                generate_examples=False,
            ),
            **problems.documented(
                problems.NOT_ACCEPTABLE,
                problems.UNSUPPORTED_MEDIA_TYPE,
                problems.INVALID_REQUEST,
                problems.NOT_READY,
            ),
        },
    )
    async def extract(self, request: Request[Any, Any, Any], engine: NamedDependency[Engine]) -> ASGIApp:
        engine.check()
        name = request_id(request.scope)
        longest = request.app.request_max_body_size
        assert isinstance(longest, int)

        async def answer_in_turn(line: Line) -> bytes:
            await take_turn(request)
            return await answer(engine, name, longest, line)

        return LineStream(
            answer_in_turn,
            headers={"Content-Type": NDJSON, "Cache-Control": "no-store"},
            width=TURNS * engine.workers,
            longest=longest,
            stop=engine.draining,
            farewell=partial(farewell, name),
        )


async def answer(engine: Engine, request: str, longest: int, line: Line) -> bytes:
    """What stands in the place of a line."""
    if line.data is None:
        rejection = Rejection(BODY_TOO_LARGE, f"A line may have {longest:,} bytes.")
        return error_line(None, line.number, rejection, request)
    found = await outcome(line.data, "#", engine.analyse_in_turn, request)
    if isinstance(found.answer, bytes):
        return found.answer
    return msgspec.json.encode(ErrorLine(id=found.id, line=line.number, error=found.answer))


def farewell(request: str, line: int, refusal: Rejection | None) -> bytes:
    """What stands at the end of a stream that is broken off; without a refusal, because the service ends."""
    detail = "The service is about to end. This line and those behind it were not read: send them again."
    return error_line(None, line, refusal or Rejection(NOT_READY, detail), request)


def error_line(name: str | None, line: int, rejection: Rejection, request: str) -> bytes:
    """The JSON of an `ErrorLine`."""
    return msgspec.json.encode(ErrorLine(id=name, line=line, error=problem(rejection, request)))
