"""schema.org `Quotation`s as JSON-LD, for the structured data of a page.

Who said it is the `creator`, never `spokenByCharacter`, which is for the characters of a work. A source
whose name is withheld has a description and no name; what a pseudonym calls it is an `alternateName`. A
text that the words come from, such as a statement or a study, is what the quotation `isBasedOn`.
schema.org has no property for kind, anonymity and channel: they are `keywords`, each a `DefinedTerm` of
the answer's own vocabulary.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from msgspec import UNSET, Meta, Struct, UnsetType, field

from attribution.outputs import json_ld, wording
from attribution.outputs.identities import Names
from attribution.results import Answer, ChannelType, Quote, QuoteKind, Speaker, SpeakerReference

#: Forms of address, which are no jobs.
HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr hon madam madame".split()
)

Text = str | UnsetType


class Thing(Struct, frozen=True, kw_only=True, rename="camel", tag_field="@type"):
    """What all types have in common: a property that has no value is absent."""


class NamedOrganization(Thing, frozen=True, kw_only=True, tag="Organization"):
    """An organization that somebody belongs to, or that published something."""

    name: Annotated[str, Meta(description="As the article has it.")]


class Person(Thing, frozen=True, kw_only=True, tag="Person"):
    """A person, or people who are not named."""

    id: Annotated[str, Meta(description="The same for all quotes of one source.")] = field(name="@id")
    name: Annotated[Text, Meta(description="Absent where the source is anonymous.")] = UNSET
    alternate_name: Annotated[
        Text, Meta(description="What the article calls an anonymous source instead of by name.")
    ] = UNSET
    description: Annotated[Text, Meta(description="How the article describes the source.")] = UNSET
    honorific_prefix: Annotated[Text, Meta(description="Form of address.")] = UNSET
    job_title: Annotated[Text, Meta(description="Office or job.")] = UNSET
    affiliation: Annotated[
        NamedOrganization | UnsetType, Meta(description="What the person belongs to or speaks for.")
    ] = UNSET


class Organization(Thing, frozen=True, kw_only=True, tag="Organization"):
    """What speaks as itself: an organization, a government, a place that stands for one, a named group."""

    id: Annotated[str, Meta(description="The same for all quotes of one source.")] = field(name="@id")
    name: Annotated[Text, Meta(description="Absent where it has none, or is anonymous.")] = UNSET
    alternate_name: Annotated[
        Text, Meta(description="What the article calls an anonymous source instead of by name.")
    ] = UNSET
    description: Annotated[Text, Meta(description="How the article describes the source.")] = UNSET


Source = Person | Organization


class Work(Struct, frozen=True, kw_only=True):
    """What the words come from, or what they are part of."""

    type: Annotated[str, Meta(description="`CreativeWork` or a kind of it.")] = field(name="@type")
    id: Annotated[Text, Meta(description="Of the quotation whose words hold this one.")] = field(
        default=UNSET, name="@id"
    )
    url: Annotated[Text, Meta(description="The `url` that was sent with the article.")] = UNSET
    identifier: Annotated[Text, Meta(description="The `id` that was sent with the article.")] = UNSET
    name: Annotated[Text, Meta(description="Of a document, programme …, as the article has it.")] = UNSET
    description: Annotated[Text, Meta(description="The words of the article that tell of it.")] = UNSET
    publisher: Annotated[NamedOrganization | UnsetType, Meta(description="Who put it out.")] = UNSET
    author: Annotated[Source | UnsetType, Meta(description="Who issued it, where the article tells.")] = UNSET


Vocabulary = Literal["kind", "anonymity.status", "channel.type"]


class DefinedTermSet(Thing, frozen=True, kw_only=True, tag="DefinedTermSet"):
    """A vocabulary of the JSON answer, by the name of its field."""

    name: Annotated[Vocabulary, Meta(description="Name of the field.")]


class DefinedTerm(Thing, frozen=True, kw_only=True, tag="DefinedTerm"):
    """A value of such a vocabulary."""

    name: Annotated[str, Meta(description="For people.")]
    term_code: Annotated[str, Meta(description="As it stands in the JSON answer.")]
    in_defined_term_set: Annotated[DefinedTermSet, Meta(description="Which vocabulary it is of.")]


class Quotation(Thing, frozen=True, kw_only=True, tag="Quotation"):
    """Words that the article attributes to a source."""

    id: Annotated[
        str,
        Meta(
            description="Stays when the rest of the article is edited, provided that the request has `url` "
            "or `id` to tell that it is the same article."
        ),
    ] = field(name="@id")
    identifier: Annotated[str, Meta(description="The quote's `id` in the JSON answer.")]
    text: Annotated[
        str, Meta(description="As they stand in the article; pieces that a cue interrupts join with ` … `.")
    ]
    description: Annotated[Text, Meta(description="Says so where not all of it is verbatim.")] = UNSET
    in_language: Annotated[Literal["en"], Meta(description="That of the article.")] = "en"
    creator: Annotated[
        Source | list[Source] | UnsetType,
        Meta(description="Who said it; several where they said it jointly."),
    ] = UNSET
    credit_text: Annotated[str, Meta(description="Source, anonymity and channel for people.")]
    keywords: Annotated[
        list[DefinedTerm],
        Meta(description="Kind, anonymity and channel, for which schema.org has no property."),
    ]
    is_part_of: Annotated[
        list[Work], Meta(description="The article, and the quotation whose words hold this one.")
    ]
    is_based_on: Annotated[
        Work | UnsetType, Meta(description="The statement, document, post … that the words come from.")
    ] = UNSET


class Quotations(Struct, frozen=True, kw_only=True):
    """The quotes of an article as schema.org has them."""

    context: Annotated[Literal["https://schema.org"], Meta(description="What makes JSON-LD of this.")] = (
        field(name="@context")
    )
    graph: Annotated[list[Quotation], Meta(description="In order of their first character.")] = field(
        name="@graph"
    )


class Carrier(NamedTuple):
    """What kind of work a channel is."""

    type: str
    names: Literal["name", "publisher"] | None = None
    """What the channel's `name` is to the work: its own name, who published it, or neither for certain."""


