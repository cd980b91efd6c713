"""Names that stay: IRIs for an article and for what is said of its quotes."""

import base64
import hashlib
import uuid

from attribution.results import Answer


def article_iri(answer: Answer, text: str, url: str | None) -> str:
    """What identifies the article: its address, or the text itself by its hash (RFC 6920)."""
    return url or f"ni:///sha-256;{digest(text)}"


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, as RFC 6920 writes it: base64url without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


class Names:
    """Makes an IRI for each thing that is said of an article.

    The same thing said of the same article has the same IRI, also when the article was edited meanwhile:
    the article is the same where it has the same address, or else the same `id`. One that has neither is
    known by its text alone.
    """

    def __init__(self, answer: Answer, text: str, url: str | None) -> None:
        article = url or (answer.id and f"id:{answer.id}") or digest(text)
        self._space = uuid.uuid5(uuid.NAMESPACE_URL, article)

    def iri(self, kind: str, name: str = "") -> str:
        """A `urn:uuid` (RFC 9562, version 5) for the thing of this kind and name."""
        return uuid.uuid5(self._space, f"{kind} {name}").urn
