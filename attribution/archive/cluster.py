"""Workers that are actors of a Ray cluster: https://docs.ray.io. Needs the extra `ray`.

An actor has an engine, a core, and no state that would be missed: it may end, with its machine or alone, and
another is asked for in its place. Actors read and write nothing but what they are sent and send back, so that
machines of the cluster need the package and no access to source or target.
"""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import Any, cast

import ray
from ray.exceptions import RayError, RayTaskError

from attribution.archive.recipe import Recipe
from attribution.archive.refusal import Refusal
from attribution.archive.work import Analyst, Done, Job
from attribution.lines import Load


class ClusterAnalyst(Analyst):
    """An analyst that can be asked whether it is ready."""

    def ready(self) -> bool:
        """Answered when the engine is loaded."""
        return True


class Actor:
    """A worker somewhere in the cluster."""

    def __init__(self, load: Load, recipe: Recipe) -> None:
        self._load, self._recipe = load, recipe
        self._actor: Any = None

    def start(self) -> "Future[Any]":
        # What is sent again is decided in one place, which is not Ray.
        kind = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(ClusterAnalyst)
        self._actor = kind.remote(self._load, self._recipe)
        return cast("Future[Any]", self._actor.ready.remote().future())

    def submit(self, job: Job) -> "Future[Done]":
        return cast("Future[Done]", self._actor.work.remote(job).future())

    def is_loss(self, error: BaseException) -> bool:
        return isinstance(error, RayError) and not isinstance(error, RayTaskError)


@contextlib.contextmanager
def actors(address: str, count: int | None, load: Load, recipe: Recipe) -> Iterator[Sequence[Actor]]:
    """So many workers in the cluster at an address, by default one a core that it has now. They end with the block.

    Raises:
        Refusal: there is no cluster.
    """
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError) as error:
        raise Refusal(f"{address}: there is no Ray cluster ({type(error).__name__})") from None
    try:
        cores = int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
        yield [Actor(load, recipe) for _ in range(count or cores)]
    finally:
        # Actors that nobody else holds end with the connection.
        ray.shutdown()
