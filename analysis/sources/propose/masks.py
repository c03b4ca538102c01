"""Examples that may be shown: categories, numbers and dates as they are; of everything else the shape."""

import re

from analysis.sources.propose.facts import Facts

SHOWN, WIDEST = 3, 24
FEW_WORDS = 12  # categories with more values may hold names


def examples(facts: Facts, *, key: bool = False, person: bool = False, known: bool = False) -> str:
    """Up to three examples of a column.

    `key`: it is a number of a customer or an order; `person`: it names or describes one person;
    `known`: it holds places, categories or channels, however many.
    """
    if not facts.filled:
        return ""
    if facts.content == "date":
        values = list(facts.sample[:: max(1, len(facts.sample) // SHOWN)])
        return (
            ", ".join(values[:SHOWN]) if not person else ", ".join(re.sub(r"\d\d(?=\D|$)", "••", value) for value in values[:SHOWN])
        )
    if key or person or facts.content in ("id", "email", "phone", "identity", "name", "address"):
        return ", ".join(dict.fromkeys(shape(value) for value in facts.sample[:SHOWN]))
    if facts.content in ("number", "text_number", "row_index") or facts.low is not None:
        values = list(facts.sample[:: max(1, len(facts.sample) // SHOWN)])[:SHOWN]
        return shape(values[0]) if facts.numbering else ", ".join(_short(value) for value in values)
    if facts.few and facts.filled >= 2 * facts.distinct and (known or facts.distinct <= FEW_WORDS):
        return ", ".join(_short(value) for value in facts.values[:SHOWN])
    return ", ".join(dict.fromkeys(shape(value) for value in facts.sample[:SHOWN]))


def shape(value: str) -> str:
    """What a value looks like without saying it: 'AB-1234' as 'A•••••• (7)'; an e-mail as 'a•••@•••'; numbers as their digits' count."""
    if "@" in value:
        return f"{value[:1]}•••@•••"
    if re.fullmatch(r"\d+", value):
        return f"{value[:2]}••• ({len(value)})" if len(value) > 4 else f"••• ({len(value)})"
    return f"{value[:1]}••• ({len(value)})"


def _short(value: str) -> str:
    return value if len(value) <= WIDEST else f"{value[: WIDEST - 1]}…"
