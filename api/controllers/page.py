"""The page at `/`, from the files in `api/page`: an editor pastes an article and sees its quotes.

Nothing comes from another host, and nothing of it is kept: the page sends articles to `/v1/quotes` alone, as
any other client. What it loads lies under a path that names its version, so that browsers may keep it for good.
"""

import hashlib
from pathlib import Path

from litestar import Controller, Response, get
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

FOLDER = Path(__file__).parents[1] / "page"

#: Scripts and styles are files of this host; no markup is ever made from text (Trusted Types).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def version_of(folder: Path) -> str:
    """A name for the files of a folder that changes with any of them."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


#: Where the files that the page loads are: `{BASE}/assets` and `{BASE}/samples`.
BASE = f"/page/{version_of(FOLDER)}"


class PageController(Controller):
    """`/`."""

    @get("/", media_type="text/html", include_in_schema=False, sync_to_thread=False)
    def page(self) -> Response[str]:
        markup = (FOLDER / "index.html").read_text(encoding="utf-8")
        return Response(
            markup.replace("{assets}", f"{BASE}/assets"),
            headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"},
        )


files = create_static_files_router(
    BASE,
    directories=[FOLDER],
    include_in_schema=False,
    cache_control=CacheControlHeader(max_age=31_536_000, public=True, immutable=True),
)
