"""An article of our own for the documentation, and for whoever tries the service for the first time."""

ARTICLE = (
    '"We will not close the harbour," Mayor Ines Carver told reporters on Monday.\n\n'
    "An official who asked not to be named because the talks are private said that a decision was near."
)

#: The same article as HTML.
HTML_ARTICLE = (
    "<p>&#8220;We will not <em>close</em> the harbour,&#8221; Mayor Ines Carver told reporters on Monday.</p>\n"
    "<p>An official who asked not to be named because the talks are private said that a decision was near.</p>"
)

#: The same article as a post of WordPress.
WORDPRESS_POST = {"title": {"rendered": "Harbour to stay open"}, "content": {"rendered": HTML_ARTICLE}}

#: The same article, edited.
EDITED_ARTICLE = (
    '"We will not close the old harbour," Mayor Ines Carver told reporters on Monday.\n\n'
    "Tom Reed, the city treasurer, said that a decision was near."
)
