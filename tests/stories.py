"""Customers with a story, and a seeded crowd: the small inputs that many tests share.

`write_story` lays a client's folder as a client would send it; `lines_frame` makes canonical
transactions directly, for tests that need a case of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

AS_OF, WINDOW_START, PERIOD_START = date(2024, 12, 31), date(2024, 1, 1), date(2024, 10, 1)

# Ana buys every thirty days.  Ben bought once.  Cho only ever sent something back.  Dan sent back
# all that he bought.  Eve was away for 741 days and came back.  Fay shares an order number with Ana.
STORY = """\
Order,Customer,Date,Amount,List,Qty,Cost,Category,Channel,City,Status
A1,ana,02/09/2024 09:15,4.00,5.00,1,2.00,Books,Web,Leeds,Done
A1,ana,02/09/2024 09:15,6.00,6.00,2,3.00,Music,Web,Leeds,Done
S1,ana,02/10/2024 12:00,20.00,20.00,1,8.00,Books,Shop,Leeds,Done
A3,ana,01/11/2024 12:30,30.00,40.00,3,12.00,Books,Web,York,Done
A4,ana,01/12/2024 19:45,40.00,40.00,4,16.00,Games,Web,York,Done
B1,ben,21/12/2024 10:30,50.00,50.00,1,20.00,Games,Shop,Hull,Done
B1,ben,21/12/2024 10:30,0.00,5.00,1,1.00,Music,Shop,Hull,Done
C1,cho,05/11/2024 14:00,-15.00,-15.00,-1,-6.00,Books,Web,Ely,Returned
D1,dan,10/10/2024 11:00,60.00,60.00,1,24.00,Games,Web,Ely,Done
D1,dan,20/10/2024 11:00,-60.00,-60.00,-1,-24.00,Games,Web,Ely,Returned
E1,eve,01/12/2022 08:00,80.00,80.00,2,32.00,Books,Shop,Hull,Done
E2,eve,11/12/2024 17:59,90.00,90.00,1,36.00,Music,Shop,Hull,Done
E3,eve,15/12/2024 18:00,20.00,20.00,1,8.00,Music,Shop,Hull,Returned
S1,fay,02/10/2024 15:00,25.00,25.00,1,10.00,Games,Web,Leeds,Done
F9,fay,01/12/2024 16:00,33.00,33.00,1,13.00,Games,Web,Leeds,Cancelled
B3,ben,30/12/2024 10:00,12.00,12.00,1,5.00,Books,Web,Hull,Open
B4,ben,05/01/2025 10:00,99.00,99.00,1,40.00,Books,Web,Hull,Done
X1,,03/10/2024 10:00,7.00,7.00,1,3.00,Books,Web,Leeds,Done
X2,ana,04/10/2024 10:00,n/a,8.00,1,3.00,Books,Web,Leeds,Done
X3,ana,,5.00,5.00,1,2.00,Books,Web,Leeds,Done
X4,TEST,05/10/2024 10:00,1.00,1.00,1,0.50,Books,Web,Leeds,Done
E2,eve,11/12/2024 17:59,90.00,90.00,1,36.00,Music,Shop,Hull,Done
"""

# Gil never ordered; Hal joined after the end of the period.
CUSTOMERS = """\
Customer,Joined,City
ana,2024-08-01,Leeds
ben,2024-12-21,Hull
gil,2024-05-01,York
hal,2025-02-01,York
"""

CLIENT = """\
name: Story
currency: GBP
source:
  transactions:
    files: raw/orders.csv
    columns:
      customer_id: Customer
      ordered_at: {column: Date, format: "%d/%m/%Y %H:%M"}
      amount: Amount
      order_id: Order
      list_amount: List
      quantity: Qty
      cost: Cost
      category: Category
      channel: Channel
      city: City
      status: Status
    values: {status: {paid: Done, refunded: Returned, cancelled: Cancelled, pending: Open}}
    exclude: {Customer: TEST}
    duplicates: all
  customers:
    files: raw/customers.csv
    columns: {customer_id: Customer, joined_at: Joined, city: City}
    attributes: {city: geographic}
window: 12 months
privacy: {pseudonymise: false}
"""


@dataclass(frozen=True)
class Story:
    """A client's folder, read by the kit, and the days of its report."""

    folder: Path
    inputs: Mapping
    as_of: date = AS_OF
    window_start: date = WINDOW_START
    period_start: date = PERIOD_START

    @property
    def days(self) -> dict[str, date]:
        """The days as the features want them."""
        return {"as_of": self.as_of, "window_start": self.window_start, "period_start": self.period_start}