#: Channels that are a text, a record or a broadcast rather than an occasion.
CARRIERS: Mapping[ChannelType, Carrier] = {
    "statement": Carrier("CreativeWork"),
    "pool_report": Carrier("Report"),
    "news_report": Carrier("NewsArticle", "publisher"),
    "broadcast": Carrier("CreativeWork"),
    "social_media": Carrier("SocialMediaPosting", "publisher"),
    "correspondence": Carrier("Message"),
    "document": Carrier("CreativeWork", "name"),
    "court": Carrier("CreativeWork"),
    "legislation": Carrier("Legislation", "name"),
    "data": Carrier("Dataset", "name"),
    "recording": Carrier("MediaObject", "name"),
}

VERBATIM: Mapping[QuoteKind, Text] = {
    "direct": UNSET,
    "mixed": "Verbatim where it stands in quotation marks; the other words are the article's.",
    "indirect": "In the words of the article, not verbatim.",
}


def render(answer: Answer, text: str, url: str | None = None) -> bytes:
    """The quotations as JSON-LD in UTF-8."""
    return json_ld.encode(quotations(answer, text, url))


def quotations(answer: Answer, text: str, url: str | None = None) -> Quotations:
    """The quotes of the answer.

    Args:
        answer: what the engine said of `text`.
        text: what the answer's offsets refer to.
        url: address of the article that the quotations are part of.
    """
    names = Names(answer, text, url)
    sources = Sources(answer)
    ids = {quote.id: names.iri("quotation", quote.id) for quote in answer.quotes}
    article = Work(type="NewsArticle", url=url or UNSET, identifier=answer.id or UNSET)
    return Quotations(
        context="https://schema.org",
        graph=[
            Quotation(
                id=ids[quote.id],
                identifier=quote.id,
                text=wording.content(quote),
                description=VERBATIM[quote.kind],
                creator=sources.of(quote),
                credit_text=wording.summary(quote),
                keywords=keywords(quote),
                is_part_of=[article]
                if quote.parent is None
                else [article, Work(type="Quotation", id=ids[quote.parent])],
                is_based_on=basis(quote, sources),
            )
            for quote in answer.quotes
        ],
    )


