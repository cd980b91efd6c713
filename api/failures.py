"""Why an article has no answer."""

from attribution.inputs.unreadable import UnreadableInput


class EngineError(Exception):
    """An article that has no answer."""


class Overloaded(EngineError):  # noqa: N818 - named for the state it tells of, as are the next ones
    """The queue is full."""


class TimedOut(EngineError):  # noqa: N818
    """The answer took longer than a request may."""


class WorkerLost(EngineError):  # noqa: N818
    """The worker process died."""


class Unavailable(EngineError):  # noqa: N818
    """The model could not be loaded; the message tells why."""


class AnalysisFailed(EngineError):  # noqa: N818
    """The analysis raised; the message tells where and holds no article text."""


class Unreadable(EngineError):  # noqa: N818
    """The HTML or document that was sent holds no article; `reason` tells what is wrong with it, and where."""

    def __init__(self, reason: UnreadableInput) -> None:
        super().__init__(str(reason))
        self.reason = reason