def write_client(folder: Path, client: str, files: Mapping[str, str | bytes]) -> Path:
    """A client's folder: client.yaml and the files under raw/."""
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    (folder / "client.yaml").write_text(client, encoding="utf-8")
    for name, content in files.items():
        (folder / "raw" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def write_story(folder: Path) -> Path:
    """The folder of the six."""
    return write_client(folder, CLIENT, {"orders.csv": STORY, "customers.csv": CUSTOMERS})


def line(customer: str | None, at: str | None, amount: float | str | None, order: str | None = None, **more: object) -> dict:
    """One canonical order line; columns that are not named are missing, `status` is paid and `fate` ok."""
    return {"customer_id": customer, "ordered_at": at, "amount": amount, "order_id": order, "status": "paid", "fate": "ok", **more}


def sold(days: Iterable, *, hours: Sequence[int] = (12,), amount: float = 10.0, product: str | None = "A1 lamp") -> list[dict]:
    """A line at half past each hour of each day, every one of another customer and order."""
    return [
        line(f"c{i}{hour}", f"{day:%Y-%m-%d} {hour:02d}:30", amount, f"{i}-{hour}", product=product, quantity=1.0)
        for i, day in enumerate(days)
        for hour in hours
    ]


_MONEY = ("amount", "list_amount", "discount", "cost")
_TEXT = (
    "customer_id", "order_id", "product", "category", "channel", "store", "city", "country", "currency", "status", "fate"
)  # fmt: skip


def lines_table(rows: Iterable[Mapping]) -> pa.Table:
    """Canonical transactions from rows of `line`."""
    table = pd.DataFrame(list(rows))
    columns: dict[str, pa.Array] = {}
    for name in table.columns:
        values = [None if pd.isna(value) else value for value in table[name]]
        if name in _MONEY:
            columns[name] = pa.array([None if v is None else Decimal(str(v)) for v in values], pa.decimal128(18, 4))
        elif name == "ordered_at":
            columns[name] = pa.array([None if v is None else pd.Timestamp(v).to_pydatetime() for v in values], pa.timestamp("us"))
        else:
            columns[name] = pa.array(values, pa.string() if name in _TEXT else pa.float64())
    columns["source_file"] = pa.array(["orders.csv"] * len(table))
    columns["source_row"] = pa.array(range(1, len(table) + 1), pa.int64())
    return pa.table(columns)


def write_lines(rows: Iterable[Mapping], path: Path) -> Path:
    """Canonical transactions as the kit keeps them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(lines_table(rows), path)
    return path


def crowd(seed: int = 5, customers: int = 300) -> list[dict]:
    """Some three thousand lines of about 300 customers, with every oddity that the rules know."""
    random = np.random.default_rng(seed)
    rows: list[dict] = []
    start = np.datetime64("2022-07-01T00:00")
    for number in range(customers):
        who = f"c{number:03d}"
        for k in range(random.geometric(0.22)):
            at = start + np.timedelta64(int(random.integers(0, 930 * 1440)), "m")
            # Every ninth order has a number that others use as well; every seventh has none.
            order = None if random.random() < 1 / 7 else f"S{random.integers(40)}" if random.random() < 1 / 9 else f"{who}-{k}"
            rows += _order(random, who, str(at), order)
    rows += [line(None, "2024-05-05 10:00", 9.99, "guest", fate="no_customer")]
    return rows


def _order(random: np.random.Generator, who: str, at: str, order: str | None) -> list[dict]:
    made = []
    channel, city, store = random.choice(["Web", "App", "Shop"]), random.choice(["Bath", "York", "Hull"]), random.choice(["N", "S"])
    for _ in range(random.integers(1, 4)):
        amount = round(float(random.gamma(2, 12)), 2) if random.random() > 0.03 else 0.0
        full = round(amount * random.choice([1.0, 1.0, 1.25]), 2)
        kind = random.random()
        status = "refunded" if kind < 0.04 else "cancelled" if kind < 0.07 else "pending" if kind < 0.09 else "paid"
        sold = line(
            who, at, amount, order, status=status,
            category=random.choice(["Books", "Games", "Music", "Tools", None]), product=f"p{random.integers(20)}",
            channel=channel if random.random() > 0.05 else None, city=city if random.random() > 0.1 else None,
            store=store if channel == "Shop" else None, quantity=round(float(random.integers(1, 5)) * 0.35, 2),
            list_amount=full if random.random() > 0.1 else None,
            discount=round(amount / 10, 2) if random.random() < 0.1 else None,
            cost=round(amount * 0.6, 2) if random.random() > 0.1 else None,
        )  # fmt: skip
        made.append(sold)
        if random.random() < 0.06:  # sent back, under the same number or one of its own
            later = str(np.datetime64(at) + np.timedelta64(int(random.integers(1, 30 * 1440)), "m"))
            number = order if random.random() < 0.5 else f"R{order or who}"
            money = {name: None if sold[name] is None else -sold[name] for name in (*_MONEY, "quantity")}
            made.append(
                sold | money | {"ordered_at": later, "order_id": number, "status": random.choice(["refunded", "paid", "cancelled"])}
            )
    return made