class Sources:
    """The speakers of an answer as persons and organizations."""

    def __init__(self, answer: Answer) -> None:
        self._speakers = {speaker.id: speaker for speaker in answer.speakers}
        self._named = {speaker.name: speaker for speaker in answer.speakers if speaker.name}

    def of(self, quote: Quote) -> Source | list[Source] | UnsetType:
        """Who said it: absent where there is no source, or where it is a document."""
        reference = quote.speaker
        if reference is None or reference.kind == "document":
            return UNSET
        together = (reference.name or "").split(" & ")
        if len(together) > 1 and all(name in self._named for name in together):
            return [self._make(self._named[name], anonymous=False) for name in together]
        return self._make(self._speakers[reference.id], anonymous=quote.anonymity.is_anonymous)

    def named(self, name: str | None) -> Source | UnsetType:
        """The speaker of this name, where there is one."""
        speaker = self._named.get(name or "")
        if speaker is None or speaker.kind == "document":
            return UNSET
        return self._make(speaker, anonymous=False)

    def _make(self, speaker: Speaker, *, anonymous: bool) -> Source:
        node = f"_:{speaker.id}"
        name = speaker.name or UNSET
        real, other = (UNSET, name) if anonymous else (name, UNSET)
        description = speaker.description or UNSET
        if is_body(speaker):
            return Organization(id=node, name=real, alternate_name=other, description=description)
        honorific = (speaker.title or "").casefold().rstrip(".") in HONORIFICS
        title = speaker.title or UNSET
        return Person(
            id=node,
            name=real,
            alternate_name=other,
            description=description,
            honorific_prefix=title if honorific else UNSET,
            job_title=UNSET if honorific else title,
            affiliation=NamedOrganization(name=speaker.affiliation) if speaker.affiliation else UNSET,
        )


def is_body(speaker: Speaker | SpeakerReference) -> bool:
    """Whether the speaker is an `Organization` rather than persons: unnamed groups are people."""
    return speaker.kind in ("organization", "place") or (speaker.kind == "group" and speaker.name is not None)


def keywords(quote: Quote) -> list[DefinedTerm]:
    """Kind, anonymity and channel."""
    status, channel = quote.anonymity.status, quote.channel.type
    return [
        term("kind", quote.kind, f"{quote.kind} quote"),
        term("anonymity.status", status, wording.STATUS[status]),
        term("channel.type", channel, wording.channel(quote) or "channel not stated"),
    ]


def term(vocabulary: Vocabulary, code: str, name: str) -> DefinedTerm:
    """A value of a vocabulary of the JSON answer."""
    return DefinedTerm(name=name, term_code=code, in_defined_term_set=DefinedTermSet(name=vocabulary))


def basis(quote: Quote, sources: Sources) -> Work | UnsetType:
    """The text, record or broadcast that the words come from, where the article tells of one.

    Where the source is itself a document, it is that.
    """
    carrier = CARRIERS.get(quote.channel.type)
    if quote.speaker is not None and quote.speaker.kind == "document":
        return Work(
            type=carrier.type if carrier else "CreativeWork",
            name=quote.speaker.name or UNSET,
            description=quote.speaker.description or UNSET,
        )
    if carrier is None:
        return UNSET
    name = quote.channel.name
    issuer = next((hop.name for hop in quote.provenance if hop.role == "issuer"), None)
    return Work(
        type=carrier.type,
        name=name if name and carrier.names == "name" else UNSET,
        publisher=NamedOrganization(name=name) if name and carrier.names == "publisher" else UNSET,
        description=quote.channel.evidence.text if quote.channel.evidence else UNSET,
        author=sources.named(issuer),
    )
