"""An example of a fault that may be shown: figures and days as they are, texts of persons as their shape."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

LONGEST = 24  # signs of a category
SHAPE = 16  # signs of a shape


def shown(value: object, *, masked: bool) -> str:
    """A value for the reader: 1,234.50 · 2024-03-01 · Kitchen; a masked text only as its shape, such as AA-9999."""
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == datetime.min.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return figure(float(value))
    return shape(str(value)) if masked else clipped(str(value))


def figure(value: float) -> str:
    """1,234.5 and 12: no digits that say nothing."""
    whole = f"{value:,.2f}"
    return whole.removesuffix(".00")


def clipped(text: str) -> str:
    """A category in at most 24 signs."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def shape(text: str) -> str:
    """The kind of each sign: A and a letters, 9 digits, 文 Chinese; other signs as they are."""
    kinds = "".join(_kind(sign) for sign in text[:SHAPE])
    return kinds if len(text) <= SHAPE else kinds + "…"


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "9"
    if not sign.isalpha():
        return " " if unicodedata.category(sign).startswith("Z") else sign
    if "CJK" in unicodedata.name(sign, ""):
        return "文"
    return "A" if sign.isupper() else "a"
