"""Several ways to do the same work, timed side by side: in every round each has its turn.

A machine is seldom as fast in one minute as in the next. So ratios are taken within a round, and the rounds'
median is what is told.
"""

import time
from collections.abc import Callable, Mapping

#: Does the work once; gives the seconds that it took.
Contestant = Callable[[], float]


class Race:
    """Rounds in which every contestant has its turn, each round beginning with another."""

    def __init__(self, contestants: Mapping[str, Contestant]) -> None:
        self.contestants = contestants
        self.seconds: dict[str, list[float]] = {name: [] for name in contestants}
        """Of each contestant, one figure a round."""

    def round(self) -> None:
        """One turn for each."""
        names = list(self.contestants)
        first = sum(map(len, self.seconds.values())) // len(names) % len(names)
        for name in names[first:] + names[:first]:
            self.seconds[name].append(self.contestants[name]())


def timed(work: Callable[[], object]) -> Contestant:
    """Processor seconds of the work: on one core it has to itself, the seconds by the clock."""

    def contestant() -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    return contestant
