"""Words of a comment: Chinese cut by jieba's dictionary, other scripts at blanks, both without words that say nothing.

Negations keep the word they belong to ("not_happy", 没人): a theme or a term that loses its "not" says the contrary.
Masks of the door ([telephone]) and numbers are no words.
"""

import re
from functools import cache
from itertools import pairwise

from analysis.profiles.stop_words import ENGLISH, HAN_STOPS, NEGATIONS, VERDICTS

HAN = "一-鿿"
_MASK = re.compile(r"\[[a-z -]+\]")
_ENDS = re.compile(r"[.!?;。！？；…\n\r]+(?=\s|$|[^0-9])")
_PIECE = re.compile(rf"[{HAN}]+|[^\W\d_](?:[\w'’-]*[^\W_])?", re.UNICODE)
_HAN = re.compile(f"[{HAN}]")


def clauses(text: str) -> list[str]:
    """The sentences of a comment, masks taken out; empty ones are left out."""
    return [part for piece in _ENDS.split(_MASK.sub(" ", text)) if (part := piece.strip(" \t,，、:：\"“”'"))]


def words(text: str) -> list[str]:
    """The words of a text in their order, small letters, stop words left out, a negation joined to what it negates."""
    return [word for run in _runs(text) for word in run]


def terms(text: str) -> set[str]:
    """Words and pairs of neighbours, each once; a pair is written with a blank between.  Words of verdict are left out."""
    found: set[str] = set()
    for run in _runs(text):
        own = [word for word in run if not is_verdict(word)]
        found |= set(own) | {f"{one} {two}" for one, two in pairwise(own) if one != two}
    return found


def is_verdict(word: str) -> bool:
    """Whether a word tells the mood alone: that the happy write "happy" is no news."""
    return bool({word, word.removeprefix("not_"), word.removeprefix("不"), word.removeprefix("没")} & VERDICTS)


def key_of(text: str) -> str:
    """The text without signs, numbers, masks and capitals: the same for copies of one text."""
    return re.sub(r"[\W\d_]+", "", _MASK.sub("", text).lower())


def is_han(text: str) -> bool:
    """Whether a text is written in Chinese signs at all."""
    return bool(_HAN.search(text))


def _runs(text: str) -> list[list[str]]:
    """Words that stand side by side, broken by signs and stop words."""
    pieces = [part for clause in clauses(text) for part in re.split("[,，、:：()（）]", clause)]
    return [run for part in pieces for run in _joined([word for piece in _PIECE.findall(part) for word in _cut(piece)]) if run]


def _cut(piece: str) -> list[str]:
    return list(_jieba()(piece)) if _HAN.match(piece) else [piece.lower().replace("’", "'")]


def _joined(spoken: list[str]) -> list[list[str]]:
    """Runs of words between stop words; a negation goes before the next word that is none."""
    found: list[list[str]] = [[]]
    negation = ""
    for word in spoken:
        if word in NEGATIONS or word.endswith("n't"):
            negation = NEGATIONS.get(word, "not")
        elif word in ENGLISH or word in HAN_STOPS or (len(word) == 1 and not _HAN.match(word)):
            found.append([])
        else:
            glue = "" if _HAN.match(word) and _HAN.match(negation) else "_"
            found[-1].append(f"{negation}{glue}{word}" if negation else word)
            negation = ""
    return found


@cache
def _jieba():
    """jieba's segmentation, compiled; imported when the first Chinese comment is read."""
    import rjieba

    return rjieba.cut
