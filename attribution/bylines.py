"""Bylines and datelines: who wrote an article, and the place and agency that its text starts with.

Decides both from the wording of a block alone; where in an article a byline may stand is left to
blocks.py. Shapes follow the style books of AP, Reuters and AFP and the habits of British papers.
"""

import re

#: No byline is longer, save the credits that agencies put at the end.
LONGEST = 300

_PARTICLE = r"(?:de|del|della|der|den|di|da|do|dos|du|la|le|van|von|ter|ten|bin|ibn|al|el|y|e|of)"
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.\-]*"
#: "Jane Doe", "J. R. O’Brien", "Ursula van der Doe", "The Associated Press".
_NAME = rf"(?:The )?{_WORD}(?: (?:{_WORD}|{_PARTICLE})){{0,5}}"
_NAMES = rf"{_NAME}(?:(?:,| and|, and| &| with|,? in {_NAME} and) {_NAME}){{0,8}}"
_BY = (
    r"(?:(?i:written|words|story|report|reported|text|analysis|review|interview|posted|published|opinion|comment|"
    r"commentary) )?(?:[Bb]y|BY)"
)
#: What a capital after "by" may begin that is no name: "By Monday", "By The Numbers".
_NO_NAME = (
    r"(?!(?:The (?!Associated|Canadian|Press|Editor|Staff|Times|Post|Guardian|Daily|Sunday|New)|"
    r"A |An |All |Any |No |My |Our |This |That |These |Some|Most|Early|Late|Then|Now|Noon|Midnight|"
    r"Christmas|Easter|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|"
    r"November|December|Contrast|Comparison|Definition|Law|Default|Design)\b)"
)
_PLACE = rf"{_WORD}(?: (?:{_WORD}|{_PARTICLE})){{0,3}}"
_ROLE = (
    r"(?i:reporters?|correspondents?|editors?|writers?|columnists?|staff|bureau chief|desk|news agency|"
    r"agencies|press|contributors?|journalists?|critic|analyst|fellow|post|times)"
)
_BYLINE = re.compile(
    rf"{_BY}:? {_NO_NAME}{_NAMES}"
    rf"(?:(?:,|\s*[|/•·–—-]|\s+for)\s*[^.!?]{{1,90}}|,? in {_PLACE}(?:(?: and|,) {_PLACE}){{0,3}})?\.?"
)
_IN_PLACE = re.compile(rf"{_NO_NAME}{_WORD} {_NAMES},? in {_PLACE}(?:(?: and|,) {_PLACE}){{0,3}}")
_WITH_ROLE = re.compile(
    rf"{_NO_NAME}{_WORD} {_NAMES}(?:,|\s*[|/•·–—-])? (?:[\w'’&-]+ ){{0,5}}{_ROLE}(?:,? (?:in|for) {_PLACE})?"
)
_WORK = (
    r"(?:reporting|writing|editing|compiled|edited|written|produced|production|translated|translation|photography|"
    r"graphics?|research|reported|screening)"
)
_CREDITS = re.compile(
    r"[(\[—–-]*\s?(?:(?:additional|further|extra|other|with|some)\s)*"
    rf"(?:{_WORK}(?:(?:,| and|, and| &) (?:additional )?{_WORK})*(?: for .{{2,40}})? (?:by|from)|"
    r"contributing|contributors?:|with files from|with agenc(?:y|ies)|with inputs from|"
    r"(?:inputs|contributions) from|"
    r"with (?:contributions|reports?|reporting|assistance|additional reporting) (?:by|from))\b.{2,280}"
    r"|.{3,200}\b(?:contributed (?:reporting|research|to|from|additional)\b.{0,100}|contributed\.?)"
    r"|.{3,200}\b(?:contributed|assisted with|provided research for|reported) (?:to )?(?:this|the) "
    r"(?:report|story|article|piece)\b.{0,60}",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“”„«»]|''|``")

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_CAPITALS = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž.'’\-]+"
_PLACE_CAPITALS = rf"(?:[A-Z]\.(?:[A-Z]\.)? )?{_CAPITALS}(?:[ /](?:{_CAPITALS}|de|of|[A-Z]\.)){{0,5}}"
_REGION = r"(?:, (?:[A-ZÀ-Þ][\w.'’\-]+)(?: (?:[A-ZÀ-Þ][\w.'’\-]+|and|of|the)){0,3})"
_WHEN = rf"(?:,? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)"
_AGENCY = (
    r"(?:\((?P<bracketed>[A-Z][\w .&'’/-]{1,40})\)|\[(?P<square>[A-Z][\w .&'’-]{1,40})\]|"
    r"/(?P<slashed>[A-Z][\w .&'’-]{1,30})/)"
)
_DASH = r"(?:—|–|―|--+|-|_)"
_DATELINE = re.compile(
    rf"(?:"
    rf"(?P<capitals>{_PLACE_CAPITALS}{_REGION}{{0,2}}{_WHEN}?)(?:[,.]? ?{_AGENCY})?"
    rf"|{_PLACE}{_REGION}{{0,2}}{_WHEN}? {_AGENCY.replace('?P<', '?P<titled_')}"
    rf"|{_AGENCY.replace('?P<', '?P<bare_')}"
    rf"){{0,1}}(?P<mark> ?{_DASH}(?= )| ?(?:—|―|--)(?=\S)|(?<=/)\.(?= ))"
)
#: A dateline is read off the first characters of a paragraph.
_LONGEST_DATELINE = 140


