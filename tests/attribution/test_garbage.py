"""What an article leaves behind is freed at once: nothing of it refers to itself in a circle."""

import gc

import seeds
from attribution import pipeline


def test_an_article_leaves_nothing_to_the_garbage_collector(nlp):
    texts = [seed.text for seed in seeds.load()]
    for text in texts:
        pipeline.analyse(nlp, text)
    gc.collect()
    gc.disable()
    try:
        for text in texts:
            pipeline.analyse(nlp, text)
        assert gc.collect() == 0
    finally:
        gc.enable()
