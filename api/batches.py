"""A batch: its articles are answered side by side, each by itself, in the time that one request may take."""

import asyncio
import json
from collections.abc import Sequence
from functools import partial

from msgspec import Raw

from api.articles import from_parts, outcome
from api.bodies import faults, invalid
from api.engine import Engine
from api.many import Batch, BatchResult, RawBatch
from api.problems import MALFORMED_BODY, Rejection


def read_batch(body: bytes) -> Batch:
    """The articles of a body, each still to be read.

    Raises:
        Rejection: 400 for a body that is no JSON; 422 for one that is no batch.
    """
    try:
        return Batch(articles=from_parts(body, RawBatch, Batch).articles)
    except Rejection as found:
        if found.kind is not MALFORMED_BODY:
            raise
        # Half of a surrogate pair, as JavaScript makes by cutting an emoji in two, is JSON to some and not
        # to others. Its article cannot be used, but the rest of the batch can.
        try:
            batch = json.loads(body)
        except (ValueError, RecursionError):
            raise found from None
        if wrong := list(faults(batch, Batch)):
            raise invalid(wrong) from None
        return Batch(articles=[Raw(json.dumps(article).encode()) for article in batch["articles"]])


async def answer_batch(articles: Sequence[Raw], engine: Engine, request: str) -> list[BatchResult]:
    """What became of each article, in their order.

    At most as many as there are workers are on their way at a time, so that two batches share the workers
    evenly. What is not answered when the time is over is given up; what is, is answered.

    Args:
        articles: JSON of each.
        engine: has a worker for each article that is on its way.
        request: id of the request.
    """
    ask = partial(engine.analyse_in_turn, deadline=engine.deadline())
    results: dict[int, BatchResult] = {}
    waiting = iter(enumerate(articles))

    async def work() -> None:
        for index, article in waiting:
            name, answer = await outcome(bytes(article), f"#/articles/{index}", ask, request)
            if isinstance(answer, bytes):
                results[index] = BatchResult(index=index, id=name, status=200, result=Raw(answer))
            else:
                results[index] = BatchResult(index=index, id=name, status=answer.status, error=answer)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(engine.workers):
            tasks.create_task(work())
    return [results[index] for index in range(len(articles))]
