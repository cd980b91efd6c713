"""HTML as a sequence of tags, comments and text, each with its exact place in the source.

Decides what is a tag and what is text, as browsers do (HTML standard, section 13.2.5): attributes may
hold `>`, a `<` that opens no tag is text, an unfinished tag, comment or script at the end swallows the
rest. What the tags mean is left to html.py.

The standard library's `html.parser` looks from every unfinished tag or comment to the end of the text
again, which takes minutes for 200 KB of `<a href='`; this takes time linear in the text whatever it is.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

#: Elements whose content is no markup and, save plaintext's, never shown as text of the page.
RAW_TEXT = frozenset({"script", "style", "iframe", "noembed", "noframes", "noscript", "textarea", "title"})

_SPACE = r"[\t\n\f\r ]"
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >]*+)"
_ATTRIBUTE = rf"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE})?+"
_TAG = re.compile(rf"</?([A-Za-z][^\t\n\f\r />]*+)((?:{_ATTRIBUTE})*+)[\t\n\f\r /]*+>")
_NAMED = re.compile(rf"[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)(?:{_SPACE}*+={_SPACE}*+({_VALUE}))?+")
_COMMENT_END = re.compile(r"--!?>")
_RAW_END = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in (*RAW_TEXT, "xmp")}
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


class Token(NamedTuple):
    """A stretch `[start, end)` of the source. Of tags also the name, in lower case, and what follows it."""

    kind: Literal["text", "open", "close", "comment"]
    start: int
    end: int
    name: str = ""
    attributes: str = ""


def tokens(source: str) -> Iterator[Token]:
    """The tokens in order. Text runs to the next tag, character references and all.

    The content of scripts and their like is left out. The marks around a CDATA section are, too, and what
    stands in it is read as HTML: feeds wrap whole articles so.
    """
    position = 0
    cdata_end = -1
    size = len(source)
    while position < size:
        tag = _next_tag(source, position)
        if position <= cdata_end < tag:
            yield from _text(position, cdata_end)
            position = cdata_end + len(_CDATA_END)
            continue
        yield from _text(position, tag)
        if tag == size:
            return
        position = tag
        if source.startswith(_CDATA, tag):
            position += len(_CDATA)
            if cdata_end < position:
                found = source.find(_CDATA_END, position)
                cdata_end = size if found < 0 else found
        elif source.startswith("<!--", tag):
            end = _COMMENT_END.search(source, tag + 2)
            position = end.end() if end else size
            yield Token("comment", tag, position)
        elif match := _TAG.match(source, tag):
            position = match.end()
            name = match[1].lower()
            if source[tag + 1] == "/":
                yield Token("close", tag, position, name)
                continue
            yield Token("open", tag, position, name, match[2])
            if name == "plaintext":
                yield from _text(position, size)
                return
            if name in _RAW_END:
                end = _RAW_END[name].search(source, position)
                stop = end.start() if end else size
                if name == "xmp":
                    yield from _text(position, stop)
                position = stop
        elif source[tag + 1].isalpha() or (source.startswith("</", tag) and source[tag + 2].isalpha()):
            return  # a tag without its end
        else:
            position = source.find(">", tag) + 1 or size
            yield Token("comment", tag, position)


def attributes_of(written: str) -> dict[str, str]:
    """The attributes of a tag, as its token has them, by names in lower case; of two of a name the first."""
    found: dict[str, str] = {}
    for name, value in _NAMED.findall(written):
        found.setdefault(name.lower(), value[1:-1] if value[:1] in ('"', "'") else value)
    return found


def _next_tag(source: str, position: int) -> int:
    """Where the next `<` stands that does not belong to the text, or the end."""
    match = _MARKUP.search(source, position)
    return match.start() if match else len(source)


def _text(start: int, end: int) -> Iterator[Token]:
    if start < end:
        yield Token("text", start, end)


#: What a `<` must be followed by to be no text.
_MARKUP = re.compile(r"<(?:[A-Za-z!?]|/[A-Za-z]|/[^A-Za-z])")
