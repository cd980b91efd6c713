"""The tokenizer: English as spaCy has it, with every quotation mark a token of its own.

Decides where words end. A double mark is split off wherever it stands, glued to a word or inside
one (`said:"Go"`); a single mark is split off at the edges of words and left alone inside them
(don’t, O’Brien). Which marks open and which close is left to quotations.py.

Everything lives in the attributes that spaCy writes to disk with a pipeline: prefix_search,
suffix_search, infix_finditer, url_match and rules.

spaCy strips one prefix and one suffix at a time and copies what is left, so that a word of n marks
costs n² steps, and its pattern for web addresses backtracks. Three measures keep the time linear in
the text: words longer than `LONGEST_AFFIXED` lose no affixes and are cut by the infix rules alone
(one pass); a run of `ORNAMENT` or more marks is a line of ornament and stays one token; addresses are
told by a pattern without nested repeats.
"""

import re

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CURRENCY, LIST_ICONS, LIST_PUNCT, UNITS
from spacy.lang.punctuation import TOKENIZER_PREFIXES
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from attribution.phrases import word_set

#: Double quotation marks of one character.
DOUBLE_MARKS = '"“”„‟«»＂'
#: Single quotation marks; all but the angled ones also serve as apostrophes.
SINGLE_MARKS = "'‘’‚‛`´‹›"
#: Double quotation marks typed as two single ones.
TWIN_MARKS = ("''", "``", "‘‘", "’’", "´´")

#: Words that begin with an apostrophe, without it.
ELISIONS = word_set(
    "em tis twas twere twill twould til cos cuz coz bout nuff neath gainst fraid nother scuse ere tween cept "
    "tude n"
)
#: Those that are words without it too: behind a straight mark, which may open a quotation, they are.
ELISIONS_OR_WORDS = word_set("cause round till member fore hood kay ol")

LONGEST_AFFIXED = 80
ORNAMENT = 12

_DOUBLE = f"[{DOUBLE_MARKS}]"
_ANY = f"[{DOUBLE_MARKS}{SINGLE_MARKS}]"
_TWIN = "(?:" + "|".join(map(re.escape, TWIN_MARKS)) + ")"
_APOSTROPHE = "['’]"
_DASH = "(?:[—―]+|-{2,})"
#: What stands at a word's edge where a quotation or a parenthesis is cut in: `word”`, `word—`.
_EDGE = rf"(?:{_DOUBLE}|{_TWIN}|[—―]|--)"
_ELISION = (
    rf"(?:['‘’]\d0s\b|’\d\d(?!\d)|['’‘][nN]['’]|"
    rf"(?:['’](?i:{'|'.join(sorted(ELISIONS))})|’(?i:{'|'.join(sorted(ELISIONS_OR_WORDS))}))\b(?!{_APOSTROPHE}[a-z]))"
)
_CONTRACTED = "(?i:s|d|m|re|ve|ll)"

_PREFIXES = [
    _TWIN,
    _DOUBLE,
    rf"(?!{_ELISION})[{SINGLE_MARKS}]",
    _DASH,
    *(piece for piece in TOKENIZER_PREFIXES if piece not in {*DOUBLE_MARKS, *SINGLE_MARKS, "\\'"}),
]
_SUFFIXES = [
    _TWIN,
    rf"[{DOUBLE_MARKS}{SINGLE_MARKS}]",
    # Bounded, because a suffix is looked for from every position of the word.
    "(?:[—―]{1,12}|-{2,12})",
    "[!?]{2,12}",
    rf"['’‘´]{_CONTRACTED}",
    *LIST_PUNCT,
    "…",
    *LIST_ICONS,
    "–",
    r"(?<=[0-9])\+",
    r"(?<=°[FfCcKk])\.",
    rf"(?<=[0-9])(?:{CURRENCY})",
    rf"(?<=[0-9])(?:{UNITS})",
    rf"(?<=[0-9{ALPHA_LOWER}%²\-+,:;!?)\]}}{DOUBLE_MARKS}{SINGLE_MARKS}])\.",
    rf"(?<=[{ALPHA_UPPER}][{ALPHA_UPPER}])\.",
]
#: spaCy drops an infix at the very start of a word; what stands there is cut off behind it instead.
_INFIXES = [
    rf"{_ANY}{{{ORNAMENT},}}",
    rf"(?<={_ANY}{{{ORNAMENT}}})(?!{_ANY})",
    _TWIN,
    rf"(?<=\A{_TWIN})",
    _DOUBLE,
    rf"(?<=\A{_DOUBLE})",
    # `word,”he` `word.’—he`: the stop is no part of the word, nor is the single mark behind it.
    rf"(?<=[\w%)\]])(?=[,:;!?)\]]{{1,4}}{_APOSTROPHE}?{_EDGE})",
    rf"(?<=[{ALPHA_LOWER}0-9%)\]])(?=\.{{1,4}}{_APOSTROPHE}?{_EDGE})",
    rf"(?<=[\w%)\].,!?…])(?={_APOSTROPHE}{_EDGE})",
    # `word,'he` `—‘Go`: a single mark between a stop or dash and a word.
    rf"(?<=[,.!?])(?={_APOSTROPHE}[{ALPHA}])(?!{_APOSTROPHE}{_CONTRACTED}\b)",
    rf"(?<=[,.!?]{_APOSTROPHE})(?=[{ALPHA}])(?!{_CONTRACTED}\b)",
    rf"(?<=[{ALPHA}0-9])(?=[,.:;!?(]{{1,4}}['‘][{ALPHA}0-9])(?!['‘]{_CONTRACTED}\b)",
    rf"(?<=[:;(\[—―{DOUBLE_MARKS}])(?=['‘][{ALPHA}0-9])",
    rf"(?<=[:;(\[—―{DOUBLE_MARKS}]['‘])(?=[{ALPHA}0-9])",
    _DASH,
    rf"(?<={_ANY})–|–(?={_ANY})",
    r"\.\.+|…+",
    *LIST_ICONS,
    # Contractions that no rule lists, of names and behind dashes: `Obama’ll`, `people—don’t`.
    rf"(?<=[{ALPHA}])(?=(?i:n){_APOSTROPHE}(?i:t)\b)",
    rf"(?<=[{ALPHA}])(?={_APOSTROPHE}{_CONTRACTED}\b)",
    # As in spaCy's own rules.
    r"(?<=[0-9])[+\-*^](?=[0-9-])",
    rf"(?<=[{ALPHA_LOWER}])\.(?=[{ALPHA_UPPER}])",
    rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}0-9])(?:-|–|~)(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
]

