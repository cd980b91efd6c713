"""Each process of ours keeps to one thread of linear algebra; whoever uses the library decides for himself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from attribution.threads import VARIABLES

THREADS = "import os; print(len(os.listdir('/proc/self/task')))"

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted in /proc")


def threads(program, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    command = [sys.executable, "-c", f"{program}; {THREADS}"]
    ran = subprocess.run(command, env=clean | environment, check=True, capture_output=True, text=True)
    return int(ran.stdout)


def test_the_command_line_keeps_to_one_thread():
    assert threads("from attribution.cli import load_engine; load_engine()") == 1


def test_worker_processes_keep_to_one_thread():
    assert threads("from api.engine import make_context; make_context(); import attribution.pipeline") == 1


def test_the_environment_has_the_last_word():
    program = "import os; from attribution.threads import one_thread_each; one_thread_each()"
    program += "; assert os.environ['OMP_NUM_THREADS'] == '3'"
    assert threads(program, OMP_NUM_THREADS="3") == 1
