"""Offsets as a JavaScript client meets them: a real one, which posts to the real server."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.test_server import address, running
from tests.outputs.answers import ARTICLE

CLIENT = Path(__file__).with_name("offsets.mjs")

#: Astral characters in front of, inside and behind quotes, a pair of them, and line ends of two units.
ARTICLES = [
    ARTICLE,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\r\n\r\n“\U00020000\U00020001 means \U0001f600,” "
    "said Ana Ruiz \U0001f1f3\U0001f1f4.\r\n",
    '"One \U0001d54f," Lena Holm told reporters \U0001f399, "and two \U0001d54f\U0001d54f."',
]


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_javascript_slices_are_the_spans(tmp_path):
    articles = tmp_path / "articles.json"
    articles.write_text(json.dumps(ARTICLES), encoding="utf-8")
    with running() as (_, command):
        url = f"{address(command)}/v1/quotes"
        done = subprocess.run(
            ["node", CLIENT, url, articles], capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 2 * 10
