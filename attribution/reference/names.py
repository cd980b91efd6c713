"""When two names may be of one person or of one body.

Names are tuples of folded words (`gazetteer.fold`) without titles. All functions are pure and look
at the names alone; which of several candidates is meant is left to inventory.py.
"""

from attribution.reference.gazetteer import Gender, fold, given_names, short_forms

Name = tuple[str, ...]

#: Syllables behind the hyphen of an East Asian given name, which the tagger takes for any word: "Min-jun".
SYLLABLES = frozenset(
    "jun jin hee ho hyun hyuk min seok suk woo young soo su sook hwan kyu jae eun ah un il ok hye joon jong kyung chul "
    "bok sik shik tae wan won yeon yong rae rim mi na ra wook ji ki wen ying ming hua mei ching fu kuo lung cheng yi "
    "jen hsien wei chi yu tsai wha".split()
)

#: Words behind a name that belong to no surname.
SUFFIXES = frozenset("jr sr ii iii iv v esq phd md qc kc mp obe mbe cbe".split())
#: Those of them that are titles and no part of the name.
HONOURS = frozenset("esq phd ph.d md m.d qc kc mp msp ms obe mbe cbe".split())
#: Small words inside surnames, and "Mc" and the like where they stand apart.
PARTICLES = frozenset(
    "de del della der den van von di da dos du des la le el al bin ibn ben ter ten zu af av st san santa y e "
    "abu abdul mac mc o d".split()
)
#: Small words inside the names of bodies; they count in no comparison.
LINKS = frozenset("of the for and & on in at to a an 's de la".split())
#: Surnames that stand first in East Asian names.
FAMILY_FIRST = frozenset(
    "kim lee park choi jung jeong kang cho yoon yun jang lim han oh seo shin kwon hwang ahn song moon yoo hong ban roh "
    "xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han "
    "tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai "
    "mao nguyen tran le pham ho vo ngo bo wen lam tsai chiang tung leung ai".split()
)


def without_suffix(name: Name) -> Name:
    """The name without "Jr." and the like."""
    while len(name) > 1 and name[-1] in SUFFIXES:
        name = name[:-1]
    return name


def surname_keys(name: Name) -> tuple[str, ...]:
    """Words by which a person is called when the full name is known: the last, and the first in East Asia."""
    name = without_suffix(name)
    if len(name) > 1 and is_family_first(name):
        return (name[-1], name[0])
    return (name[-1],)


def is_family_first(name: Name) -> bool:
    """Whether the surname stands first: "Moon Jae-in", "Xi Jinping", not "Lee Smith"."""
    if len(name) < 2 or name[0] not in FAMILY_FIRST:
        return False
    last = name[-1]
    return "-" in last or len(name) == 3 or (last not in given_names() and name[0] not in given_names())


def same_given(one: str, other: str) -> bool:
    """Whether two given names can be one person's: equal, an initial, a short form."""
    alike = one[:1] == other[:1]
    if one == other or (alike and (is_initial(one) or is_initial(other))):
        return True
    short = short_forms()
    return (
        other in short.get(one, ())
        or one in short.get(other, ())
        # "Rob" and "Robbie"; but who calls himself Will is not called Bill.
        or (alike and bool(short.get(one, frozenset()) & short.get(other, frozenset())))
    )


def is_initial(word: str) -> bool:
    """One or two letters that stand for given names: "j", "jk"."""
    short = len(word) == 2 and word.isalpha() and not any(c in "aeiouy" for c in word)
    return len(word) == 1 or (short and word != "ng")


def same_person(one: Name, other: Name) -> bool:
    """Whether two names of two or more words can be one person's, by their words alone.

    >>> same_person(("donald", "trump"), ("donald", "j", "trump"))
    True
    >>> same_person(("bill", "clinton"), ("hillary", "clinton"))
    False
    """
    one, other = without_suffix(one), without_suffix(other)
    if one == other:
        return True
    if is_within(one, other) or is_within(other, one):
        return True
    if one[-1] != other[-1]:
        return False
    if same_given(one[0], other[0]):
        return _agree(one[1:-1], other[1:-1])
    # "Harold James Wilson" and "James Wilson" is settled above; "J. Edgar Hoover" and "Edgar Hoover" too.
    return len(one) > 2 and is_initial(one[0]) and same_given(one[1], other[0])


def _agree(one: Name, other: Name) -> bool:
    """Middle names agree unless both are there and neither can stand for the other."""
    return not one or not other or any(same_given(a, b) for a in one for b in other)


def is_within(short: Name, long: Name) -> bool:
    """Whether `short`, two words or more, stands in `long` in one piece."""
    n = len(short)
    return 1 < n <= len(long) and any(long[i : i + n] == short for i in range(len(long) - n + 1))


def calls_person(short: Name, full: Name) -> bool:
    """Whether `short` may call the person of `full` later on: by surname, given name or a part.

    >>> calls_person(("pompeo",), ("mike", "pompeo"))
    True
    """
    full = without_suffix(full)
    short = without_suffix(short)
    if len(short) > 1:
        return same_person(short, full) if len(full) > 1 else False
    word = short[0]
    return (word in full and word not in PARTICLES) or same_given_short(word, full[0])


def same_given_short(word: str, given: str) -> bool:
    """Whether `word` is the given name or a short form of it; an initial alone is not."""
    return len(word) > 1 and len(given) > 1 and same_given(word, given)


def gender_of(name: Name) -> Gender | None:
    """What the given name tells of the sex; None for an unknown or shared one."""
    if len(name) < 2 and name and name[0] not in given_names():
        return None
    known = given_names()
    for word in name[: max(1, len(name) - 1)]:
        if word in known:
            return known[word]
        if not is_initial(word):
            first = word.split("-")[0]
            return known.get(first)
    return None


def initials(name: Name) -> tuple[str, str]:
    """First letters of the words that count, and of all words: "fbi" and "fboi" for the Bureau of Investigation."""
    return "".join([word[0] for word in name if word not in LINKS]), "".join([word[0] for word in name])


def content(name: Name) -> Name:
    """The words that count in a body's name."""
    return tuple([word for word in name if word not in LINKS])


def is_abbreviation(short: Name, full: Name) -> bool:
    """Whether one word, written in capitals, holds the initials of a longer name."""
    return len(short) == 1 and 2 <= len(short[0]) <= 7 and len(full) > 1 and short[0] in initials(full)


def calls_body(short: Name, full: Name) -> bool:
    """Whether `short` may stand for the body of `full`, by their words alone.

    Its first or last words ("Security Council", "RT"), its initials, or the same words in another
    order ("Justice Department", "Department of Justice").
    """
    if short == full or is_abbreviation(short, full):
        return True
    one, other = content(short), content(full)
    if not one or len(one) > len(other):
        return False
    if len(one) == len(other):
        return set(one) == set(other)
    return other[: len(one)] == one or other[-len(one) :] == one


def name_words(text: str) -> Name:
    """The folded words of a name as written."""
    return tuple(folded for word in text.split() if (folded := fold(word)))
