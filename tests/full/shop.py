"""A small client made for tests: 320 customers, two years of orders, one place with six customers.

What the tests ask: which segments are too small to show, and what the client's own files do to a report.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.stories import write_client

PLACES = {"North": 170, "South": 120, "East": 24, "West": 6}
CLIENT = """\
name: Corner Shop
language: en
currency: GBP
source:
  transactions:
    files: raw/orders.csv
    columns: {customer_id: Customer, ordered_at: Date, amount: Amount, order_id: Order, category: Category, channel: Channel}
  customers:
    files: raw/customers.csv
    columns: {customer_id: Customer, place: place, consent: consent}
    attributes: {place: geographic, consent: consent}
window: 18 months
methods: [lifecycle, rfm, value, geographic, clusters]
strategy: {margin: 0.4}
"""


def ids() -> list[str]:
    """The customers as the client writes them; those of West are the last six."""
    return [f"K{number:04d}" for number in range(sum(PLACES.values()))]


def write_shop(folder: Path, *, seed: int = 11) -> Path:
    """The folder of the client, with its two files."""
    files = {"orders.csv": orders(seed).to_csv(index=False), "customers.csv": customers(seed).to_csv(index=False)}
    return write_client(folder, CLIENT, files)


def customers(seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    place = [name for name, held in PLACES.items() for _ in range(held)]
    return pd.DataFrame({"Customer": ids(), "place": place, "consent": random.choice(["yes", "no"], len(place), p=[0.7, 0.3])})


def orders(seed: int) -> pd.DataFrame:
    """Two kinds of customers: those who come often and spend little, and those who come rarely and spend much."""
    random = np.random.default_rng(seed)
    rows = []
    for number, who in enumerate(ids()):
        often = number % 2 == 0
        at = pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(random.integers(0, 400)))
        gone = pd.Timestamp("2026-01-01") if random.random() < 0.6 else at + pd.Timedelta(days=int(random.integers(10, 500)))
        while at < min(gone, pd.Timestamp("2026-01-01")):
            amount = round(float(random.gamma(4, 5 if often else 60)), 2)
            category, channel = random.choice(["Bread", "Wine", "Tea"]), random.choice(["Web", "Shop"])
            rows.append((who, f"{at:%Y-%m-%d}", amount, f"O{len(rows)}", category, channel))
            at += pd.Timedelta(days=1 + int(random.exponential(25 if often else 110)))
    return pd.DataFrame(rows, columns=["Customer", "Date", "Amount", "Order", "Category", "Channel"])


NAMES = """\
rfm:
  names: {champions: {en: Regulars, zh: 熟客}}
  merge: {champions: [loyal]}
  colours: {champions: "#a21caf"}
  order: [hibernating, champions]
lifecycle:
  names: {loyal: {en: Old friends, zh: 老主顾}}
"""
BY_HAND = 14  # customers whose stage is set by hand
REASON = "moved abroad"


def overrides() -> str:
    """Fourteen customers are churned, whatever the rule says; and one line of a customer who is not known."""
    lines = [f"{who},lifecycle,churned,{REASON},Owner," for who in ids()[:BY_HAND]]
    return "\n".join(["customer,method,segment,reason,by,until", *lines, "K9999,lifecycle,churned,closed,Owner,"]) + "\n"
