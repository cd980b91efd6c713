"""Character references of HTML: `&rsquo;`, `&#8217;`, `&#x2019;`, and the sloppy forms that browsers take.

Decides what one reference stands for and where it ends, by the rules of the HTML standard (section
13.2.5.72 ff.): old names need no semicolon, numbers of Windows characters mean those characters, numbers
of no character mean U+FFFD.
"""

import html
import re
from html.entities import html5

#: A reference that may stand for something. Whether a name is known, `decode` tells.
REFERENCE = r"&(?:#(?:[0-9]++|[xX][0-9a-fA-F]++);?+|[A-Za-z][A-Za-z0-9]{1,30};?+)"

#: The number of the last character is shorter than this; longer ones are of none.
LONGEST_NUMBER = 8

#: No name that goes without a semicolon is longer ("frac12", "middot", "Ccedil").
LONGEST_OLD_NAME = max(len(name) for name in html5 if not name.endswith(";"))

_NUMBER = re.compile(r"&#([xX]?)0*+([0-9a-fA-F]*+);?")


def decode(reference: str) -> tuple[str, int]:
    """What a reference stands for, and how many of its characters it takes; `("", 0)` where it is none.

    "&notit;" is "¬" and takes four characters: the rest is text.
    """
    if number := _NUMBER.fullmatch(reference):
        digits = number[2] or "0"
        if len(digits) > LONGEST_NUMBER:
            return "\ufffd", len(reference)
        # Of the numbers that stand for no character, html.unescape drops some where browsers show U+FFFD.
        return html.unescape(f"&#{number[1]}{digits};") or "\ufffd", len(reference)
    name = reference[1:]
    if name in html5:
        return html5[name], len(reference)
    for end in range(min(len(name), LONGEST_OLD_NAME), 1, -1):
        if name[:end] in html5:
            return html5[name[:end]], end + 1
    return "", 0
