"""What single values look like: e-mails, telephone and identity numbers, names, addresses, numbers.

What points at a person is told by the door's own patterns.
"""

import re
from collections.abc import Callable, Sequence

from analysis.sources.identifiers import KINDS

NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d{1,3})?|[-+]?\.\d+")
DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[.  ]\d{3})+),\d{1,2}|[-+]?\d+,\d{4,}")
TEXT_NUMBER = re.compile(r"(?=.*[^\W\d_]).*?([-+]?\d+)")
SIGNS = re.compile(r"[$£€¥￥元%\s]|^(?:USD|EUR|GBP|CNY|RMB|HK\$|US\$)|(?:USD|EUR|GBP|CNY|RMB)$")
_WIDE = str.maketrans("０１２３４５６７８９．，－（）", "0123456789.,-()")

# Two or three capitalised words, which only a whole column of can be told from products.
_TITLED = r"([A-Z][a-z'’-]+ ){1,2}[A-Z][A-Za-z'’-]+"

# What leaves the door is looked at with the same patterns, over the whole column and with check digits.
SHAPES: dict[str, re.Pattern[str]] = {
    "email": re.compile(KINDS["email"]),
    "identity": re.compile(KINDS["identity_number"]),
    "phone": re.compile(KINDS["telephone"]),
    "address": re.compile(KINDS["address"]),
    "name": re.compile(f"{KINDS['name']}|{_TITLED}"),
}


def share(values: Sequence[str], fits: Callable[[str], object]) -> float:
    """The share of values that fit; 0 for none."""
    return sum(bool(fits(value)) for value in values) / len(values) if values else 0.0


def shaped(values: Sequence[str], kind: str) -> float:
    """The share of values that are an email, identity, phone, address or name."""
    return share(values, SHAPES[kind].fullmatch)


def number(text: str, decimal: str = ".") -> float | None:
    """The number that a text writes, signs of money and thousands marks off; None for others.

    ('12,50' is no number under a decimal point, as for the reader of the files.)
    """
    bare = SIGNS.sub("", text.translate(_WIDE))
    sign = -1.0 if bare.startswith("(") and bare.endswith(")") else 1.0
    bare = bare.strip("()")
    if decimal == ",":
        bare = bare.replace(".", "").replace(",", ".")
    elif "," in bare:
        if not re.fullmatch(r"[-+]?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?", bare):
            return None
        bare = bare.replace(",", "")
    return sign * float(bare) if NUMBER.fullmatch(bare) else None


def text_number(text: str) -> int | None:
    """The number at the end of a worded answer: 'I love it!+5' as 5; None for others."""
    found = TEXT_NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def decimal_mark(values: Sequence[str]) -> str:
    """The decimal mark of most values that show one: "." or ","."""
    commas = sum(DECIMAL_COMMA.fullmatch(SIGNS.sub("", value)) is not None for value in values)
    points = sum(re.fullmatch(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)\.\d+", SIGNS.sub("", value)) is not None for value in values)
    return "," if commas > points else "."
