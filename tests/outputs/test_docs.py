"""docs/outputs.md names all that there is, and nothing else."""

import re
from pathlib import Path

import pytest

from attribution.outputs.fragment import opening_tag
from attribution.outputs.media_types import CSV, HTML, OUTPUTS
from attribution.outputs.sheet import COLUMNS
from attribution.results import Anonymity
from tests.outputs.answers import quote, span

PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_docs_name_every_format(output):
    (row,) = re.findall(rf"^\| `{output.name}` \| (.*?) \|", PAGE, re.MULTILINE)
    named = re.findall("`([^`]+)`", row)
    bare = {CSV: ["text/csv"], HTML: ["text/html"]}
    assert named == bare.get(output, list(output.media_types))


def test_docs_name_no_other_format():
    rows = re.findall(r"^\| `[a-z]+` \| (`[a-z]+/.*?) \|", PAGE, re.MULTILINE)
    assert len(rows) == len(OUTPUTS)


def test_docs_name_every_column():
    listed = re.search(r"Columns: (.*?)\. Columns", PAGE, re.DOTALL)[1]
    assert tuple(re.findall("`([a-z_]+)`", listed)) == COLUMNS


def test_docs_name_every_class_and_attribute_of_a_mark():
    tags = [
        opening_tag(
            quote(
                [span("No", 0, 2)],
                kind=kind,
                parent="q0",
                anonymity=Anonymity(status="pseudonymous", is_anonymous=True),
            )
        )
        for kind in ("direct", "mixed", "indirect")
    ]
    found = {name for tag in tags for name in re.findall(r" ([a-z-]+)=", tag)} - {"class"}
    classes = {name for tag in tags for name in re.search('class="([^"]+)"', tag)[1].split()}
    listed = set(re.findall("`([a-z-]+)`", PAGE))
    assert found <= listed
    assert {name for name in listed if name.startswith("qa-")} == classes | {"qa-article", "qa-notes"}
