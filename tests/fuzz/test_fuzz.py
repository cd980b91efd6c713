"""The fuzzing targets hold on their seeds, on seeds with words put in, and on everything that once broke them."""

import random
from pathlib import Path

import pytest

from tests.fuzz import documents, html, offsets, quotations

TARGETS = {"quotations": quotations, "html": html, "documents": documents, "offsets": offsets}
FOUND = sorted(Path(__file__).with_name("findings").glob("*/*"))


@pytest.mark.parametrize("name", TARGETS)
def test_targets_hold_on_their_seeds(name):
    target = TARGETS[name]
    chance = random.Random(name)
    for seed in target.seeds():
        target.check(seed)
        damaged = bytearray(seed)
        for _ in range(5):
            place = chance.randrange(len(damaged) + 1)
            damaged[place : place + chance.choice([0, 0, 1, 20])] = chance.choice(target.WORDS).encode()
        target.check(bytes(damaged))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_a_target_breaks_it_no_longer(path):
    TARGETS[path.parent.name].check(path.read_bytes())


def test_documents_are_changed_one_place_at_a_time():
    chance = random.Random(1)
    (small,) = documents.SMALL["ans"]
    document = documents.msgspec.json.decode(small)
    for _ in range(100):
        documents.change(document, chance, str.upper)
        if not document:
            break
