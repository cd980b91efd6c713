"""What became of the quotes of an article between two versions."""

from typing import Any

from litestar import Controller, MediaType, Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from api import problems
from api.articles import from_parts, options_in_body, read_article
from api.bodies import ArticleBody, invalid
from api.engine import Engine
from api.limits import charge
from api.many import RawPair, VersionComparison, VersionPair
from api.negotiation import consumes, produces
from api.problems import INVALID_REQUEST, Rejection
from api.schemas import Article, Fault


class VersionsBody(ArticleBody):
    """How the framework reads the body of a handler whose `data` is a `VersionPair`."""

    def decode_bytes(self, value: bytes) -> VersionPair:  # type: ignore[override]
        parts = from_parts(value, RawPair, VersionPair)
        articles: list[Article] = []
        faults: list[Fault] = []
        for name in RawPair.__struct_fields__:
            try:
                articles.append(read_article(bytes(getattr(parts, name)), f"#/{name}"))
            except Rejection as found:
                if found.kind is not INVALID_REQUEST:
                    raise
                faults += found.errors
        if faults:
            raise invalid(faults)
        return VersionPair(before=articles[0], after=articles[1])


class CompareController(Controller):
    """`/v1/quotes/compare`."""

    path = "/v1/quotes/compare"
    tags = ("Quotes",)

    @post(
        operation_id="compareQuotes",
        summary="Compare the quotes of two versions of an article",
        description="What a standards desk wants to know before an article is published anew: which quotes were "
        "kept, moved, altered (word by word, with offsets in both versions), added and removed; and which "
        "are somebody else's now, were made anonymous or named, or are said to have come another way.\n\n"
        "Quotes have the ids that they have in the answers to both versions, which are there as well. "
        "An id is made of the quoted words, and stays when the rest of the article is edited.",
        status_code=200,
        guards=[consumes(MediaType.JSON), produces(MediaType.JSON), options_in_body],
        dto=VersionsBody,
        return_dto=None,
        responses={
            200: ResponseSpec(
                VersionComparison, description="What became of each quote.", generate_examples=False
            ),
            **problems.documented(*problems.OF_ANALYSIS),
        },
    )
    async def compare(
        self, data: JSONBody[VersionPair], request: Request[Any, Any, Any], engine: NamedDependency[Engine]
    ) -> Response[bytes]:
        charge(request, 1)  # the second version
        return Response(
            await engine.analyse(data),
            media_type=MediaType.JSON,
            headers={"Cache-Control": "no-store"},
        )
