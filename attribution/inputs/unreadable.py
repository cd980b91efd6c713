"""What is raised for input that holds no article."""


class UnreadableInput(ValueError):  # noqa: N818 - named for the state it tells of
    """Input that cannot be read as the article it is said to be; never holds article text.

    Attributes:
        pointer: where, as a JSON Pointer in URI fragment form into the request: `#/document/content`.
        detail: what is wrong, and what is expected, in a sentence.
    """

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(pointer, detail)
        self.pointer = pointer
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.detail} ({self.pointer})"
