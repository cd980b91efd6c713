"""Whom the words of an article refer to: names, descriptions and pronouns.

In the order in which an article passes through:

    words.py        the tokens as plain lists
    capitals.py     capitalised words in one piece
    kinds.py        what is told of the kind of thing a name names
    mentions.py     the names among them, and what kind of thing each names
    headlines.py    names in lines of title case and at the start of sentences
    roles.py        offices and appositions beside a name
    inventory.py    everybody and everything named, each with all its mentions
    sources.py      what the noun phrase of a source says
    cast.py         the inventory and whatever is met without a name
    focus.py        who was spoken of last
    pronouns.py, people.py, bodies.py   whom a source means that is no name
    acting.py       who acts without words
    relatives.py    what "who" and "which" go back to
    signatures.py   who writes as "I"
    resolution.py   the pass over the article that ties them together
    wording.py      how the unnamed are described

`speakers.py` makes a pipeline stage of it. `gazetteer.py` and `names.py` know of names in general.
"""
