"""The formats an article may come in, and one call that reads any of them.

Formats are named by the sender and never guessed.
"""

from collections.abc import Callable, Mapping

from msgspec import UNSET, UnsetType

from attribution.inputs import ans, ninjs, nitf, wordpress
from attribution.inputs.assembly import read_html
from attribution.inputs.fields import Json
from attribution.inputs.names import DOCUMENT_FORMATS, DocumentFormat
from attribution.inputs.original import Original
from attribution.inputs.unreadable import UnreadableInput

_OF_JSON: Mapping[str, Callable[[Mapping[str, Json]], Original]] = {
    "ninjs": ninjs.read,
    "ans": ans.read,
    "wordpress": wordpress.read,
}


def read(
    *,
    text: str | UnsetType = UNSET,
    html: str | UnsetType = UNSET,
    document: Json | UnsetType = UNSET,
    format: DocumentFormat | UnsetType = UNSET,
) -> str | Original:
    """An article as the engine takes it: plain text as it is, anything else as an `Original` with text.

    Args:
        text: plain text; or
        html: a page or a part of one; or
        document: a JSON object in ninjs, ANS or the form of WordPress, or NITF as a string;
        format: that of the document.

    Raises:
        UnreadableInput: the HTML holds no text, or the document is not what its format says.
    """
    if text is not UNSET:
        return text
    if html is not UNSET:
        original = read_html(html)
        if not original.text:
            raise UnreadableInput("#/html", "The HTML holds no text.")
        return original
    if format == "nitf":
        if not isinstance(document, str):
            raise UnreadableInput("#/document", "An NITF document is XML, sent as a string.")
        return nitf.read(document)
    if format is UNSET or format not in _OF_JSON:
        raise UnreadableInput("#/format", f"Must be one of {', '.join(DOCUMENT_FORMATS)}.")
    if not isinstance(document, dict):
        raise UnreadableInput("#/document", "Expected one JSON object, the document itself.")
    return _OF_JSON[format](document)
