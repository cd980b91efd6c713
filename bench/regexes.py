"""Does any regular expression of the project take more than linear time on input made to slow it down?

    python -m bench.regexes            those that do
    python -m bench.regexes --all      the steepest input of each

Every pattern that `attribution` and `api` compile, at import and while our articles are analysed, is caught at
`re`'s own compiler; the tokenizer's are added. From the parse tree of each, words are made that its repeats can
take in ("pumps"), each behind something that leads up to the repeat and before something that lets the match fail;
`match` and `search` are timed on more and more of them. The exponent is the slope of time over length on
logarithmic scales: 1 is linear, 2 quadratic. Beside it stands what the same input costs at 300 characters.

`search` starts anew at every character, so that even `a+b` is quadratic where no b comes. A pattern that the
project only matches at one place, or on few characters, is safe all the same: `--all` tells both.
"""

import argparse
import importlib
import math
import pkgutil
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as sre
from re import _parser as parser
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("attribution", "api")

#: Characters of the shortest and the longest input; processor seconds from which on the longest is looked at
#: closely, and after which a call is broken off.
SHORT, LONG = 40, 8_000
NOTABLE_S, PATIENCE_S = 0.03, 0.5
#: Characters to which the project cuts most of what it matches.
BOUND = 300
#: Above this exponent time is not linear.
STEEP = 1.4
#: Words tried for each repeat, and what may stand behind the pumps.
VARIANTS = 3
ENDS = ("", "\x00", "a", "”")


#: `match` or `search` of a pattern.
Act = Callable[[str], object]


class Steepness(NamedTuple):
    """How time grows on the worst input that was found."""

    exponent: float
    pump: str
    bounded_s: float
    """Seconds that it takes at `BOUND` characters: what it costs where the project cuts what it matches."""


def patterns() -> dict[tuple[str, int], set[str]]:
    """Every pattern of the project by text and flags, with the places that compile it."""
    found: dict[tuple[str, int], set[str]] = {}
    compile_ = re._compile  # type: ignore[attr-defined]

    def caught(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(1)
        while frame.f_code.co_filename == re.__file__ and frame.f_back:
            frame = frame.f_back
        path = Path(frame.f_code.co_filename)
        compiled = compile_(pattern, flags)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES:
            place = f"{path.relative_to(ROOT)}:{frame.f_lineno}"
            found.setdefault((compiled.pattern, compiled.flags), set()).add(place)
        return compiled

    re._compile = caught  # type: ignore[attr-defined]
    try:
        use_everything()
    finally:
        re._compile = compile_  # type: ignore[attr-defined]
    for name, pattern in tokenizer():
        found.setdefault((pattern.pattern, pattern.flags), set()).add(f"attribution/tokens.py ({name})")
    return found


def use_everything() -> None:
    """Import every module and analyse our articles, so that every pattern is compiled."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    import seeds
    from api.schemas import Article
    from api.worker import answer_of, load_engine
    from tests.inputs.samples import FORMATS, read

    analyse = load_engine()
    for article in seeds.load():
        answer_of(Article(text=article.text, include=["report"]), analyse)
    for name in FORMATS:
        read(name)


def tokenizer() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of the tokenizer, which spaCy compiles."""
    from tests.attribution.front import blank

    nlp = blank()
    for name in ("prefix_search", "suffix_search", "infix_finditer", "url_match"):
        yield name, getattr(nlp.tokenizer, name).__self__


def pumps(pattern: str, flags: int) -> set[tuple[str, str]]:
    """What leads up to each repeat of a pattern, and a word that the repeat can take in over and over."""
    tree = parser.parse(pattern, flags & ~re.DEBUG)
    found: set[tuple[str, str]] = set()
    for seed in range(VARIANTS):
        chance = random.Random(seed)
        for before, body in repeats(tree.data, "", chance):
            found.add((before, sample(body, chance)))
            found.add(("", sample(body, chance)))
        whole = sample(tree.data, chance)
        found.add(("", whole))
    return {(before, pump) for before, pump in found if pump}


REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}


