"""Quotes of articles."""

from typing import Any

from litestar import Controller, MediaType, Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from api import problems
from api.bodies import ArticleBody
from api.engine import Engine
from api.negotiation import consumes, produces, wanted
from api.rendering import Rendering
from api.schemas import Article
from attribution.outputs.media_types import BY_MEDIA_TYPE, JSON
from attribution.results import Answer

#: What an answer can be had in, the default first.
MEDIA_TYPES = tuple(BY_MEDIA_TYPE)


class QuotesController(Controller):
    """`/v1/quotes`."""

    path = "/v1/quotes"
    tags = ("Quotes",)

    @post(
        operation_id="extractQuotes",
        summary="Find the quotes of an article",
        description="Every direct, mixed and indirect quote, with who said it, whether the source is named "
        "or anonymous, how the words reached the article, and the words of the article that tell so.\n\n"
        "Send JSON, or the bare article as `text/plain` or `text/html` with the options as query parameters. "
        "The `Accept` header says in which format the answer is wanted; without it, JSON is sent. "
        "Nothing that is sent is stored or logged.",
        status_code=200,
        guards=[consumes(MediaType.JSON, MediaType.TEXT, MediaType.HTML), produces(*MEDIA_TYPES)],
        dto=ArticleBody,
        return_dto=None,
        responses={
            200: ResponseSpec(Answer, description="What was found.", generate_examples=False),
            **problems.documented(*problems.OF_ANALYSIS),
        },
    )
    async def extract(
        self, data: JSONBody[Article], request: Request[Any, Any, Any], engine: NamedDependency[Engine]
    ) -> Response[bytes]:
        """The answer of the engine, whose bytes pass through as they are."""
        media_type = wanted(request, MEDIA_TYPES)
        output = BY_MEDIA_TYPE[media_type]
        return Response(
            await engine.analyse(data if output is JSON else Rendering(data, output.name)),
            headers={"Cache-Control": "no-store", "Content-Type": media_type, "Vary": "Accept"},
        )
