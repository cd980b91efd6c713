"""Trees from scores: one root, no circles, the best arcs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution import arcs


def heads(scores: list[list[list[float]]], sizes: list[int]) -> list[list[int]]:
    found = arcs.heads(np.array(scores, dtype="float32"), np.array(sizes))
    return [row[:size].tolist() for row, size in zip(found, sizes, strict=True)]


def reaches(found: list[int]) -> set[int]:
    """Where each word comes to from head to head."""
    ends = set()
    for word in range(len(found)):
        for _ in found:
            word = found[word]
        ends.add(word)
    return ends


def test_each_word_takes_its_best_head():
    # "She said so": the verb is the root.
    assert heads([[[0, 9, 1], [1, 8, 1], [1, 9, 0]]], [3]) == [[1, 1, 1]]


def test_of_two_roots_the_likelier_stays():
    assert heads([[[9, 1, 0], [4, 5, 0], [0, 9, 0]]], [3]) == [[0, 0, 1]]


def test_a_circle_is_tied_to_the_root_where_that_costs_least():
    # Words 1 and 2 want each other; 2 minds the root less.
    assert heads([[[9, 0, 0], [1, 0, 9], [5, 9, 0]]], [3]) == [[0, 2, 0]]


def test_a_word_alone_is_its_own_head():
    assert heads([[[-3.0]]], [1]) == [[0]]


@given(st.integers(1, 4), st.integers(1, 12), st.randoms(use_true_random=False))
def test_any_scores_make_a_tree_of_every_sentence(sentences, longest, random):
    sizes = [random.randint(1, longest) for _ in range(sentences)]
    rng = np.random.default_rng(random.randrange(10**6))
    scores = rng.normal(size=(sentences, max(sizes), max(sizes))).astype("float32")
    for found, size in zip(heads(scores.tolist(), sizes), sizes, strict=True):
        roots = [word for word, head in enumerate(found) if word == head]
        assert len(roots) == 1
        assert reaches(found) == set(roots)
        assert all(0 <= head < size for head in found)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60))
def test_sentences_of_like_length_are_worked_on_together(sizes):
    groups = list(arcs.batches(np.array(sizes)))
    assert sorted(i for group in groups for i in group) == list(range(len(sizes)))
    for group in groups:
        assert len(group) == 1 or len(group) * max(sizes[i] for i in group) ** 2 <= arcs.SCORES_AT_ONCE


@pytest.mark.parametrize("size", [2, 3, 40])
def test_words_that_all_want_each_other_still_make_a_tree(size):
    scores = np.full((1, size, size), -5.0)
    for i in range(size):
        scores[0, i, (i + 1) % size] = 5
    found = heads(scores.tolist(), [size])[0]
    assert len(reaches(found)) == 1
