"""The samples in tests/fixtures, each with its format."""

from pathlib import Path

from attribution.inputs import files
from attribution.inputs.original import Original

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

FORMATS = {
    "page.html": "html",
    "ninjs-1.4.json": "ninjs",
    "ninjs-2.1.json": "ninjs",
    "ninjs-3.0.json": "ninjs",
    "ans.json": "ans",
    "wordpress-rendered.json": "wordpress",
    "wordpress-raw.json": "wordpress",
    "wordpress-classic.json": "wordpress",
    "nitf.xml": "nitf",
}


def read(name: str) -> Original:
    found = files.read((FIXTURES / name).read_bytes(), FORMATS[name])
    assert isinstance(found, Original)
    return found


def shown(original: Original) -> list[tuple[str, str]]:
    """Kind and text of each block."""
    return [(block.kind, original.text[block.start : block.end]) for block in original.blocks]
