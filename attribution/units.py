"""Offsets in UTF-16 code units (JavaScript, Java) and UTF-8 bytes (Go, Rust), from those in code points."""

from typing import Any

import numpy as np

from attribution.results import OffsetUnit


def unit_offsets(text: str, unit: OffsetUnit) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Offset in `unit` of each code point of the text, and of its end."""
    if unit == "codepoint":
        return np.arange(len(text) + 1)
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    if unit == "utf16":
        widths = 1 + (points > 0xFFFF)
    else:
        widths = 1 + (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    return np.concatenate([[0], np.cumsum(widths)])
