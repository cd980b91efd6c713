"""Faults of the service, one a command; each prints a row of a table in docs/reliability.md.

    python -m bench.faults_service kill                     workers killed every second under 64 clients
    python -m bench.faults_service overload                 ten times what the service can do
    python -m bench.faults_service drain                    SIGTERM under load
    python -m bench.faults_service slow                     slow and half-closed clients beside good ones
    python -m bench.faults_service bodies                   hostile bodies beside good ones
    python -m bench.faults_service soak                     70 % of what it can do, for half an hour

`--seconds`, `--rounds` and `--workers` change how much. A row tells what was sent, what became of it and what
the service held; a promise that is broken ends the command with exit code 1. Linux only.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine

from bench.faults_clients import (
    CORRECT,
    REFUSED,
    Case,
    Connection,
    Record,
    ask,
    cases,
    open_loop,
    outcome_of,
    under_load,
)
from bench.faults_hostile import bodies
from bench.faults_process import Service, State, running
from bench.faults_rows import Row, bad, memory, quantiles, slope, verdicts
from bench.faults_slow import slow

CLIENTS = 64
OVERLOAD = 10.0
SOAK_LOAD = 0.7
#: Seconds over which capacity is measured, and between two looks at memory.
MEASURE_S = 15.0
LOOK_S = 1.0
#: Seconds that the service has to be as it was, once an overload is over.
RECOVERY_S = 2.0


async def kill(service: Service, known: list[Case], *, seconds: float, every: float = 1.0) -> Row:
    """A worker is killed every second; each request must be answered as the engine would, or with 503."""
    record, kills, chance = Record(), 0, random.Random(seconds)
    async with under_load(service.port, known, record, CLIENTS):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await asyncio.sleep(every)
            kills += service.kill_worker(chance.randrange(1024))
    after = Record()
    async with under_load(service.port, known, after, 1):
        await asyncio.sleep(min(seconds, 3.0))
    restarts = await asyncio.to_thread(service.metric, "attribution_worker_restarts_total")
    return Row(
        f"worker killed every {every:g} s, {CLIENTS} clients",
        seconds,
        record,
        {
            "killed": kills,
            "replaced": int(restarts),
            "p50 / p99 of answers, ms": quantiles(record, CORRECT),
            "afterwards": verdicts(after),
        },
        broken=bad(record) + bad(after) + (after.outcomes[CORRECT] == 0),
    )


async def capacity(service: Service, known: list[Case], seconds: float) -> tuple[float, Record]:
    """Articles a second that the service answers when there are always enough of them."""
    record = Record()
    clients = 4 * len(service.workers())
    async with under_load(service.port, known, record, clients):
        begun = time.perf_counter()
        await asyncio.sleep(seconds)
        answered = record.outcomes[CORRECT]
        return answered / (time.perf_counter() - begun), record


async def overload(service: Service, known: list[Case], *, seconds: float) -> Row:
    """Ten times what it can do: what is let in is answered in bounded time, and memory does not grow."""
    able, _ = await capacity(service, known, min(MEASURE_S, seconds))
    before, record = service.state(), Record()
    async with looking(service) as states:
        await open_loop(service.port, known, record, rate=OVERLOAD * able, seconds=seconds)
        ended = time.perf_counter()
    connection, admitted_s = Connection(service.port), None
    usual = 4 / able
    while True:
        started = time.perf_counter()
        outcome = await ask(connection, known[0], Record())
        now = time.perf_counter()
        if outcome == CORRECT and admitted_s is None:
            admitted_s = now - ended
        if outcome == CORRECT and now - started < usual:
            break
        await asyncio.sleep(0.02)
    recovery = time.perf_counter() - ended
    connection.close()
    after = service.state()
    half = states[len(states) // 2 :]
    return Row(
        f"{OVERLOAD:g} times overload",
        seconds,
        record,
        {
            "capacity, articles/s": f"{able:.0f}",
            "p50 / p99 / longest of answers, ms": quantiles(record, CORRECT, longest=True),
            "p99 of refusals, ms": f"{record.quantile(REFUSED, 0.99):.0f}",
            "memory before / highest / after": memory([before, *states], after),
            "growth in the second half": slope(half),
            "as before after, s": f"{recovery:.2f}",
        },
        broken=bad(record) + (recovery > RECOVERY_S),
    )


async def soak(service: Service, known: list[Case], *, seconds: float) -> Row:
    """70 % of what it can do, for long: memory and files stay as they are."""
    able, _ = await capacity(service, known, min(MEASURE_S, seconds))
    record, before = Record(), service.state()
    async with looking(service, every=max(LOOK_S, seconds / 400)) as states:
        await open_loop(service.port, known, record, rate=SOAK_LOAD * able, seconds=seconds)
    await asyncio.sleep(1)
    after = service.state()
    return Row(
        f"{SOAK_LOAD:.0%} load",
        seconds,
        record,
        {
            "capacity, articles/s": f"{able:.0f}",
            "p50 / p99 of answers, ms": quantiles(record, CORRECT),
            "memory before / highest / after": memory([before, *states], after),
            "growth in the second half": slope(states[len(states) // 2 :]),
            "files before / after": f"{before.files} / {after.files}",
        },
        broken=bad(record) + (after.files > before.files),
    )


async def drain(known: list[Case], *, rounds: int, workers: int) -> Row:
    """SIGTERM under load: what was in the service's hands is answered, and the process ends well."""
    record, codes, unsent = Record(), [], 0
    longest = 0.0
    for number in range(rounds):
        with running(workers=workers) as service:
            unsent += await drained(service, known, record, random.Random(number).uniform(0.3, 1.5))
            begun = time.monotonic()
            codes.append(await asyncio.to_thread(service.process.wait))
            longest = max(longest, time.monotonic() - begun)
    return Row(
        f"SIGTERM under {CLIENTS} clients, {rounds} times",
        None,
        record,
        {
            "not let in any more": unsent,
            "exit codes": sorted(set(codes)),
            "longest end after the last answer, s": f"{longest:.1f}",
        },
        broken=bad(record) + any(code not in (0, -signal.SIGTERM) for code in codes),
    )


