"""Quotes of articles."""

from litestar import Controller, MediaType, Response, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from api import problems
from api.bodies import ArticleBody
from api.engine import Engine
from api.negotiation import consumes, produces
from api.schemas import Article
from attribution.results import Answer


class QuotesController(Controller):
    """`/v1/quotes`."""

    path = "/v1/quotes"
    tags = ("Quotes",)

    @post(
        operation_id="extractQuotes",
        summary="Find the quotes of an article",
        description="Every direct, mixed and indirect quote, with who said it, whether the source is named "
        "or anonymous, how the words reached the article, and the words of the article that tell so.\n\n"
        "Send JSON, or the bare article as `text/plain` with the options as query parameters. "
        "Nothing that is sent is stored or logged.",
        status_code=200,
        guards=[consumes(MediaType.JSON, MediaType.TEXT), produces(MediaType.JSON)],
        dto=ArticleBody,
        return_dto=None,
        responses={
            200: ResponseSpec(Answer, description="What was found.", generate_examples=False),
            **problems.documented(
                problems.MALFORMED_BODY,
                problems.NOT_ACCEPTABLE,
                problems.BODY_TOO_LARGE,
                problems.UNSUPPORTED_MEDIA_TYPE,
                problems.INVALID_REQUEST,
                problems.OVERLOADED,
                problems.TIMED_OUT,
                problems.WORKER_LOST,
                problems.NOT_READY,
            ),
        },
    )
    async def extract(self, data: JSONBody[Article], engine: NamedDependency[Engine]) -> Response[bytes]:
        """The answer of the engine, whose bytes pass through as they are."""
        return Response(
            await engine.analyse(data), media_type=MediaType.JSON, headers={"Cache-Control": "no-store"}
        )
