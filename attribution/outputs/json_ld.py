"""JSON-LD that can be put into a web page."""

import msgspec
from msgspec import Struct


def encode(document: Struct) -> bytes:
    """The document as JSON in UTF-8, safe inside `<script type="application/ld+json">`.

    No string in it can end the script or open a comment: `<` is written as its escape (JSON-LD 1.1,
    section 7.1, on restrictions for contents of script elements).
    """
    return msgspec.json.encode(document).replace(b"<", b"\\u003c")
