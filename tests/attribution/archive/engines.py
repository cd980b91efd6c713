"""Engines for the tests of archives: quick, with quotes in their answers, and some that end their process.

Functions of a module, so that worker processes can make them.
"""

import os
import re
import signal
import time
from multiprocessing.connection import Connection

from msgspec import UNSET

from attribution.requests import Request
from attribution.results import (
    Anonymity,
    Answer,
    Channel,
    Confidence,
    Hop,
    Model,
    Quote,
    Refusal,
    Span,
    Speaker,
    SpeakerReference,
)

#: “It held,” said Ana Lind.
QUOTED = re.compile(r"“([^”]+)” said ([A-Z]\w+ [A-Z]\w+)\.")

#: Words in an article that are the end of a worker, and how.
POISON = {"KILL": signal.SIGKILL, "CRASH": signal.SIGSEGV}


def each(analysed):
    """An engine, from what it makes of one article, its id and its options."""

    def engine(requests):
        for request in requests:
            if not isinstance(request, Request):
                yield request
                continue
            try:
                yield analysed(request.article, request.id, request.options)
            except RuntimeError as error:
                yield error

    return engine


def analysed(text, name, options):
    """An answer with each “…” said A B."""
    sent, text = text, text if isinstance(text, str) else text.text
    if "FAIL" in text:
        raise RuntimeError("insides")
    quotes, speakers = [], {}
    for number, found in enumerate(QUOTED.finditer(text), 1):
        who = speakers.setdefault(found[2], f"s{len(speakers) + 1}")
        content = Span(start=found.start(), end=found.end(1) + 1, text=f"“{found[1]}”")
        quotes.append(
            Quote(
                id=f"q{number}",
                kind="direct",
                spans=[content],
                cue=None,
                source=Span(start=found.start(2), end=found.end(2), text=found[2]),
                speaker=SpeakerReference(id=who, name=found[2], description=None, kind="person"),
                anonymity=Anonymity(status="named", is_anonymous=False),
                channel=Channel(type="unspecified", mode=None),
                provenance=[Hop(role="speaker", name=found[2])],
                is_second_hand=False,
                parent=None,
                confidence=Confidence(quote=0.9, speaker=0.9, anonymity=0.9, channel=0.9),
            )
        )
    return Answer(
        id=name,
        language="en",
        offset_unit=options.offset_unit,
        model=Model(name="m", version="1"),
        quotes=quotes,
        speakers=[
            Speaker(
                id=id,
                name=who,
                description=None,
                kind="person",
                title=None,
                affiliation=None,
                mentions=[],
                anonymity="named",
                quote_ids=[quote.id for quote in quotes if quote.speaker.id == id],
            )
            for who, id in speakers.items()
        ],
        declined=[
            Refusal(speaker=None, evidence=Span(start=0, end=1, text=text[0]), kind="declined")
            for _ in re.findall("declined", text)
        ],
        warnings=[],
        text=UNSET if sent is text else text,
    )


def quick():
    """An engine that is as quick as can be."""
    return each(analysed)


def poisonous():
    """An engine that ends its process, or hangs, on certain words."""

    def engine(text, name, options):
        for word, how in POISON.items():
            if word in text:
                os.kill(os.getpid(), how)
        while "HANG" in text:
            pass
        return analysed(text, name, options)

    return each(engine)


def timed():
    """An engine that takes its time, a thousandth of a second an article, and no core."""

    def engine(text, name, options):
        time.sleep(0.001)
        return analysed(text, name, options)

    return each(engine)


def broken():
    """An engine that cannot be loaded."""
    raise RuntimeError("no model")


def deadly():
    """An engine that ends its process while it is loaded."""
    os.kill(os.getpid(), signal.SIGKILL)


def cut_off():
    """An engine whose process ends in the middle of sending what it has done."""

    def half(connection, message):
        if len(message) > 1000:
            os.write(connection.fileno(), len(message).to_bytes(4) + bytes(message[:500]))
            os.kill(os.getpid(), signal.SIGKILL)
        send(connection, message)

    send = Connection._send_bytes
    Connection._send_bytes = half
    return each(analysed)
