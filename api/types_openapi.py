"""The types of the contract, as msgspec describes its Structs.

The framework describes them as well, but loses limits and wraps what it does not lose. Changed here is what
clients that are generated from the contract live by: closed lists of words are types of their own, fields
that are always there are told to be, and what travels as raw JSON has its type.
"""

import inspect
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from api.many import Batch, BatchAnswer, ErrorLine, VersionComparison, VersionPair
from api.schemas import Article, Health, Problem
from api.vocabularies import VOCABULARIES, Vocabulary
from attribution.inputs.names import DOCUMENT_FORMATS
from attribution.outputs.schema_org import Quotations
from attribution.outputs.web_annotation import AnnotationPage
from attribution.results import Answer

Json = dict[str, Any]

#: Where a type stands in the document.
PLACE = "#/components/schemas/{name}"

#: Whatever is sent or answered; the types that they are made of come with them.
TYPES: tuple[type[Struct], ...] = (
    Article,
    Answer,
    Batch,
    BatchAnswer,
    VersionPair,
    VersionComparison,
    ErrorLine,
    Problem,
    Health,
    AnnotationPage,
    Quotations,
)

#: Vocabularies by their values, which is how they stand in a schema.
_BY_VALUES = {frozenset(vocabulary.values): name for name, vocabulary in VOCABULARIES.items()}

#: What an article can be sent with, and with what not. Conditions rather than a choice of types, and none that
#: names a field's type outside of a `not`: so generated clients have one type for an article, with its fields.
TOGETHER: Json = {
    "if": {"required": ["document"]},
    "then": {
        "required": ["format"],
        "not": {
            "anyOf": [
                {"required": ["text"]},
                {"required": ["html"]},
                {"properties": {"format": {"const": "nitf"}, "document": {"type": "object"}}},
                {
                    "properties": {
                        "format": {"enum": [name for name in DOCUMENT_FORMATS if name != "nitf"]},
                        "document": {"type": "string"},
                    }
                },
            ]
        },
    },
    "else": {
        "not": {"required": ["format"]},
        "if": {"required": ["html"]},
        "then": {"not": {"required": ["text"]}},
        "else": {"required": ["text"]},
    },
}


def reference(name: str) -> Json:
    """The type of that name."""
    return {"$ref": PLACE.format(name=name)}


def components() -> Json:
    """Every type of the contract, by name."""
    _, described = msgspec.json.schema_components(TYPES, ref_template=PLACE)
    for struct in structs():
        complete(described[struct.__name__], struct)
        described[struct.__name__]["description"] = inspect.cleandoc(struct.__doc__ or "")
    article, answer = reference("Article"), reference("Answer")
    described["Batch"]["properties"]["articles"]["items"] = article
    described["BatchResult"]["properties"]["result"] |= answer
    for version in ("before", "after"):
        described["VersionPair"]["properties"][version] |= article
        described["VersionComparison"]["properties"][version] |= answer
    words = {name: describe(vocabulary) for name, vocabulary in VOCABULARIES.items()}
    assert described.keys().isdisjoint(words), "two types have one name"
    tidied = {name: tidy(schema) for name, schema in sorted(described.items())}
    tidied["Article"] |= TOGETHER
    return tidied | dict(sorted(words.items()))


def structs() -> Iterator[type[Struct]]:
    """The Structs that the types of the contract are made of, each once."""
    found = list(msgspec.inspect.multi_type_info(TYPES))
    seen: set[type[Struct]] = set()
    while found:
        info = found.pop()
        if isinstance(info, msgspec.inspect.StructType):
            if info.cls in seen:
                continue
            seen.add(info.cls)
            yield info.cls
        for name in info.__struct_fields__:
            value = getattr(info, name)
            values = value if isinstance(value, tuple) else (value,)
            found += [
                inner.type if isinstance(inner, msgspec.inspect.Field) else inner
                for inner in values
                if isinstance(inner, msgspec.inspect.Type | msgspec.inspect.Field)
            ]


def complete(schema: Json, struct: type[Struct]) -> None:
    """Tell of an answer's type which fields are always there, and of a tag what it is.

    Only types of requests forbid unknown fields; theirs may be left out where they have a default. What it is
    stands in the description: of a schema's `default` some clients make a field that must be sent.
    """
    properties = schema["properties"]
    config = struct.__struct_config__
    if config.tag_field is not None:
        properties[config.tag_field]["description"] = f"Always `{config.tag}`."
    for field in properties.values():
        field.pop("default", None)
    if config.forbid_unknown_fields or config.omit_defaults:
        return
    always = [field.encode_name for field in msgspec.structs.fields(struct) if field.default is not UNSET]
    schema["required"] = [name for name in properties if name in {*always, config.tag_field}]


def describe(vocabulary: Vocabulary) -> Json:
    """The type of a closed list of words."""
    listed = "\n".join(f"- `{value}`: {meaning}" for value, meaning in vocabulary.meanings.items())
    return {
        "type": "string",
        "description": f"{vocabulary.description}\n\n{listed}",
        "enum": list(vocabulary.values),
    }


def tidy(schema: Any) -> Any:  # noqa: ANN401 - JSON is any of its types
    """A schema in which closed lists of words are named, and null stands among the other types.

    Instead of "nothing else" the rest of a list is told to be more of the same, beyond its greatest length:
    programs that know no other lists than those of one type can read that.
    """
    if isinstance(schema, list):
        return [tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    match schema:
        case {"enum": values} if (name := _BY_VALUES.get(frozenset(values))) is not None:
            return reference(name) | {key: value for key, value in schema.items() if key != "enum"}
        case {"anyOf": [{"type": str(type_)} as first, {"type": "null"}]}:
            schema = {**without(schema, "anyOf"), **first, "type": [type_, "null"]}
        case {"prefixItems": list(first), "items": False}:
            schema = {**schema, "items": {"oneOf": first}}
        case {"anyOf": [*choices], "discriminator": _}:
            schema = {**without(schema, "anyOf"), "oneOf": choices}
        case {"enum": [str(only)]}:
            schema = {**without(schema, "enum"), "type": "string", "const": only}
        case {"enum": [str(), *_]}:
            schema = {**schema, "type": "string"}
        case {"type": "object"} if not schema.keys() & {"properties", "additionalProperties"}:
            schema = {**schema, "additionalProperties": True}
    return {
        key: value if key in {"default", "examples", "enum", "const"} else tidy(value)
        for key, value in schema.items()
    }


def without(schema: Json, *keys: str) -> Json:
    """A schema without some of its keys."""
    return {key: value for key, value in schema.items() if key not in keys}
