"""Columns that are parts of one sum: spending by category, orders by channel."""

import re

from analysis.sources.propose.found import Found

_SPENT = re.compile(r"(?:mnt|amt|amount|spend|spent|spending|金额|消费)[ _]?(?P<part>.+)", re.IGNORECASE)
_BOUGHT = re.compile(r"(?:num|n|no|number of|count)[ _]?(?P<part>.+?)[ _]?(?:purchases|orders)", re.IGNORECASE)
_CHANNELS = (
    "web", "website", "online", "catalog", "catalogue", "store", "shop", "retail", "offline", "app", "mobile", "phone", "mail", "call",
)  # fmt: skip


def summed(found: Found) -> dict[str, list[str]]:
    """{revenue: columns of money by category, orders: columns of orders by channel}; only where there are at least two.

    Orders by occasion (with a discount) are orders already counted under their channel, and are no part of the sum.
    """
    numbers = [header for header, facts in found.facts.items() if facts.low is not None and facts.low >= 0]
    spent = [header for header in numbers if _SPENT.fullmatch(header)]
    bought = [header for header in numbers if (part := _BOUGHT.fullmatch(header)) and part["part"].lower() in _CHANNELS]
    return {role: headers for role, headers in (("revenue", spent), ("orders", bought)) if len(headers) >= 2}
