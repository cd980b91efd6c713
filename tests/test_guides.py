"""Every guide in docs/guides is followed to the letter, against the service as an operator starts it.

In a guide, a block that names a file (```python quotes.py) is that file, or goes on where an earlier block of the
name ended; a block of `bash` is run, and a block of `text` right after it is what it prints. Blocks of `shell` are for
the reader alone: they install something.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ROOT / "docs" / "guides"
NODE_MODULES = ROOT / "tests" / "clients" / "node_modules"

#: Where the guides say that the service is.
WRITTEN = "http://127.0.0.1:8000"

#: What each guide needs beside Python and the project's own environment.
NEEDS = {
    "archive.md": (),
    "clients.md": ("java", "node", NODE_MODULES),
    "curl.md": ("curl", "jq"),
    "javascript.md": ("node",),
    "python.md": (),
    "save-hook.md": (),
    "spacy.md": (),
    "wordpress.md": ("php",),
}


class Block(NamedTuple):
    language: str
    file: str
    text: str


def blocks(page: str) -> list[Block]:
    found = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return [Block(*parts) for parts in found]


def missing(needs: tuple[str | Path, ...]) -> list[str]:
    """What is not there of programs by name, and folders."""
    return [
        str(need)
        for need in needs
        if not (need.exists() if isinstance(need, Path) else shutil.which(need) is not None)
    ]


def run(command: str, folder: Path) -> str:
    """What a command prints, as a reader with the environment of the project would see it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_guides_are_all_followed():
    assert {path.name for path in GUIDES.glob("*.md")} == NEEDS.keys()


@pytest.mark.parametrize("name", NEEDS)
def test_guide_does_what_it_says(name: str, service: str, tmp_path: Path):
    if absent := missing(NEEDS[name]):
        pytest.skip(f"not installed: {', '.join(absent)}")
    if NODE_MODULES in NEEDS[name]:
        (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    page = (GUIDES / name).read_text(encoding="utf-8").replace(WRITTEN, service)
    # What stands beside a guide is part of it.
    for path in (GUIDES / Path(name).stem).glob("*"):
        shutil.copy(path, tmp_path)
    printed = ""
    ran = 0
    for language, file, text in blocks(page):
        if file:
            with (tmp_path / file).open("a", encoding="utf-8") as written:
                written.write(text)
        elif language == "bash":
            printed = run(text, tmp_path)
            ran += 1
        elif language == "text":
            assert printed == text
    assert ran


def test_the_introduction_of_the_docs_page_shows_a_request_and_its_answer(service: str, tmp_path: Path):
    page = (ROOT / "openapi" / "introduction.md").read_text(encoding="utf-8").replace(WRITTEN, service)
    request, answer = blocks(page)
    assert_holds(json.loads(run(request.text, tmp_path)), json.loads(answer.text))


def assert_holds(whole: object, part: object) -> None:
    """Whether `whole` has all that `part` has; objects may have more."""
    if isinstance(part, dict):
        for name, value in part.items():
            assert_holds(whole[name], value)
    elif isinstance(part, list):
        for one, other in zip(whole, part, strict=True):
            assert_holds(one, other)
    else:
        assert whole == part
