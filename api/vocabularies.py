"""What the words mean that an answer chooses from, for the contract and whoever reads its page.

The values themselves are the `Literal` types of `attribution.results`, `attribution.changes` and
`attribution.inputs.names`; a test holds both lists together.
"""

from collections.abc import Mapping
from typing import Any, Literal, get_args

from msgspec import Struct

from attribution import changes, results
from attribution.inputs import names


class Vocabulary(Struct, frozen=True):
    """A closed list of words."""

    type: Any
    """The `Literal` that lists the values."""
    description: str
    """What is chosen, in a sentence or two of Markdown."""
    meanings: Mapping[str, str]
    """Value by value."""

    @property
    def values(self) -> tuple[str, ...]:
        return get_args(self.type)


#: By the name that the type has in the contract, and in clients that are generated from it.
VOCABULARIES: Mapping[str, Vocabulary] = {
    "OffsetUnit": Vocabulary(
        results.OffsetUnit,
        "What `start` and `end` count.",
        {
            "codepoint": "Unicode code points: Python, W3C annotations",
            "utf16": "UTF-16 code units: JavaScript, Java, C#, Swift's `utf16`",
            "utf8": "bytes of UTF-8: Go, Rust, PHP",
        },
    ),
    "Language": Vocabulary(
        Literal["en"],
        "What an article is written in.",
        {"en": "English"},
    ),
    "DocumentFormat": Vocabulary(
        names.DocumentFormat,
        "What a `document` is.",
        {
            "ninjs": "IPTC ninjs 1.x, 2.x or 3.x",
            "ans": "a story in Arc XP's ANS",
            "wordpress": "a post of the WordPress REST API, rendered or raw",
            "nitf": "NITF, as a string of XML",
        },
    ),
    "Include": Vocabulary(
        results.Include,
        "What an answer holds on request only.",
        {
            "report": "how the article is sourced, in figures, and what a standards editor would look at",
            "selectors": "`prefix` and `suffix` on each piece of a quote, to find it again in an edited article",
        },
    ),
    "QuoteKind": Vocabulary(
        results.QuoteKind,
        "How much of a quote stands in quotation marks.",
        {
            "direct": "every word: “We will not go,” she said",
            "mixed": "some: she said they would “not go” this year",
            "indirect": "none, it is told in other words: she said they would stay",
        },
    ),
    "SpeakerKind": Vocabulary(
        results.SpeakerKind,
        "What a source is.",
        {
            "person": "one person",
            "group": "several people: joint speakers, or people without names",
            "organization": "a body that speaks as itself: a ministry, a company, a newspaper",
            "place": "a country or town that speaks as itself: “Seoul said”",
            "document": "a text or data: a report, a poll, a law",
            "unknown": "not resolved, or none of these",
        },
    ),
    "AnonymityStatus": Vocabulary(
        results.AnonymityStatus,
        "How openly a source is named. `is_anonymous` says whether a standards editor would count it.",
        {
            "named": "a name that identifies one person stands somewhere in the article; not anonymous",
            "partially_named": "a first name only, initials, a surname withheld; anonymous only where the text says "
            "that the name is withheld",
            "pseudonymous": "a name said not to be real, or a handle that identifies nobody; anonymous",
            "anonymous_requested": "unnamed, and the text tells of a refusal or ground rule: “declined to be named”, "
            "“on condition of anonymity”, “on background”; anonymous",
            "unnamed_individual": "one person described by role only; anonymous if an official or insider, not if a "
            "bystander",
            "unnamed_group": "several unnamed people; anonymous if officials, sources or insiders",
            "organization": "a named or definite body that speaks as itself; not anonymous",
            "unnamed_spokesperson": "an unnamed person who speaks officially for a named body; not anonymous",
            "document": "the source is a text, data set, poll, study, law; not anonymous",
            "unattributed": "the text tells no source: “reportedly”, “it is understood”; not anonymous",
            "unknown": "there is a source and the engine did not resolve it; never counted as anonymous",
        },
    ),
    "AnonymityReason": Vocabulary(
        results.AnonymityReason,
        "Why a name is withheld, where the article says so.",
        {
            "not_authorized": "not allowed to speak",
            "sensitivity": "the matter is sensitive or confidential",
            "ongoing": "talks, an investigation or a case are not over",
            "not_public": "the matter has not been announced",
            "retaliation": "fear for the job, or of reprisal",
            "safety": "fear for life and limb",
            "privacy": "to protect a private life, often of a victim or a child",
            "legal": "the law, a court or a lawyer's advice",
            "candor": "to speak freely",
            "policy": "rules of the source's organization",
            "confidential_agreement": "a contract of confidentiality",
            "other": "stated, and none of these",
        },
    ),
    "ChannelType": Vocabulary(
        results.ChannelType,
        "How the words reached the article, from its own wording; never guessed.",
        {
            "interview": "with this publication, or told this reporter",
            "press_conference": "told reporters, a briefing",
            "speech": "a speech, rally, debate, remarks at an event",
            "proceedings": "a legislature or a hearing",
            "statement": "a written or issued statement, a press release",
            "pool_report": "a pool reporter's report",
            "news_report": "another outlet or agency reported it, or was told it",
            "broadcast": "television, radio, a podcast",
            "social_media": "a post",
            "correspondence": "an email, letter, memo or text message",
            "phone_call": "a call with a third party, or a readout of one",
            "document": "a report, study, book, op-ed or website",
            "court": "testimony, a filing, a ruling",
            "legislation": "the text of a law or bill",
            "data": "a poll, figures",
            "recording": "audio, video or a transcript that came to light",
            "relayed": "somebody else says that they said it",
            "own_reporting": "the publication has learned or seen it",
            "unspecified": "the text does not tell: a bare “said”",
        },
    ),
    "ChannelMode": Vocabulary(
        results.ChannelMode,
        "How near the reporter was.",
        {
            "direct": "said to the reporter or in the reporter's hearing",
            "mediated": "by way of a statement, an outlet, a platform",
            "record": "read in a document or on a recording",
        },
    ),
    "HopRole": Vocabulary(
        results.HopRole,
        "What somebody or something did on the way of the words to the reader.",
        {
            "speaker": "said or wrote them",
            "issuer": "put them out for the speaker: a spokesman, a ministry",
            "relayer": "passed them on: an aide, another outlet, a pool reporter",
            "channel": "the statement, post, broadcast … that they came by",
            "publication": "printed them: the outlet of the article",
        },
    ),
    "RefusalKind": Vocabulary(
        results.RefusalKind,
        "How somebody did not comment.",
        {
            "declined": "declined to comment",
            "no_response": "did not answer a request",
            "unreachable": "could not be reached",
        },
    ),
    "FindingCode": Vocabulary(
        results.FindingCode,
        "What a standards editor would look at.",
        {
            "all_anonymous": "every source is anonymous",
            "anonymous_judgement": "an opinion, guess, joke or attack of an anonymous source",
            "one_unnamed_source": "a claim that rests on one unnamed person",
            "reason_missing": "no reason is stated for an anonymous source",
            "mostly_anonymous": "more than half of the quoted words are from anonymous sources",
            "vague_description": "an anonymous source is no more than “a source”, “officials”",
            "one_source": "two or more quotes, all from one source",
            "source_missing": "a quote for which the text tells no source",
            "number_missing": "an anonymous group of which no number is told",
            "second_hand": "quotes that somebody else passed on",
            "speaker_unresolved": "quotes whose speaker the engine did not resolve: our failure",
        },
    ),
    "Severity": Vocabulary(
        results.Severity,
        "How much the published rules of newsrooms make of a finding; no measure of how sure the engine is.",
        {
            "high": "look before you publish",
            "medium": "worth a look",
            "low": "for completeness",
        },
    ),
    "ChangeType": Vocabulary(
        changes.ChangeType,
        "What became of a quote. Capitals, punctuation and quotation marks are no words.",
        {
            "kept": "the same words, in the same order among the quotes",
            "moved": "the same words, elsewhere",
            "altered": "other words; `diff` has them",
            "added": "in the later version alone",
            "removed": "in the earlier version alone",
        },
    ),
    "EditOperation": Vocabulary(
        changes.Operation,
        "What became of a run of words.",
        {
            "equal": "both versions have it",
            "delete": "the earlier version alone",
            "insert": "the later version alone",
            "replace": "other words stand in its place",
        },
    ),
    "ChangedField": Vocabulary(
        changes.Field,
        "What is said differently of the same words.",
        {
            "kind": "whether they stand in quotation marks",
            "speaker": "another speaker, by name or description",
            "description": "an unnamed source described more or less closely",
            "anonymity": "the status",
            "channel": "the type of channel",
            "channel_name": "the outlet, document … by name",
            "is_second_hand": "whether somebody else passed them on",
        },
    ),
}
