"""Articles in files: which format a file has, and its content read by it."""

import msgspec

from attribution.inputs import nitf
from attribution.inputs.formats import read as read_form
from attribution.inputs.names import FileFormat
from attribution.inputs.original import Original
from attribution.inputs.unreadable import UnreadableInput


def read(content: bytes, format: FileFormat) -> str | Original:
    """The article that the bytes of a file are.

    Raises:
        UnicodeDecodeError: they are not UTF-8. XML may say that it is in another encoding.
        UnreadableInput: they hold no article of this format.
    """
    if format == "nitf":
        return nitf.read(content)
    text = content.decode("utf-8")
    if format == "text":
        return text
    if format == "html":
        return read_form(html=text)
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise UnreadableInput("#", f"Not JSON, as a document in the format {format} is.") from None
    return read_form(document=document, format=format)
