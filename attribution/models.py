"""The shipped models: what they are called and where they lie. Loads none."""

from pathlib import Path
from typing import Literal

#: They answer alike, with other weights.
ModelName = Literal["fast", "accurate"]

#: The shipped pipeline, for `spacy.load`.
MODEL = Path(__file__).with_name("model")

#: The stages of the accurate model that differ from it: a wider network, and the confidences that belong to it.
ACCURATE = Path(__file__).with_name("model_accurate")


def name_of(model: ModelName, shipped: str) -> str:
    """The name in the answers of a model, where the shipped pipeline has that name."""
    return shipped if model == "fast" else f"{shipped}_{model}"
