"""What the blocks of an article are: paragraphs, headings, bylines or page furniture.

Decides by a block's wording, which furniture.py and bylines.py tell, and by its place: furniture is taken
at the edges of an article on weaker wording than in its middle, bylines stand at its top or end, headings
before a paragraph. A block that quotes somebody is furniture only under a label such as "RELATED:". What
the HTML or document says that the text was taken from stands above wording and place.
"""

import re
from collections.abc import Sequence
from typing import Literal

from attribution.bylines import is_byline, is_credits, is_name_line
from attribution.furniture import Strength, furniture, opens_boilerplate, opens_list, plain, quotes_somebody
from attribution.inputs.original import BlockKind
from attribution.paragraphs import ends_in_stop
from attribution.tokens import DOUBLE_MARKS, SINGLE_MARKS

Kind = Literal["paragraph", "heading", "furniture", "byline", "dateline"]

#: Headlines and section heads in words.
LONGEST_HEADLINE = 25
LONGEST_HEAD = 10
#: Bylines stand among the first blocks, or at the end.
BYLINE_DEPTH = 8
#: In the last part of an article a press release describes itself.
BOILERPLATE_FROM = 0.5
#: Of the longer words of a headline In Title Case, at least this share has capitals.
TITLE_CASE_SHARE = 0.75

_SPEAKER_LABEL = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z(][\w.'’()-]*){0,5}: \S")
_OPENING = (*DOUBLE_MARKS, *SINGLE_MARKS, *"(—–-•*")


def kinds_of(texts: Sequence[str]) -> list[Kind]:
    """The kind of each block of an article, given the texts of all."""
    kinds: list[Kind] = ["paragraph"] * len(texts)
    strengths = [furniture(text)[1] for text in texts]
    for i, text in enumerate(texts):
        if strengths[i] is Strength.CLEAR:
            kinds[i] = "furniture"
        elif i < BYLINE_DEPTH and is_byline(text):
            kinds[i] = "byline"
    _mark_lists(texts, kinds)
    _mark_boilerplate(texts, kinds)
    _mark_end(texts, kinds, strengths)
    _mark_start(texts, kinds, strengths)
    _mark_heads(texts, kinds)
    return kinds


def settled(told: Kind, known: BlockKind, text: str) -> Kind:
    """The kind of a block, of what wording and place tell and what is known from the original, if anything.

    A caption counts as a paragraph only where it quotes somebody: a name in it comes out of turn.
    """
    match known:
        case "paragraph":
            return told
        case "byline" | "dateline":
            return known
        case "pull_quote" | "embed":
            return "furniture"
        case "caption":
            return "paragraph" if quotes_somebody(plain(text)) else "furniture"
        case "quote" | "citation":
            return "paragraph"
        case "heading":
            return told if told == "furniture" else "heading"
        case "list_item" | "table_cell":
            return told if told == "furniture" else "paragraph"


def _mark_lists(texts: Sequence[str], kinds: list[Kind]) -> None:
    """Headlines under "Related stories" are furniture as their label is."""
    listing = False
    for i, text in enumerate(texts):
        if kinds[i] == "furniture":
            listing = (listing and kinds[i - 1] == "furniture") or opens_list(text)
        elif listing and is_headline(text, LONGEST_HEADLINE) and i + 1 < len(texts):
            kinds[i] = "furniture"
        else:
            listing = False


def _mark_boilerplate(texts: Sequence[str], kinds: list[Kind]) -> None:
    """From "About Acme" or "Forward-looking statements" on, a press release describes itself."""
    earliest = max(int(len(texts) * BOILERPLATE_FROM), 1)
    openings = [
        i
        for i in range(earliest, len(texts) - 1)
        if is_headline(texts[i].rstrip(":."), LONGEST_HEAD) and opens_boilerplate(texts[i], texts[i + 1])
    ]
    first = quiet = len(texts)
    for i in reversed(openings):
        if any(quotes_somebody(plain(text)) for text in texts[i + 1 : quiet]):
            break
        first, quiet = i, i + 1
    kinds[first:] = ["furniture"] * (len(texts) - first)


def _mark_end(texts: Sequence[str], kinds: list[Kind], strengths: Sequence[Strength]) -> None:
    """Credits, notes on the author and furniture behind the article, up to its last paragraph."""
    for i in range(len(texts) - 1, 0, -1):
        if kinds[i] in ("furniture", "byline"):
            continue
        if is_credits(texts[i]) or is_byline(texts[i]):
            kinds[i] = "byline"
        elif (
            strengths[i] is not Strength.NONE
            or furniture(texts[i], last=True)[1] is not Strength.NONE
            or _is_between(texts[i], i, kinds, strengths)
        ):
            kinds[i] = "furniture"
        else:
            return


def _is_between(text: str, i: int, kinds: Sequence[Kind], strengths: Sequence[Strength]) -> bool:
    """Whether a few words stand between two pieces of furniture: "Here’s why."."""
    if i + 1 == len(kinds) or len(text.split()) > 5:
        return False
    return kinds[i + 1] == "furniture" and strengths[i - 1] is not Strength.NONE


def _mark_start(texts: Sequence[str], kinds: list[Kind], strengths: Sequence[Strength]) -> None:
    """Headlines, bylines and furniture before the first paragraph."""
    last = len(texts) - 1
    for i, text in enumerate(texts):
        if kinds[i] in ("furniture", "byline"):
            continue
        if strengths[i] is Strength.HINT and i < last:
            kinds[i] = "furniture"
        elif i and is_name_line(text) and "heading" in kinds[:i]:
            kinds[i] = "byline"
        elif i < last and is_headline(text, LONGEST_HEADLINE, stopped=True):
            kinds[i] = "heading"
        else:
            return


def _mark_heads(texts: Sequence[str], kinds: list[Kind]) -> None:
    """Section heads between paragraphs."""
    for i in range(len(texts) - 1):
        if (
            kinds[i] == "paragraph"
            and kinds[i + 1] == "paragraph"
            and not texts[i].startswith(_OPENING)
            and not _SPEAKER_LABEL.match(texts[i])
            and is_headline(texts[i], LONGEST_HEAD)
            and not is_headline(texts[i + 1], LONGEST_HEAD)
        ):
            kinds[i] = "heading"


def is_headline(text: str, longest: int, *, stopped: bool = False) -> bool:
    """Whether a block reads as a headline: short and without a final stop.

    Args:
        text: the block.
        longest: in words.
        stopped: whether it may end in a stop if it is In Title Case, or in a semicolon.
    """
    words = text.split(maxsplit=longest)
    if not 0 < len(words) <= longest or not any(word[0].isalnum() for word in words):
        return False
    if words[0][0].islower():
        return False
    if not ends_in_stop(words[-1]):
        return True
    return stopped and (words[-1].endswith(";") or _is_title_case(words))


def _is_title_case(words: Sequence[str]) -> bool:
    """Whether most longer words are capitalised: "St. Paul Votes To Condemn Ban."."""
    long = [word.strip("\"“”‘’'(),.;:!?") for word in words]
    long = [word for word in long if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    if len(long) > 1 and capitals >= TITLE_CASE_SHARE * len(long):
        return True
    return len(words) < LONGEST_HEAD and " ".join(words).isupper()
