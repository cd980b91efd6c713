"""An article of our own for the documentation, and for whoever tries the service for the first time."""

ARTICLE = (
    '"We will not close the harbour," Mayor Ines Carver told reporters on Monday.\n\n'
    "An official who asked not to be named because the talks are private said that a decision was near."
)