_ADDRESS_REST = rf"[^\s{DOUBLE_MARKS}'‘’`´]"
_ADDRESS = (
    rf"(?:(?:(?:https?|ftp)://|www\.){_ADDRESS_REST}+"
    r"|[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-z]{2,24}"
    rf"|(?:[A-Za-z0-9-]{{1,63}}\.)+[a-z]{{2,24}}(?::\d{{2,5}})?(?:[/?#]{_ADDRESS_REST}*)?)\Z"
)

#: Contractions without apostrophe that are words or names too: the typo is rarer than the word.
_WORDS_AFTER_ALL = word_set("id Id wed Wed Im Ima Ive whys Whys whens Whens wont")
#: Titles and ranks written short before a name, and "No." before a number. spaCy knows "Gen." and "Gov." alone; the
#: stop of the others, cut off, looks like the end of a sentence.
SHORT_TITLES = word_set(
    "Lt. Sgt. Capt. Col. Maj. Cmdr. Cdr. Cpl. Pvt. Brig. Det. Const. Supt. Insp. Dep. Asst. Atty. Amb. Ald. Sens. "
    "Reps. Govs. Gens. Profs. Drs. Msgr. Fr. Hon. Pres. Sr. Mme. Mlle. Mx. No. Nos."
)
#: What an exception may consist of; emoticons do not: in news, `8)` ends a parenthesis and `):` a
#: party label before a colon.
_WORD = re.compile(r"(?:[^\W_]|[.'’+/°\s—])+")


def customise(nlp: Language) -> Language:
    """Set the tokenizer of an English pipeline; `doc.text == text` holds for every text after it.

    Returns:
        The pipeline itself.
    """
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    # Guards: never in a long word, and never inside a line of ornament.
    prefixes = compile_prefix_regex(_PREFIXES).pattern
    suffixes = compile_suffix_regex(_SUFFIXES).pattern
    tokenizer.prefix_search = re.compile(
        rf"^(?!(?s:.){{{LONGEST_AFFIXED}}}|{_ANY}{{{ORNAMENT}}})(?:{prefixes})"
    ).search
    tokenizer.suffix_search = re.compile(
        rf"(?:{suffixes})(?<!(?s:.){{{LONGEST_AFFIXED}}})(?<!{_ANY}{{{ORNAMENT}}})"
    ).search
    tokenizer.infix_finditer = compile_infix_regex(_INFIXES).finditer
    tokenizer.url_match = re.compile(_ADDRESS).match
    tokenizer.rules = _rules(tokenizer.rules)
    return nlp


def _rules(rules: dict[str, list[dict[int, str]]]) -> dict[str, list[dict[int, str]]]:
    """The exceptions of spaCy without its emoticons and words taken for contractions, with `’n’` and titles."""
    kept = {
        word: pieces
        for word, pieces in rules.items()
        if word not in _WORDS_AFTER_ALL and word.lower() != "'cause" and _WORD.fullmatch(word)
    }
    # "X" is a network more often than an initial: the stop of "posted on X." ends the sentence.
    kept["X."] = [{ORTH: "X"}, {ORTH: "."}]
    whole = {*SHORT_TITLES, "'n'", "’n’", "‘n’", "'N'", "’N’"}
    return kept | {word: [{ORTH: word}] for word in sorted(whole)}