def repeats(items: Any, before: str, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """The bodies of all repeats that may take much, each with a string that leads up to it."""
    for item in items:
        kind, value = item
        if kind in REPEATS:
            _, most, body = value
            if most > 8:
                yield before, body
        for inner in bodies(kind, value):
            yield from repeats(inner, before, chance)
        before += sample([item], chance)


def bodies(kind: Any, value: Any) -> Iterator[Any]:
    """The parts of an item of a parse tree."""
    if kind in REPEATS:
        yield value[2]
    elif kind is sre.SUBPATTERN:
        yield value[3]
    elif kind is sre.BRANCH:
        yield from value[1]
    elif kind in (sre.ASSERT, sre.ASSERT_NOT):
        yield value[1]
    elif kind is sre.ATOMIC_GROUP:
        yield value


def sample(items: Any, chance: random.Random) -> str:
    """A string that the items match, as far as can be told without looking around."""
    made = ""
    for kind, value in items:
        if kind is sre.LITERAL:
            made += chr(value)
        elif kind is sre.NOT_LITERAL:
            made += "b" if value == ord("a") else "a"
        elif kind is sre.ANY:
            made += chance.choice("a .")
        elif kind is sre.IN:
            made += member(value, chance)
        elif kind is sre.BRANCH:
            made += sample(chance.choice(value[1]), chance)
        elif kind in REPEATS:
            least, most, body = value
            made += "".join(sample(body, chance) for _ in range(min(max(least, 1), most)))
        elif kind in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            made += "".join(sample(body, chance) for body in bodies(kind, value))
    return made


CATEGORIES = {
    sre.CATEGORY_DIGIT: "7", sre.CATEGORY_NOT_DIGIT: "a", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: " ",
}  # fmt: skip


def member(items: Any, chance: random.Random) -> str:
    """A character of a set."""
    if items[0][0] is sre.NEGATE:
        barred = (
            re.compile("[" + "".join(re.escape(one) for one in members(items[1:])) + "]")
            if items[1:]
            else None
        )
        return next((c for c in "a 7.,\n—X" if barred is None or not barred.match(c)), "é")
    return chance.choice(list(members(items)))


def members(items: Any) -> Iterator[str]:
    """Some characters of a set."""
    for kind, value in items:
        if kind is sre.LITERAL:
            yield chr(value)
        elif kind is sre.RANGE:
            yield from (chr(value[0]), chr(value[1]))
        elif kind is sre.CATEGORY:
            yield CATEGORIES.get(value, "a")


def steepness(pattern: re.Pattern[str], method: str) -> Steepness:
    """How time grows on the first steep one of the inputs made from the pattern itself, or on the worst."""
    worst = Steepness(1.0, "", 0.0)
    act = getattr(pattern, method)
    for before, pump in sorted(pumps(pattern.pattern, pattern.flags)):
        for end in ENDS:
            found = exponent(act, before, pump, end)
            if found > worst.exponent:
                shown = f"{before!r} {pump!r}… {end!r}"[:90]
                worst = Steepness(found, shown, timed(act, filled(before, pump, end, BOUND)))
            if found > STEEP:
                return worst
    return worst


def filled(before: str, pump: str, end: str, length: int) -> str:
    """The pump over and over, to about that length, between what stands around it."""
    return before + pump * (max(length - len(before) - len(end), 1) // len(pump) + 1) + end


def exponent(act: Act, before: str, pump: str, end: str) -> float:
    """The slope of time over length; 1 where the longest input takes no time to speak of, infinite if even the
    shortest one does not end.
    """

    def took(length: int) -> float:
        return timed(act, filled(before, pump, end, length))

    if took(LONG) < NOTABLE_S:
        return 1.0
    length = LONG
    while (longest := took(length)) == math.inf and length > SHORT:
        length //= 2
    return math.inf if longest == math.inf else math.log(longest / max(took(length // 4), 1e-4)) / math.log(4)


def timed(act: Act, text: str) -> float:
    """Processor seconds of one call; infinite if it is broken off."""
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_S)
    begun = time.process_time()
    try:
        act(text)
    except TimeoutError:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begun


def give_up(*_: object) -> None:
    raise TimeoutError


def main() -> int:
    """Print the patterns that are steep; 1 where one is so even when matched at one place."""
    options = argparse.ArgumentParser(prog="python -m bench.regexes", description=__doc__)
    options.add_argument("--all", action="store_true", help="every pattern with its worst input")
    chosen = options.parse_args()
    signal.signal(signal.SIGVTALRM, give_up)
    found = patterns()
    counts = {"match": 0, "search": 0}
    for (text, flags), places in sorted(found.items(), key=lambda one: sorted(one[1])):
        if not isinstance(text, str):
            continue
        pattern = re.compile(text, flags)
        for method in counts:
            steep = steepness(pattern, method)
            counts[method] += steep.exponent > STEEP
            if steep.exponent > STEEP or chosen.all:
                where = ", ".join(sorted(places))
                cost = f"{1000 * steep.bounded_s:.1f} ms at {BOUND}"
                print(
                    f"{method:6} {steep.exponent:4.1f}  {cost}  {where}\n       {text[:90]!r}\n       {steep.pump}"
                )
    print(
        f"{len(found)} patterns; steep: {counts['match']} when matched, {counts['search']} when searched for"
    )
    return 1 if counts["match"] else 0


if __name__ == "__main__":
    sys.exit(main())