def is_byline(text: str) -> bool:
    """Whether a block names those who wrote or edited: "By Jane Doe", "Reporting by J. Doe"."""
    line = " ".join(text[: LONGEST + 1].split())
    if len(line) > LONGEST or _QUOTE.search(line):
        return False
    return bool(_BYLINE.fullmatch(line)) or is_credits(text)


def is_credits(text: str) -> bool:
    """Whether a block credits those who helped: "Jane Doe contributed to this report"."""
    line = " ".join(text[: LONGEST + 1].split())
    return len(line) <= LONGEST and not _QUOTE.search(line) and bool(_CREDITS.fullmatch(line))


def is_name_line(text: str) -> bool:
    """Whether a block may be a byline without "by": "Jane Doe in Paris", "Jane Doe, political editor"."""
    line = " ".join(text[: LONGEST + 1].split())
    return len(line.split()) <= 10 and bool(_IN_PLACE.fullmatch(line) or _WITH_ROLE.fullmatch(line))


def dateline(text: str, *, early: bool = True) -> tuple[int, str | None] | None:
    """Where a dateline at the start of a paragraph ends, dash included, and its agency if it names one.

    "TOKYO — The", "DES MOINES, Iowa (AP) -- The", "Paris, 3 May (Reuters) - The", "(CNN) - The". A place
    in plain letters counts only with an agency, and what follows must look like a sentence's start:
    "NATO — the alliance — said" has none.

    Args:
        text: the paragraph.
        early: whether it is one of the first of the article; later on, capitals before a dash are a
            dateline only with a region or an agency.
    """
    match = _DATELINE.match(text[:_LONGEST_DATELINE])
    if match is None:
        return None
    groups = match.groupdict()
    mark = groups.pop("mark")
    capitals = groups.pop("capitals")
    agency = next((name for name in groups.values() if name), None)
    if capitals is None and agency is None:
        return None
    if agency is None and not _is_place(capitals, mark, early=early):
        return None
    following = text[match.end() :].lstrip()[:1]
    if not following or following.islower() or not (following.isalnum() or following in "\"“‘'„«([$£€"):
        return None
    return match.end(), agency


def _is_place(capitals: str, mark: str, *, early: bool) -> bool:
    """Whether capitals before a dash are a place: "MIAMI —", "PORTLAND, Ore. -", not "FAREWELL—", "A -"."""
    place, comma, region = capitals.partition(", ")
    if len(place) < 3 or len(place.split()) > 4:
        return False
    if comma and region.isupper() and "." not in region and len(region) > 3:
        return False
    return bool(comma) or (early and mark not in ("--", "-", "_"))


def agency_of(text: str) -> str | None:
    """The agency that a dateline names, as printed."""
    match = re.search(_AGENCY, text)
    return next((name for name in match.groups() if name), None) if match else None
