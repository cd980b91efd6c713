"""Where training reads and writes."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ATTRIBUTION_SHARED", ROOT.parent / "shared"))
DATA = SHARED / "data"
SCORER = SHARED / "evaluate" / "score.py"
WORK = ROOT / "training" / "work"
