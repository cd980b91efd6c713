"""From the bytes of a request to an `Article`, or to every fault that it has.

    application/json   an object with the article's fields
    text/plain         the article itself; its other fields are query parameters
    text/html          likewise

Options may stand in the query beside JSON as well, and go before those in the body.

All are held to the same Struct. What the decoder says is passed on only where it cannot repeat what
was sent.
"""

import codecs
import contextlib
import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any, NoReturn, TypeVar

import msgspec
from litestar import Request
from litestar.dto import AbstractDTO, DTOFieldDefinition
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition
from msgspec import Meta, Struct

from api.problems import INVALID_REQUEST, MALFORMED_BODY, Rejection
from api.schemas import FORMS, Article, Fault

S = TypeVar("S", bound=Struct)

#: The query parameters that can be given several times.
REPEATABLE = frozenset({"kinds", "include"})

#: Media types of bodies that are the article itself, and the field that they are.
BARE = {"text/plain": "text", "text/html": "html"}

#: A field's name that may be repeated to the client: no stretch of an article looks like this.
HARMLESS = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")

#: What msgspec says of a value of the wrong type.
WRONG_TYPE = re.compile(r"Expected `[^`]+`, got `[^`]+`")


class ArticleBody(AbstractDTO[Article]):
    """How the framework reads the body of a handler whose `data` is an `Article`."""

    def decode_bytes(self, value: bytes) -> Article:
        request = self.asgi_connection
        assert isinstance(request, Request)
        query = request.query_params.dict()
        if (form := BARE.get(request.content_type[0])) is not None:
            return from_text(value, form, query)
        return with_options(from_json(value, Article), query)

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: type[Any] | None = None
    ) -> None:
        """Nothing needs to be generated: the Struct itself is read."""

    @classmethod
    def create_openapi_schema(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,
        schema_creator: Any,  # noqa: ANN401 - a private class of the framework
    ) -> Reference | Schema:
        schema: Reference | Schema = schema_creator.for_field_definition(field_definition)
        return schema

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        return False


def from_json(body: bytes, type_: type[S]) -> S:
    """Decode a JSON body.

    Raises:
        Rejection: 400 for a body that is no JSON; 422 with every fault for one that does not fit `type_`.
    """
    try:
        return msgspec.json.decode(body, type=type_)
    except msgspec.ValidationError:
        # The decoder stops at the first fault; a second look finds the others, or that it is no JSON.
        return refuse(read_json(body), type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(body, error) from None


def from_text(body: bytes, form: str, query: Mapping[str, list[str]]) -> Article:
    """The article of which `body` is the field `form`, its other fields from the query.

    Raises:
        Rejection: 400 for a body that is not UTF-8; 422 with every fault for options that do not fit.
    """
    options = read_options(query)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise malformed(body, error) from None
    return to_article({form: text} | options)


def with_options(article: Article, query: Mapping[str, list[str]]) -> Article:
    """The article with the options of its query in the place of its own; what to include is added up.

    Raises:
        Rejection: 422 for options that do not fit.
    """
    options = read_options(query)
    asked = to_article({"text": "-"} | options)
    changed = {name: getattr(asked, name) for name in options}
    if "include" in changed:
        changed["include"] = [*article.include, *asked.include]
    return msgspec.structs.replace(article, **changed) if changed else article


def to_article(fields: Mapping[str, Any]) -> Article:
    """The article with these fields.

    Raises:
        Rejection: 422 with every fault of those that do not fit.
    """
    try:
        return msgspec.convert(fields, Article)
    except msgspec.ValidationError:
        return refuse(fields, Article)


def read_options(query: Mapping[str, list[str]]) -> dict[str, Any]:
    """The options that a query has, each of the type that its field has where it can be read so.

    Raises:
        Rejection: 422 where one is given twice, or is no option.
    """
    if twice := [name for name, values in query.items() if len(values) > 1 and name not in REPEATABLE]:
        raise invalid([Fault(detail="Given more than once.", pointer=pointer(name)) for name in twice])
    if given := [name for name in (*FORMS, "format") if name in query]:
        raise invalid([Fault(detail="The article stands in the body.", pointer=pointer(given[0]))])
    return {name: option(name, values) for name, values in query.items()}


def option(name: str, values: list[str]) -> list[str] | str | float:
    """The value of a query parameter, of the type that its field has where it can be read so."""
    if name in REPEATABLE:
        return values
    if name == "min_confidence":
        with contextlib.suppress(ValueError):
            return float(values[0])
    return values[0]


def read_json(body: bytes) -> Any:  # noqa: ANN401 - JSON is any of its types
    """The JSON value that `body` is, unless it is none."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(body, error) from None


def malformed(body: bytes, error: Exception) -> Rejection:
    """What to answer to a body that cannot be read."""
    match error:
        case UnicodeDecodeError():
            return Rejection(MALFORMED_BODY, "The body is not valid UTF-8.")
        case RecursionError():
            return Rejection(MALFORMED_BODY, "The JSON is nested too deeply.")
        case _ if body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return Rejection(MALFORMED_BODY, "The body begins with a byte order mark; JSON has none.")
        case _:
            return Rejection(MALFORMED_BODY, f"The body is not valid JSON: {error}.")


def invalid(errors: list[Fault]) -> Rejection:
    """What to answer to a request with these faults."""
    counted = "One part" if len(errors) == 1 else f"{len(errors)} parts"
    return Rejection(INVALID_REQUEST, f"{counted} of the request cannot be used.", errors=errors)


def refuse(value: object, type_: type[Struct]) -> NoReturn:
    """Answer to a value that does not fit `type_` with all its faults."""
    raise invalid(list(faults(value, type_)))


def faults(value: object, type_: type[Struct]) -> Iterator[Fault]:
    """Every fault of a decoded value: what fields are to each other, then each in the order of their declaration."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(type_)}
    if not isinstance(value, dict):
        yield Fault(detail=f"Expected an object; its fields are {', '.join(fields)}.", pointer="#")
        return
    if issubclass(type_, Article):
        yield from type_.conflicts(value)
    for name, field in fields.items():
        if name in value:
            yield from field_faults(name, value[name], field.type)
        elif field.required:
            yield Fault(detail="Required field.", pointer=pointer(name))
    for name in value:
        if name not in fields:
            yield Fault(detail=f"Unknown field; the fields are {', '.join(fields)}.", pointer=pointer(name))


def field_faults(name: str, value: object, type_: Any) -> Iterator[Fault]:  # noqa: ANN401 - an annotation
    """What is wrong with one field's value: at most one fault."""
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        inside = place.rstrip("`").replace("[", "/").replace("]", "").replace(".", "/")
        yield Fault(detail=explanation(message, type_), pointer=pointer(name) + inside)


def explanation(message: str, type_: Any) -> str:  # noqa: ANN401 - an annotation
    """A sentence for the client from msgspec's message, which for an enumeration repeats the value sent."""
    if WRONG_TYPE.fullmatch(message):
        return message.replace("`str`", "`string`").replace("`str | object`", "`object` or `string`") + "."
    extras = [meta.extra for meta in type_.__metadata__ if isinstance(meta, Meta) and meta.extra]
    if extras:
        return str(extras[0]["rejection"])
    return message.replace("`str`", "`string`") + "." if message.startswith("Expected ") else "Not allowed."


def pointer(name: str) -> str:
    """JSON Pointer to a field of the request, in URI fragment form."""
    return f"#/{name}" if HARMLESS.fullmatch(name) else "#"
