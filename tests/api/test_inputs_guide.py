"""The examples of docs/inputs.md do what the guide says."""

import contextlib
import html
import io
import json
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.inputs.samples import FIXTURES

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "inputs.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return found


def test_the_python_example_prints_what_is_shown(client, monkeypatch):
    def urlopen(request: urllib.request.Request) -> io.BytesIO:
        headers = {"Content-Type": request.get_header("Content-type")}
        return io.BytesIO(client.post(request.selector, content=request.data, headers=headers).content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(example("python"), {})
    assert printed.getvalue() == example("text")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_the_javascript_example_marks_every_quote(client, tmp_path):
    source = (FIXTURES / "page.html").read_text(encoding="utf-8")
    answer = client.post("/v1/quotes", json={"html": source, "offset_unit": "utf16"}).json()
    given = tmp_path / "given.json"
    given.write_text(json.dumps({"html": source, "answer": answer}), encoding="utf-8")
    program = tmp_path / "mark.mjs"
    program.write_text(
        example("javascript")
        + 'import { readFileSync } from "node:fs";\n'
        + "const { html, answer } = JSON.parse(readFileSync(process.argv[2]));\n"
        + "process.stdout.write(marked(html, answer));\n",
        encoding="utf-8",
    )
    done = subprocess.run(["node", program, given], capture_output=True, timeout=60, check=True)
    marked = done.stdout.decode("utf-8")
    assert re.sub(r"</?mark[^>]*>", "", marked) == source
    for quote in answer["quotes"]:
        found = "".join(re.findall(rf'<mark data-quote="{quote["id"]}">(.*?)</mark>', marked, re.DOTALL))
        words = "".join(html.unescape(found).replace("\xad", "").split())
        assert words == "".join("".join(span["text"].split()) for span in quote["spans"])
