"""Small versions of the fault scripts: seconds of what docs/reliability.md tells of minutes."""

import asyncio
from pathlib import Path

import pytest

from bench import faults_hostile
from bench.faults_clients import CORRECT, REFUSED, cases
from bench.faults_hostile import bodies, hostile
from bench.faults_process import running
from bench.faults_rows import bad
from bench.faults_service import drain, kill, overload
from bench.faults_slow import ACTS, slow

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs /proc to see processes")


@pytest.fixture(scope="module")
def known():
    return cases()


@pytest.fixture(scope="module")
def running_service():
    with running(workers=2, read_timeout_s=1) as service:
        yield service


def test_workers_that_are_killed_cost_no_answer(known, running_service):
    row = asyncio.run(kill(running_service, known, seconds=3, every=0.5))
    assert not row.broken, str(row)
    assert row.figures["killed"] >= 3
    assert row.record.outcomes[CORRECT]


def test_overload_is_refused_and_what_is_let_in_is_answered(known):
    # Not the service above: after a second it closes idle connections, at times as a request is sent on one.
    with running(workers=2) as service:
        row = asyncio.run(overload(service, known, seconds=3))
    assert row.record.outcomes[CORRECT]
    assert row.record.outcomes[REFUSED]
    assert not bad(row.record), str(row)


def test_slow_clients_cost_the_others_nothing(known, running_service, monkeypatch):
    for name, (act, _) in ACTS.items():
        monkeypatch.setitem(ACTS, name, (act, 2))
    row = asyncio.run(slow(running_service, known, seconds=2))
    assert not row.broken, str(row)


def test_hostile_bodies_are_refused_and_cost_the_others_nothing(known, running_service, monkeypatch):
    # What is sent piece by piece need not be 100 MB to be too large.
    monkeypatch.setattr(faults_hostile, "HUGE", 5_000_000)
    assert len(list(hostile())) > 20
    row = asyncio.run(bodies(running_service, known, seconds=0))
    assert not row.broken, str(row)


def test_sigterm_under_load_loses_nothing(known):
    row = asyncio.run(drain(known, rounds=1, workers=2))
    assert not row.broken, str(row)
    assert row.record.outcomes[CORRECT]
