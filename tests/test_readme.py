"""The README's example is what the service answers."""

import json
import re
import time
from pathlib import Path

from litestar.testing import TestClient

from api.app import create_app
from api.settings import FIELDS, Settings, shown_default, variable

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_example_has_its_real_answer():
    request = json.loads(re.search(r"curl http\S+ -H '[^']+' -d '(.*)'\n", README)[1])
    shown = json.loads(re.search(r"```json\n(.*?)```", README, re.DOTALL)[1])
    with TestClient(create_app(Settings(workers=1))) as client:
        while client.get("/health/ready").status_code != 200:
            time.sleep(0.1)
        answer = client.post("/v1/quotes", json=request).json()
    assert without_confidence(shown) == without_confidence(answer)


def without_confidence(answer):
    """Probabilities can differ in the last digit from one processor to another."""
    return answer | {
        "quotes": [{k: v for k, v in quote.items() if k != "confidence"} for quote in answer["quotes"]]
    }


def test_settings_that_are_shown_have_the_default_that_is_told():
    shown = re.findall(r"^\| `([A-Z_]+)` \| (\S+) \|", README, re.MULTILINE)
    assert len(shown) >= 5
    defaults = {variable(name): shown_default(field) for name, field in FIELDS.items()}
    assert all(defaults[name] == default for name, default in shown)
