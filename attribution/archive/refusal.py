"""Why a run does not start."""


class Refusal(Exception):  # noqa: N818 - the run is refused; nothing has gone wrong yet
    """The source, the target or the settings cannot be used; the message is one sentence for people."""
