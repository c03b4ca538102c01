"""Levels that have a rank: in which order do they stand, and who says so?

The client's own order comes first.  Without it the order is read from figures in the words (C1 to C5),
from words that have one (low, middle, high; 保守, 稳健, 进取), or from money; and what it was read from is
part of the definition, so that a wrong guess can be seen.
"""

import re
from collections.abc import Sequence

from analysis.errors import ConfigError

_FIGURE = re.compile(r"\d+")
_LADDERS = (
    (
        "very low", "lowest", "low", "conservative", "medium low", "cautious", "moderate", "medium", "middle", "balanced",
        "medium high", "growth", "high", "aggressive", "very high", "highest",
    ),
    ("极低", "最低", "低", "较低", "中低", "中", "中等", "中高", "较高", "高", "极高", "最高"),
    ("保守", "谨慎", "稳健", "平衡", "均衡", "成长", "积极", "进取", "激进"),
)  # fmt: skip
_ENDINGS = re.compile(r"(风险|等级|型|类)+$|\s+risk$")


def check_order(order: Sequence[str] | None) -> list[str]:
    """The client's order as words, each once.  Raises ConfigError otherwise."""
    given = [str(word).strip() for word in order or ()]
    if isinstance(order, str) or len(set(given)) < len(given):
        raise ConfigError("'order' is {given}. List every level once.", given=str(order))
    return given


def by_figure(words: Sequence[str]) -> list[str] | None:
    """The words by the first figure in each, lowest first; None where one has none or two share it."""
    found = {word: int(match[0]) for word in words if (match := _FIGURE.search(word))}
    fit = len(found) == len(words) and len(set(found.values())) == len(found)
    return sorted(words, key=found.__getitem__) if fit else None


def by_meaning(words: Sequence[str]) -> list[str] | None:
    """The words on a ladder that has all of them, lowest first; None where none has."""
    plain = {word: _ENDINGS.sub("", word.strip().lower().replace("-", " ")) for word in words}
    for ladder in _LADDERS:
        if set(plain.values()) <= set(ladder):
            return sorted(words, key=lambda word: ladder.index(plain[word]))
    return None
