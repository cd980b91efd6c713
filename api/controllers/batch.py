"""Quotes of several articles at once."""

from typing import Any

import msgspec
from litestar import Controller, MediaType, Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from api import problems
from api.articles import options_in_body
from api.batches import answer_batch, read_batch
from api.bodies import ArticleBody
from api.engine import Engine
from api.limits import charge
from api.many import MAX_ARTICLES, Batch, BatchAnswer
from api.negotiation import consumes, produces
from api.requests import request_id


class BatchBody(ArticleBody):
    """How the framework reads the body of a handler whose `data` is a `Batch`."""

    def decode_bytes(self, value: bytes) -> Batch:  # type: ignore[override]
        return read_batch(value)


class BatchController(Controller):
    """`/v1/quotes/batch`."""

    path = "/v1/quotes/batch"
    tags = ("Quotes",)

    @post(
        operation_id="extractQuotesOfBatch",
        summary="Find the quotes of several articles",
        description=f"Up to {MAX_ARTICLES} articles, each as `/v1/quotes` takes it, in a body no larger than "
        "one article may be (413 tells how many bytes). Each is answered by itself: one that cannot be used, "
        "or is not answered in the time that a request may take, has its problem in the place of its answer, "
        "and the others go on. The results keep the order of the articles.\n\n"
        "Articles of a batch wait for a place behind those that are sent alone; more than a batch holds can "
        "be sent to `/v1/quotes/stream`.",
        status_code=200,
        guards=[consumes(MediaType.JSON), produces(MediaType.JSON), options_in_body],
        dto=BatchBody,
        return_dto=None,
        responses={
            200: ResponseSpec(
                BatchAnswer,
                description="One result for each article, in their order.",
                generate_examples=False,
            ),
            **problems.documented(
                problems.MALFORMED_BODY,
                problems.NOT_ACCEPTABLE,
                problems.BODY_TOO_LARGE,
                problems.UNSUPPORTED_MEDIA_TYPE,
                problems.INVALID_REQUEST,
                problems.NOT_READY,
            ),
        },
    )
    async def extract(
        self, data: JSONBody[Batch], request: Request[Any, Any, Any], engine: NamedDependency[Engine]
    ) -> Response[bytes]:
        engine.check()
        charge(request, len(data.articles) - 1)
        results = await answer_batch(data.articles, engine, request_id(request.scope))
        return Response(
            msgspec.json.encode(BatchAnswer(results=results)),
            media_type=MediaType.JSON,
            headers={"Cache-Control": "no-store"},
        )
