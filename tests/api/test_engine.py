"""What becomes of articles when there are too many of them, when they take too long and when workers die."""

import asyncio
import contextlib
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec
import pytest

from api import post
from api.engine import (
    AnalysisFailed,
    Engine,
    Overloaded,
    TimedOut,
    Unavailable,
    WorkerLost,
)
from api.schemas import Article
from tests.api import engines
from tests.api.test_problems import check

URL = "/v1/quotes"
FOREVER_S = 3600.0


def engine(load, *, workers=1, queue=8, timeout_s=FOREVER_S):
    return Engine(workers=workers, queue=queue, timeout_s=timeout_s, load=load)


def article(name: str) -> Article:
    return Article(text="1", id=name)


async def appears(path: Path) -> None:
    while not path.exists():
        await asyncio.sleep(engines.TICK_S)


def test_engine_answers_more_articles_than_it_has_workers():
    async def run():
        async with engine(engines.echoing, workers=2, queue=20) as crew:
            names = [str(number) for number in range(20)]
            answers = await asyncio.gather(*(crew.analyse(article(name)) for name in names))
            assert [msgspec.json.decode(answer)["id"] for answer in answers] == names

    asyncio.run(run())


def test_engine_refuses_at_once_what_exceeds_the_queue(tmp_path):
    async def run():
        async with engine(partial(engines.gated, tmp_path), queue=2) as crew:
            admitted = [asyncio.create_task(crew.analyse(article(str(number)))) for number in range(3)]
            await appears(tmp_path / "0")
            with pytest.raises(Overloaded):
                await crew.analyse(article("one too many"))
            assert not any(task.done() for task in admitted)
            (tmp_path / "open").touch()
            assert len(await asyncio.gather(*admitted)) == 3
            assert await crew.analyse(article("after the rush"))

    asyncio.run(run())


def test_engine_replaces_a_worker_that_does_not_end(tmp_path):
    async def run():
        async with engine(partial(engines.gated, tmp_path), timeout_s=0.5) as crew:
            while not (tmp_path / "endless").exists():
                with pytest.raises(TimedOut):
                    await crew.analyse(article("endless"))
            (tmp_path / "open").touch()
            while True:  # until the new worker has loaded
                with contextlib.suppress(TimedOut):
                    assert await crew.analyse(article("next"))
                    break

    asyncio.run(run())


def test_engine_does_not_begin_an_article_that_was_given_up(tmp_path):
    async def run():
        async with engine(partial(engines.gated, tmp_path)) as crew:
            first = asyncio.create_task(crew.analyse(article("first")))
            await appears(tmp_path / "first")
            second = asyncio.create_task(crew.analyse(article("second")))
            await asyncio.sleep(0)
            second.cancel()
            third = asyncio.create_task(crew.analyse(article("third")))
            (tmp_path / "open").touch()
            await first
            await third
            assert not (tmp_path / "second").exists()

    asyncio.run(run())


def test_engine_holds_nothing_of_an_article_that_was_given_up_while_it_waited(tmp_path):
    async def run():
        async with engine(partial(engines.gated, tmp_path)) as crew:
            first = asyncio.create_task(crew.analyse(article("first")))
            await appears(tmp_path / "first")
            others = [asyncio.create_task(crew.analyse(article(str(number)))) for number in range(8)]
            await asyncio.sleep(0)
            assert crew.waiting == 8
            for other in others:
                other.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            assert crew.waiting == 0
            (tmp_path / "open").touch()
            assert await first

    asyncio.run(run())


def test_engine_keeps_a_worker_that_is_at_an_article_which_was_given_up(tmp_path):
    async def run():
        async with engine(partial(engines.gated, tmp_path)) as crew:
            await crew.settled()
            with pytest.raises(TimedOut):
                await crew.analyse_in_turn(article("late"), deadline=crew.deadline() - FOREVER_S + 0.5)
            (tmp_path / "open").touch()
            assert await crew.analyse(article("next"))
            assert crew.tally.restarts == 0

    asyncio.run(run())


def test_engine_begins_an_article_whose_worker_died_before_those_that_wait(tmp_path):
    async def run():
        async with engine(partial(engines.mortal, tmp_path)) as crew:
            answered = []

            async def ask(name, deaths):
                await crew.analyse(Article(text=deaths, id=name))
                answered.append(name)

            await asyncio.gather(ask("deadly", "1"), ask("waiting", "0"))
            assert answered == ["deadly", "waiting"]

    asyncio.run(run())


@pytest.mark.parametrize(("deaths", "workers"), [(0, 1), (1, 1), (1, 2)])
def test_engine_gives_an_article_to_another_worker_when_one_dies(tmp_path, deaths, workers):
    async def run():
        async with engine(partial(engines.mortal, tmp_path), workers=workers) as crew:
            answer = await crew.analyse(Article(text=str(deaths)))
            assert msgspec.json.decode(answer)["text"] == str(deaths)

    asyncio.run(run())


def test_engine_gives_up_an_article_that_kills_every_worker(tmp_path):
    async def run():
        async with engine(partial(engines.mortal, tmp_path)) as crew:
            with pytest.raises(WorkerLost):
                await crew.analyse(Article(text="1000"))
            assert len(list(tmp_path.iterdir())) == 2
            assert await crew.analyse(Article(text="0"))

    asyncio.run(run())


