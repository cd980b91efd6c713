"""The first reading: a tag for every token, good enough to find quotations by.

This stage holds the network and begins the reading that `syntax.py` and `attributions.py` go on with,
each when what it needs stands on the document.
"""

from pathlib import Path

import numpy as np
from spacy.attrs import TAG
from spacy.language import Language
from spacy.tokens import Doc

from attribution.labels import TAGS, keys
from attribution.network import Network
from attribution.reading import Reading


@Language.factory("attribution_tags", assigns=["token.tag", "doc._.reading"], requires=["doc._.blocks"])
def make_tags(nlp: Language, name: str) -> "Tagger":
    """The component without weights; they come with `from_disk`."""
    for label in TAGS:
        nlp.vocab.strings.add(label)
    return Tagger()


class Tagger:
    """Writes `token.tag_`, and `doc._.reading` for the stages that read on."""

    def __init__(self, network: Network | None = None) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        if self.network is None:
            raise ValueError("attribution_tags has no weights: load it from a trained pipeline")
        reading = doc._.reading = Reading(doc, self.network)
        tags = np.full(len(doc), doc.vocab.strings["_SP"], dtype=np.uint64)
        tags[reading.tokens] = keys(TAGS)[reading.first_tags()]
        doc.from_array([TAG], tags[:, None])  # type: ignore[arg-type]
        return doc

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        if self.network is not None:
            self.network.to_disk(Path(path))

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> "Tagger":
        self.network = Network.from_disk(Path(path))
        return self
