"""The contract and its pages, all from the committed folder `openapi/`: nothing comes from another host."""

from pathlib import Path
from typing import Any

from litestar import Controller, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.openapi import ResponseSpec
from litestar.params import FromPath
from litestar.static_files import create_static_files_router

from api.problems import KINDS, NOT_FOUND, Rejection, documented

FOLDER = Path(__file__).parents[2] / "openapi"
CONTRACT = FOLDER / "openapi.json"
ASSETS = FOLDER / "assets"

#: Swagger UI sets style attributes and shows its icons from data: URLs; all else is files of this host.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class DocsController(Controller):
    """`/openapi.json`, `/docs` and `/problems`."""

    tags = ("Contract",)

    @get(
        "/openapi.json",
        operation_id="getContract",
        summary="This document",
        description="The OpenAPI description of the service.",
        media_type="application/json",
        responses={
            200: ResponseSpec(dict[str, Any], description="OpenAPI 3.1.", generate_examples=False),
            **documented(),
        },
        sync_to_thread=False,
    )
    def contract(self) -> bytes:
        return CONTRACT.read_bytes()

    @get("/docs", media_type="text/html", include_in_schema=False, sync_to_thread=False)
    def page(self) -> Response[bytes]:
        return Response((ASSETS / "docs.html").read_bytes(), headers={"Content-Security-Policy": POLICY})

    @get("/problems/{slug:str}", media_type="text/plain", include_in_schema=False, sync_to_thread=False)
    def problem(self, slug: FromPath[str]) -> str:
        """What the `type` of a problem leads to."""
        for kind in KINDS:
            if kind.slug == slug:
                return f"{kind.title} ({kind.status})\n\n{kind.meaning}\n"
        raise Rejection(NOT_FOUND, "There is no such kind of problem.")


assets = create_static_files_router(
    "/assets",
    directories=[ASSETS],
    include_in_schema=False,
    cache_control=CacheControlHeader(max_age=86400, public=True),
)