def test_engine_loses_no_other_article_when_a_worker_dies(tmp_path):
    async def run():
        async with engine(partial(engines.mortal, tmp_path), workers=2, queue=50) as crew:
            harmless = [crew.analyse(Article(text="0", id=str(number))) for number in range(40)]
            deadly = crew.analyse(Article(text="1000"))
            *answers, lost = await asyncio.gather(
                *harmless[:20], *harmless[20:], deadly, return_exceptions=True
            )
            assert [msgspec.json.decode(answer)["id"] for answer in answers] == [str(n) for n in range(40)]
            assert isinstance(lost, WorkerLost)

    asyncio.run(run())


def test_engine_gives_a_worker_short_articles_together_and_a_long_one_alone(tmp_path):
    texts = ["1", "1", "1", "word " * 20_000, "1", "1", "1", "1"]

    async def run():
        async with engine(partial(engines.counted, tmp_path)) as crew:
            first = asyncio.create_task(crew.analyse(article("first")))
            await appears(tmp_path / "first")
            others = [asyncio.create_task(crew.analyse(Article(text=text))) for text in texts]
            await asyncio.sleep(0)
            (tmp_path / "open").touch()
            await first
            assert [msgspec.json.decode(await answer) for answer in others] == [3, 3, 3, 1, 2, 2, 1, 1]

    asyncio.run(run())


def test_engine_answers_those_that_were_given_together_with_one_that_never_ends(monkeypatch):
    monkeypatch.setattr(post, "PATIENCE_TOGETHER_S", 0.2)

    async def run():
        async with engine(engines.sometimes_endless, timeout_s=20) as crew:
            texts = ["before", "endless", *["behind"] * 6]
            asked = [asyncio.create_task(crew.analyse(Article(text=text))) for text in texts]
            assert msgspec.json.decode(await asked[0])["text"] == "before"
            asked[1].cancel()

    asyncio.run(run())


def test_engine_answers_after_an_idle_worker_was_killed():
    async def run():
        async with engine(engines.identified) as crew:
            first = msgspec.json.decode(await crew.analyse(article("first")))
            os.kill(first, signal.SIGKILL)
            assert msgspec.json.decode(await crew.analyse(article("second"))) != first
            assert crew.tally.restarts == 1

    asyncio.run(run())


def test_engine_workers_ignore_the_signals_of_their_process_group():
    async def run():
        async with engine(engines.identified) as crew:
            first = msgspec.json.decode(await crew.analyse(article("first")))
            os.kill(first, signal.SIGINT)
            os.kill(first, signal.SIGTERM)
            assert msgspec.json.decode(await crew.analyse(article("second"))) == first

    asyncio.run(run())


def test_engine_tells_the_place_of_a_failure_and_not_the_text():
    async def run():
        async with engine(engines.failing) as crew:
            with pytest.raises(AnalysisFailed) as failure:
                await crew.analyse(Article(text="Quillfeather said so."))
            assert str(failure.value).startswith("ValueError at engines.py:")
            assert "Quillfeather" not in str(failure.value)
            with pytest.raises(AnalysisFailed):
                await crew.analyse(article("the worker is still there"))

    asyncio.run(run())


@pytest.mark.parametrize(
    ("load", "reason"),
    [
        (engines.unloadable, "FileNotFoundError: no model here"),
        (engines.fatal_to_load, "the process died while loading"),
        (lambda: None, "PicklingError"),
    ],
)
def test_engine_that_cannot_load_says_why(load, reason):
    async def run():
        async with engine(load) as crew:
            with pytest.raises(Unavailable, match=reason):
                await crew.analyse(article("before it is known"))
            with pytest.raises(Unavailable, match=reason):
                await crew.settled()
            assert not crew.is_ready
            with pytest.raises(Unavailable, match=reason):
                await crew.analyse(article("afterwards"))

    asyncio.run(run())


def test_engine_leaves_no_process_behind():
    async def run():
        async with engine(engines.identified, workers=2) as crew:
            await crew.settled()
            return msgspec.json.decode(await crew.analyse(article("any")))

    pid = asyncio.run(run())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_service_answers_503_at_once_while_its_queue_is_full(serve, tmp_path):
    with (
        serve(load=partial(engines.gated, tmp_path), queue=0) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        admitted = threads.submit(client.post, URL, json={"text": "a", "id": "first"})
        while not (tmp_path / "first").exists():
            assert client.get("/health/live").status_code == 200
        response = client.post(URL, json={"text": "a"})
        check(response, 503, "overloaded")
        assert int(response.headers["retry-after"]) > 0
        assert not admitted.done()
        (tmp_path / "open").touch()
        assert admitted.result().status_code == 200


def test_service_gives_a_request_up_when_its_time_is_over(serve, tmp_path):
    with serve(load=partial(engines.gated, tmp_path), timeout_s=0.5) as client:
        response = client.post(URL, json={"text": "a", "id": "endless"})
        check(response, 503, "timed-out")
        assert int(response.headers["retry-after"]) > 0


def test_service_answers_503_when_an_article_kills_every_worker(serve, tmp_path):
    with serve(load=partial(engines.mortal, tmp_path)) as client:
        check(client.post(URL, json={"text": "1000"}), 503, "worker-lost")
        assert client.post(URL, json={"text": "0"}).status_code == 200


def test_service_without_a_model_says_that_it_is_not_ready(serve):
    with serve(load=engines.unloadable, ready=False) as client:
        with pytest.raises(Unavailable):
            client.blocking_portal.call(client.app.state.engine.settled)
        check(client.post(URL, json={"text": "a"}), 503, "not-ready")
