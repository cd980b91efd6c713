"""The names of the formats, for those who pass articles on and read none."""

from typing import Literal, get_args

DocumentFormat = Literal["ninjs", "ans", "wordpress", "nitf"]
DOCUMENT_FORMATS: tuple[DocumentFormat, ...] = get_args(DocumentFormat)

FileFormat = Literal["text", "html"] | DocumentFormat
FILE_FORMATS: tuple[FileFormat, ...] = ("text", "html", *DOCUMENT_FORMATS)

#: How the names of files end whose format need not be told. JSON and XML may be of any.
HTML_ENDINGS = (".html", ".htm", ".xhtml")


def format_of(name: str) -> FileFormat:
    """The format of a file by the end of its name: HTML, or else plain text."""
    return "html" if name.lower().endswith(HTML_ENDINGS) else "text"
