"""Any document of ninjs, ANS, WordPress and NITF: read with pointers into its fields, or refused in a sentence.

An input is the format's name, a line feed and the document. Documents of JSON are changed as trees, so that
most inputs get past the decoder.
"""

import random
from collections.abc import Callable, Iterator

import msgspec
from lxml import etree

from attribution.inputs.fields import Json
from attribution.inputs.formats import read as read_form
from attribution.inputs.names import DOCUMENT_FORMATS
from attribution.inputs.original import Original
from attribution.inputs.unreadable import UnreadableInput
from tests.fuzz import html
from tests.inputs.samples import FIXTURES, FORMATS
from tests.inputs.test_pointers import resolve

WORDS = [
    *html.WORDS, '"type":"text"', '"type":"quote"', '"type":"list"', '"type":"table"', '"content_elements":[',
    '"type":"element_group"', '"content":', '"subtype":"pullquote"', '"citation":{"content":', '"rendered":', '"raw":',
    '"protected":true', '"body_text":', '"body_xhtml":', '"body":[{"role":"main","contentType":"text/html","value":',
    "[caption id='a']", "[/caption]", "[gallery ids='1']", "<!-- wp:quote -->", "<!-- /wp:quote -->", "<body.content>",
    "<hedline><hl1>", "<bq><block>", "<credit>", "<pullquote>", "<nitf xmlns='http://x'>", "<!--", "<![CDATA[", "]]>",
    "<?x ?>", "null", "[]", "{}", "-1", "1e999", "\\u0000", "\\ud83d\\ude00",
]  # fmt: skip

#: An article in each form that a format's body can take, small enough to be changed all over.
SMALL: dict[str, list[str]] = {
    "ninjs": [
        '{"uri":"x","headline":"A day","byline":"By Ana Lind","body_html":"<p>“We go,” Ana Lind said.</p>"}',
        '{"uri":"x","headlines":[{"role":"main","value":"A day"}],'
        '"bodies":[{"role":"main","contentType":"text/plain","value":"“We go,” she said.\\n\\n“No.”"}]}',
    ],
    "ans": [
        '{"type":"story","headlines":{"basic":"A day"},"content_elements":[{"type":"text","content":"“Go,” she said."},'
        '{"type":"quote","subtype":"pullquote","content_elements":[{"type":"text","content":"No."}],'
        '"citation":{"type":"text","content":"Tom Reed"}},{"type":"list","items":[{"type":"text","content":"a"}]},'
        '{"type":"table","header":[{"content":"h"}],"rows":[[{"type":"text","content":"c"}]]}]}',
    ],
    "wordpress": [
        '{"title":{"rendered":"A day"},"content":{"rendered":"<p>“Go,” she said.</p>","protected":false}}',
        '{"content":{"raw":"“Go,” she said.\\n\\n[caption id=\'a\']x[/caption]\\n<!-- wp:quote -->\\n<blockquote>'
        '<p>No.</p></blockquote><!-- /wp:quote -->"},"_embedded":{"author":[{"name":"Ana Lind"}]}}',
    ],
    "nitf": [
        "<nitf><body><body.head><hedline><hl1>A day</hl1></hedline><byline>By Ana Lind</byline></body.head>"
        "<body.content><p>“We go,” she said.</p><bq><block><p>No.</p></block><credit>Tom Reed</credit></bq>"
        "</body.content></body></nitf>",
    ],
}


def seeds() -> Iterator[bytes]:
    """Small articles, and our samples as far as they are short."""
    for format, documents in SMALL.items():
        yield from (f"{format}\n{document}".encode() for document in documents)
    for name, format in FORMATS.items():
        if format != "html":
            yield f"{format}\n{(FIXTURES / name).read_text(encoding='utf-8')}".encode()


def check(data: bytes) -> None:
    """Raise where a document is neither read with sound pointers nor refused as it should be."""
    head, _, body = data.decode("utf-8", "replace").partition("\n")
    if head not in DOCUMENT_FORMATS:
        return
    document: Json = body
    if head != "nitf":
        try:
            document = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            return
    try:
        original = read_form(document=document, format=head)
    except UnreadableInput as error:
        assert error.pointer.startswith("#/document")
        assert error.detail.endswith(".")
        return
    assert original.text.strip()
    html.check_text_view(original)
    html.check_pointers(original)
    check_fields(original, document)


def check_fields(original: Original, document: Json) -> None:
    """Raise where the place of a block is not the field that its text was made of."""
    root = etree.fromstring(document.encode("utf-8", "replace")) if isinstance(document, str) else None
    for block in original.blocks:
        source = original.sources[block.source]
        if root is None:
            assert block.base == 0
            assert resolve(document, str(block.place)) == source
        else:
            (element,) = root.xpath(str(block.place))
            whole = element.xpath("string()")
            assert source[block.base : block.base + len(whole)] == whole


def mutated(data: bytes, size: int, seed: int) -> bytes:
    """The input with one thing changed: a value or a member of a JSON document, or else any bytes."""
    import atheris

    chance = random.Random(seed)
    head, _, body = data.partition(b"\n")
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        document = None
    if not isinstance(document, dict) or not document or chance.random() < 0.05:
        return bytes(atheris.Mutate(data, size))

    def changed(text: str) -> str:
        return atheris.Mutate(text.encode(), max(size - len(data), 16)).decode("utf-8", "replace")

    change(document, chance, changed)
    made = head + b"\n" + msgspec.json.encode(document)
    return made if len(made) <= size else data


def change(document: Json, chance: random.Random, changed: Callable[[str], str]) -> None:
    """Change one place of a document: what stands there, or whether anything does."""
    places = [(holder, key) for holder in holders(document) for key in keys(holder)]
    holder, key = chance.choice(places)
    value = holder[key]
    if isinstance(value, str) and chance.random() < 0.8:
        holder[key] = changed(value)
        return
    other, name = chance.choice(places)
    match chance.randrange(5):
        case 0:
            del holder[key]
        case 1:
            # Through the encoder, so that no value holds itself.
            holder[key] = msgspec.json.decode(msgspec.json.encode(other[name]))
        case 2 if isinstance(holder, list):
            holder.insert(key, msgspec.json.decode(msgspec.json.encode(other[name])))
        case 3 if isinstance(holder, dict):
            holder[chance.choice(list(NAMES))] = msgspec.json.decode(msgspec.json.encode(value))
        case _:
            holder[key] = chance.choice(
                ["", "x", 0, -1, 1.5, True, None, [], {}, [value], {"content": value}]
            )


def holders(value: Json) -> Iterator[dict[str, Json] | list[Json]]:
    """Every object and array of a document that holds something."""
    if isinstance(value, dict | list) and value:
        yield value
        for member in value.values() if isinstance(value, dict) else value:
            yield from holders(member)


def keys(holder: dict[str, Json] | list[Json]) -> list[str] | range:
    """What a value of the holder can be had by."""
    return list(holder) if isinstance(holder, dict) else range(len(holder))


#: Names of fields that mean something in one format or another.
NAMES = frozenset(
    name
    for documents in (SMALL["ninjs"], SMALL["ans"], SMALL["wordpress"])
    for document in documents
    for holder in holders(msgspec.json.decode(document))
    if isinstance(holder, dict)
    for name in holder
)