async def drained(service: Service, known: list[Case], record: Record, seconds: float) -> int:
    """Load for a while, then SIGTERM; how many requests came too late to be in the service's hands."""
    signalled = asyncio.Event()
    late = 0

    async def client(number: int) -> None:
        nonlocal late
        chance = random.Random(number)
        connection = Connection(service.port)
        while not signalled.is_set():
            case, started = chance.choice(known), time.perf_counter()
            reply = await connection.exchange(case.request, announced=True)
            if reply is None and not connection.is_let_in and signalled.is_set():
                late += 1
            else:
                record.note(
                    outcome_of(case, reply), time.perf_counter() - started, reply.status if reply else 0
                )
        connection.close()

    clients = [asyncio.create_task(client(number)) for number in range(CLIENTS)]
    await asyncio.sleep(seconds)
    service.process.send_signal(signal.SIGTERM)
    signalled.set()
    await asyncio.gather(*clients)
    return late


@contextlib.asynccontextmanager
async def looking(service: Service, every: float = LOOK_S) -> AsyncIterator[list[State]]:
    """The states of the service, one a moment, for as long as the context is open."""
    states: list[State] = []

    async def look() -> None:
        while True:
            states.append(service.state())
            await asyncio.sleep(every)

    task = asyncio.create_task(look())
    try:
        yield states
    finally:
        task.cancel()


SCENARIOS: dict[str, tuple[Callable[..., Coroutine[object, object, Row]], float]] = {
    "kill": (kill, 300),
    "overload": (overload, 300),
    "slow": (slow, 60),
    "bodies": (bodies, 30),
    "soak": (soak, 1800),
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.faults_service", description=__doc__)
    parser.add_argument("scenario", choices=[*SCENARIOS, "drain"])
    parser.add_argument("--seconds", type=float, help="how long; 300, of slow 60, of bodies 30, of soak 1800")
    parser.add_argument("--rounds", type=int, default=20, help="of drain (20)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (2)")
    return parser.parse_args()


def main() -> int:
    """Carry out a scenario and print its row; 1 where a promise was broken."""
    chosen = arguments()
    known = cases()
    if chosen.scenario == "drain":
        row = asyncio.run(drain(known, rounds=chosen.rounds, workers=chosen.workers))
    else:
        scenario, seconds = SCENARIOS[chosen.scenario]
        with running(workers=chosen.workers, read_timeout_s=10) as service:
            row = asyncio.run(scenario(service, known, seconds=chosen.seconds or seconds))
    print(row)
    return 1 if row.broken else 0


if __name__ == "__main__":
    sys.exit(main())
