"""Words: messages before they are sentences, catalogues, and numbers as readers expect them."""

from analysis.text.message import (
    Decision,
    Finding,
    Message,
    Skip,
    Value,
    Words,
    change,
    count,
    day,
    days,
    decimal,
    label,
    money,
    money_exact,
    name,
    points,
    raw,
    share,
)  # fmt: skip
from analysis.text.text import LANGUAGES, Text, translated

__all__ = [
    "LANGUAGES", "Decision", "Finding", "Message", "Skip", "Text", "Value", "Words",
    "change", "count", "day", "days", "decimal", "label", "money", "money_exact", "name", "points", "raw", "share", "translated",
]  # fmt: skip
