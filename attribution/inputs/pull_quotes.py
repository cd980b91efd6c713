"""Pull quotes: words of the article set large beside it, which say nothing that it does not say already.

Decides whether a quotation that is set off repeats the body. One that the page calls a pull quote need
share half its runs of three words: pull quotes are shortened, and changed in brackets; of one too short
for a run the page is believed. A block quotation must have all its runs there, and be of some length. A
"pull quote" whose words stand nowhere else is a quotation.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from attribution.inputs.original import BlockKind
from attribution.inputs.writer import Draft

RUN = 3
#: Of the runs of a pull quote, this share stands in the body.
SHARED = 0.5
#: A block quotation of fewer words is not told to be one.
FEWEST_WORDS = 6

_WORD = re.compile(r"[^\W_]+")
_BODY = frozenset({"paragraph", "list_item", "table_cell"})


def settled_kinds(drafts: Sequence[Draft]) -> list[BlockKind]:
    """The kinds of the blocks, where `pull_quote` is left to those that repeat the body, citations included."""
    kinds = [draft.setting.kind for draft in drafts]
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for i, draft in enumerate(drafts):
        if draft.setting.group is not None:
            groups[draft.setting.group].append(i)
    if not groups:
        return kinds
    body = {run for i, draft in enumerate(drafts) if kinds[i] in _BODY for run in runs(words(draft.text))}
    for members in groups.values():
        said = [word for i in members if kinds[i] != "citation" for word in words(drafts[i].text)]
        marked = any(kinds[i] == "pull_quote" for i in members)
        if repeats(said, body, marked=marked):
            for i in members:
                kinds[i] = "pull_quote"
        else:
            for i in members:
                kinds[i] = "quote" if kinds[i] == "pull_quote" else kinds[i]
    return kinds


def repeats(said: Sequence[str], body: set[tuple[str, ...]], *, marked: bool) -> bool:
    """Whether words repeat the body, whose runs of words are given.

    Args:
        said: the words of the quotation.
        body: as `runs` gives them.
        marked: whether the page calls the quotation a pull quote.
    """
    if not said or not (marked or len(said) >= FEWEST_WORDS):
        return False
    own = list(runs(said))
    return sum(run in body for run in own) >= (SHARED if marked else 1) * len(own)


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower())


def runs(said: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Every run of `RUN` words."""
    return zip(*(said[i:] for i in range(RUN)), strict=False)
