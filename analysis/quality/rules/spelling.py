"""One category spelled in several ways: which values belong together, and what they should be called.

Pure text: values with their rows go in, proposals come out.  Frequent spellings are believed, and a
proposal is made only where one other value fits; the client decides.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

_AREAS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")
_SMALL_WORDS = {"of", "and", "the", "for", "de", "&"}
_RARE = 0.05  # of the frequent spelling's rows: what is commoner is a category of its own
_FEW, _SMALL = 12, 50  # values of a column in which one other letter may be a typing error (cities differ by as little)
_MISSPELT = 5  # letters of a word, at the least, in which a typing error can be told

# Words of customer data that are right as they stand; what misses one of them by a letter is a typing error
# though no other row spells it well.
_WORDS = """
suburban urban rural metropolitan female male married divorced widowed separated single graduate graduation bachelor master doctorate
professional student retired employed unemployed consumer corporate wholesale website telephone delivery delivered completed cancelled
returned refunded pending processing shipped subscription standard premium platinum january february september october november
december monday tuesday wednesday thursday saturday
"""
WORDS = frozenset(_WORDS.split())


class Proposal(NamedTuple):
    """A value, what it should be called, and why."""

    value: str
    proposed: str
    why: str


def proposals(rows: Mapping[str, int], *, alike_only: bool = False) -> list[Proposal]:
    """Values that should be called otherwise, in the order of the values given.

    `alike_only`: only values that differ in capitals, blanks, width and joints.
    """
    found: dict[str, Proposal] = {}
    heads = _grouped(rows, found)
    # The surest first: F can stand for Female only once Femal is out of the way.
    for why, near_of in () if alike_only else RULES:
        merged = {value: Proposal(value, near[0], why) for value, near in near_of(heads).items() if len(near) == 1}
        found |= merged
        heads = {value: count for value, count in heads.items() if value not in merged}
    if not alike_only:
        _known_words(heads, found)
    ends = {value: _end(value, found) for value in found}
    return [Proposal(value, ends[value], found[value].why) for value in rows if value in found]


def _grouped(rows: Mapping[str, int], found: dict[str, Proposal]) -> dict[str, int]:
    """Values that differ in capitals, blanks, width and joints alone, put under the commonest: {head: rows of all}."""
    groups: dict[str, list[str]] = {}
    for value in rows:
        groups.setdefault(fold(value), []).append(value)
    heads = {}
    for values in groups.values():
        head = min(values, key=lambda one: (-rows[one], one))
        heads[head] = sum(rows[one] for one in values)
        found |= {one: Proposal(one, head, "spelling") for one in values if one != head}
    return heads


def fold(value: str) -> str:
    """What is left of a value without capitals, width, blanks and joints between letters (18-24 and A- keep theirs)."""
    plain = " ".join(unicodedata.normalize("NFKC", value).casefold().replace("&", " and ").split())
    return re.sub(r"(?<=[^\W\d])[\s._'’/-]+(?=[^\W\d])", "", plain).replace(" ", "")


def _end(value: str, found: Mapping[str, Proposal]) -> str:
    """Where a chain of proposals ends: femal -> Femal -> Female."""
    seen = {value}
    while value in found and found[value].proposed not in seen:
        value = found[value].proposed
        seen.add(value)
    return value


def _same_area(heads: Mapping[str, int]) -> dict[str, list[str]]:
    """广东 and 广东省 are one, under the commonest of them."""
    areas: dict[str, list[str]] = {}
    for value in heads:
        areas.setdefault(_area(value), []).append(value)
    several = [sorted(values, key=lambda one: (-heads[one], -len(one), one)) for values in areas.values() if len(values) > 1]
    return {value: [first] for first, *rest in several for value in rest}


def _area(value: str) -> str:
    """A Chinese area without the word for its kind."""
    for ending in _AREAS:
        if value.endswith(ending) and len(value) - len(ending) >= 2:
            return value.removesuffix(ending)
    return value


def _initials(heads: Mapping[str, int]) -> dict[str, list[str]]:
    """NSW for New South Wales."""
    full: dict[str, list[str]] = {}
    for value in heads:
        words = [word for word in re.split(r"[\s-]+", value) if word.lower() not in _SMALL_WORDS]
        if len(words) > 1:
            full.setdefault("".join(word[:1] for word in words).upper(), []).append(value)
    letters = {value: value.replace(".", "") for value in heads}
    return {value: full[short] for value, short in letters.items() if 2 <= len(short) <= 5 and short.isupper() and short in full}


def _prefix(heads: Mapping[str, int]) -> dict[str, list[str]]:
    """F for Female, Fe for Female, Y for Yes; never O for Office Supplies, nor A for AB."""
    if len(heads) > _FEW:
        return {}
    return {value: [other for other in heads if other != value and _stands_for(value, other)] for value in heads}


def _stands_for(value: str, other: str) -> bool:
    letters, full = value.rstrip(".").casefold(), other.casefold()
    if not (letters.isalpha() and full.isalpha() and full.isascii() and full.startswith(letters)):
        return False
    return len(letters) <= 2 and (len(full) >= 4 or (letters, full) in {("y", "yes"), ("n", "no")})


def _typing_error(heads: Mapping[str, int]) -> dict[str, list[str]]:
    """One letter lost, doubled or swapped in a word of five or more, in few rows beside many.

    Places differ by as little, so in columns of many values words of eight letters are wanted; another letter
    in place of one counts in very few rows of a small column alone.
    """
    shortest = _MISSPELT if len(heads) <= _SMALL else 8
    long = {value: value.casefold() for value in heads if len(value) >= shortest and value.isascii()}
    by_letter: dict[str, list[str]] = {}
    for value, word in long.items():
        by_letter.setdefault(word[0], []).append(value)
    found = {}
    for value, word in long.items():
        common = [other for other in by_letter[word[0]] if heads[value] <= _RARE * heads[other]]
        near = [
            other
            for other in common
            if abs(len(other) - len(word)) <= 1
            and _mistyped(word, long[other], substitution=len(heads) <= _FEW and heads[value] <= _RARE / 5 * heads[other])
        ]
        if near:
            found[value] = near
    return found


def _mistyped(word: str, right: str, *, substitution: bool) -> bool:
    """Plurals and numbered names are categories of their own: Cable and Cables, Size A and Size B, 2 pack and 3 pack."""
    if re.sub(r"\D", "", word) != re.sub(r"\D", "", right) or word.rstrip("s") == right.rstrip("s"):
        return False
    return " " not in word[-2:] and " " not in right[-2:] and one_edit(word, right, substitution=substitution)


# By what two values are one, the surest first: from all values with their rows to each value's candidates.
RULES: tuple[tuple[str, Callable[[Mapping[str, int]], dict[str, list[str]]]], ...] = (
    ("suffix", _same_area),
    ("initials", _initials),
    ("typing_error", _typing_error),
    ("prefix", _prefix),
)


def one_edit(one: str, other: str, *, substitution: bool = True) -> bool:
    """Whether two texts differ by one letter more or less, two neighbours swapped, or (if allowed) one other letter."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return swapped or (substitution and one[start + 1 :] == other[start + 1 :])


def _known_words(heads: Mapping[str, int], found: dict[str, Proposal]) -> None:
    """Typing errors in words that everybody knows: Surburban."""
    for value in heads:
        word = value.casefold()
        if value in found or word in WORDS or len(word) < 6 or not word.isascii():
            continue
        near = [known for known in sorted(WORDS) if known[0] == word[0] and one_edit(word, known, substitution=False)]
        if len(near) == 1 and not word.endswith("s") and not near[0].startswith(word):
            right = near[0].upper() if value.isupper() else near[0].capitalize() if value[:1].isupper() else near[0]
            found[value] = Proposal(value, next((one for one in heads if one.casefold() == near[0]), right), "known_word")


def rare_values(rows: Mapping[str, int]) -> list[str]:
    """Values of a small category column that a handful of rows hold, far below every other value: Absurd, YOLO.

    At most five rows and a four-hundredth each, and ten times fewer than the next.
    """
    total, counts = sum(rows.values()), sorted(set(rows.values()))
    if not 3 <= len(rows) <= 20 or total < 400:
        return []
    for low, high in pairwise(counts):
        if low <= min(5, total / 400) and high >= 10 * low:
            return sorted((value for value in rows if rows[value] <= low), key=lambda value: (rows[value], value))
    return []
