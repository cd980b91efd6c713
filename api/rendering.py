"""An article whose answer is wanted in another format than JSON, on its way to a worker."""

from msgspec import Struct

from api.schemas import Article


class Rendering(Struct, frozen=True):
    """An article and the name of a format, one of `attribution.outputs.media_types.BY_NAME`."""

    article: Article
    output: str
