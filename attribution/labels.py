"""The labels that the network gives to tokens; their order is that of its outputs."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

#: Penn Treebank tags, with those of the English Web Treebank.
TAGS = tuple(
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP "
    "PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``".split()
)

#: Universal Dependencies, with the subtypes that rules read; "ROOT" is the head of a sentence.
DEPS = tuple(
    "ROOT acl acl:relcl advcl advmod amod appos aux aux:pass case cc ccomp compound conj cop csubj csubj:outer "
    "csubj:pass dep det discourse dislocated expl fixed flat goeswith iobj list mark nmod nmod:desc nmod:poss "
    "nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl obl:agent obl:unmarked orphan parataxis punct "
    "reparandum vocative xcomp".split()
)

#: Kinds of names, and the labels that open one and go on with one.
NAMES = ("PERSON", "ORG", "LOC")
NAME_LABELS = ("O", *(f"{part}-{kind}" for kind in NAMES for part in "BI"))

#: A token with respect to cues: outside, opening one, going on with one.
CUE_LABELS = ("O", "B-CUE", "I-CUE")

#: Tokens of a paragraph with respect to one cue.
ROLE_LABELS = ("O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT")


@cache
def keys(labels: tuple[str, ...]) -> NDArray[np.uint64]:
    """The keys of labels in every string store, by their index."""
    return np.array([get_string_id(label) for label in labels], dtype=np.uint64)


@cache
def allowed_moves(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which label may follow which, (labels, labels): an inside label only its own opening or inside."""
    return np.array(
        [
            [not after.startswith("I-") or (before != "O" and before[2:] == after[2:]) for after in labels]
            for before in labels
        ]
    )
