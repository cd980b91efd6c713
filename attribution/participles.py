"""Whose words a verb reports where the network leaves that open: "it attacked him, saying …".

Also "footage of her saying …", "she met reporters and said".

A participle has no subject of its own beside it. Its source is the noun that it modifies, or else the
subject of the clause that it depends on. Of any other verb it is its subject, or that of the verb it goes on from.
"""

from spacy.tokens import Doc, Token

from attribution.annotations import Attribution, Range

#: Dependencies by which a participle hangs on a clause whose subject it shares.
SHARING = frozenset("advcl xcomp conj acl parataxis".split())
NOMINAL = frozenset("NN NNS NNP NNPS PRP".split())

ACTIVE = frozenset("VBD VBZ VBP VB".split())

#: Clauses climbed from the participle, and the longest subject taken, in tokens.
STEPS = 4
LONGEST = 20
#: Tokens behind a content in which the subject of the main clause begins.
REACH = 8


def subject_of_cue(doc: Doc, attribution: Attribution) -> Range | None:
    """The source that an attribution without one has by its grammar; None where it has none."""
    cue = attribution.cue
    if cue is None:
        return None
    if doc[cue[0]].tag_ != "VBG":
        return subject_of_verb(doc, attribution)
    verb = doc[cue[0]]
    if (subject := subject_behind(doc, attribution)) is not None:
        return free_range(subject, attribution)
    for _ in range(STEPS):
        subject = governed_by(verb)
        if subject is not None:
            return free_range(subject, attribution)
        if verb.dep_ not in SHARING or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def subject_of_verb(doc: Doc, attribution: Attribution) -> Range | None:
    """The subject of the cue's verb, or of the verb that it goes on from: "she | met reporters and | said"."""
    assert attribution.cue is not None
    verb = next((doc[i] for i in range(*attribution.cue) if doc[i].tag_ in ACTIVE), None)
    for _ in range(STEPS):
        if verb is None or any(child.dep_ == "aux:pass" for child in verb.children):
            return None
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is not None:
            named = subject.tag_ in NOMINAL and subject.lower_ not in ("it", "there")
            return free_range(subject, attribution) if named else None
        if verb.dep_ not in ("conj", "xcomp") or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def subject_behind(doc: Doc, attribution: Attribution) -> Token | None:
    """The subject behind the content of a participle that opens its sentence: "After saying …, | she | left"."""
    assert attribution.cue is not None
    opening = attribution.cue[0]
    if not doc[opening].is_sent_start and not (opening and doc[opening - 1].is_sent_start):
        return None
    end = max((piece[1] for piece in attribution.content), default=len(doc))
    behind = doc[end : end + REACH]
    stop = next((token.i for token in behind if token.is_space or token.text in ".!?"), end + REACH)
    return next(
        (t for t in behind if t.i < stop and t.dep_ in ("nsubj", "nsubj:pass") and t.tag_ in NOMINAL), None
    )


def governed_by(verb: Token) -> Token | None:
    """The noun that a participle modifies, or the subject of a clause."""
    if verb.tag_ == "VBG" and verb.dep_ == "acl" and verb.head.tag_ in NOMINAL:
        return verb.head
    return next((child for child in verb.children if child.dep_ in ("nsubj", "nsubj:pass")), None)


def free_range(subject: Token, attribution: Attribution) -> Range | None:
    """The subject with what belongs to it, up to a comma, a relative clause or the attribution's own words."""
    start, end = subject.left_edge.i, subject.right_edge.i + 1
    taken = [piece for piece in (attribution.cue, *attribution.content) if piece]
    for child in subject.children:
        if child.i > subject.i and child.dep_ in ("acl:relcl", "acl", "appos", "punct", "parataxis", "conj"):
            end = min(end, child.left_edge.i)
    end = min([end, *(piece[0] for piece in taken if piece[0] > subject.i)])
    start = max([start, *(piece[1] for piece in taken if piece[1] <= subject.i)])
    if not start <= subject.i < end or end - start > LONGEST:
        return None
    return None if any(s < end and e > start for s, e in taken) else (start, end)
