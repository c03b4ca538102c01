"""Headers compared with known words, and names for columns that have none of ours.

Where several headers of a table mean the same column, the one whose word comes first is taken:
the money that was paid before the list price, the order's time before the parcel's.
"""

import re
from collections.abc import Iterable, Mapping

from analysis.sources.identifiers import BRACKETS, plain_header

Words = Mapping[str, tuple[str, ...]]

_UNNAMED = re.compile(r"column_\d+|unnamed:? ?\d*", re.IGNORECASE)


def role_of(header: str, words: Words) -> str | None:
    """The canonical column that a header stands for, or None."""
    plain = plain_header(header)
    return next((role for role, names in words.items() if plain in names), None)


def best_headers(headers: Iterable[str], words: Words) -> dict[str, str]:
    """For each canonical column the header that means it most likely, {role: header}, in the file's order."""
    headers = list(headers)
    best: dict[str, str] = {}
    for header in headers:
        role = role_of(header, words)
        if role and (role not in best or _rank(header, words[role]) < _rank(best[role], words[role])):
            best[role] = header
    return dict(sorted(best.items(), key=lambda pair: headers.index(pair[1])))


def _rank(header: str, names: tuple[str, ...]) -> int:
    return names.index(plain_header(header))


def slug(header: str) -> str:
    """A name for a column of our own: 'Annual Income (k$)' as annual_income, 'YearBirth' as year_birth; Chinese stays."""
    text = BRACKETS.sub(" ", header)
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", text)
    made = re.sub(r"[^\w]+|_+", "_", text).strip("_").lower()
    return made or re.sub(r"[^\w]+", "_", header).strip("_").lower() or "column"


def unnamed(header: str) -> bool:
    """Whether the file gave this column no name."""
    return _UNNAMED.fullmatch(header.strip()) is not None


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return re.search("[\u4e00-\u9fff]", text) is not None
