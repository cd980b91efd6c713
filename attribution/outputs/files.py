"""Answers one after the other in one file or pipe."""

from attribution.outputs.media_types import CSV, HTML, MSGPACK
from attribution.outputs.rendering import render
from attribution.results import Answer


def entry(output: str, answer: Answer, text: str, url: str | None = None, *, first: bool = True) -> bytes:
    """The answer as the next part of a file.

    JSON is a line each, so that a file of several articles is JSON Lines; MessagePack follows without
    anything between, as its stream readers expect; of a table the columns are named once.

    Args:
        output: name of the format.
        answer: what the engine said of `text`.
        text: what the answer's offsets refer to.
        url: address of the article.
        first: whether nothing has been written yet.
    """
    rendered = render(output, answer, text, url)
    if output == CSV.name and not first:
        _, _, rendered = rendered.partition(b"\r\n")
    return rendered if output in (CSV.name, HTML.name, MSGPACK.name) else rendered + b"\n"
