"""Why a customer may be left out of a contact, consent apart: what the canonical tables say, reason by reason.

Each function gives a `Told`: who, and which column said it; where no column can, it is not checked, and that is said.
Age is the exception: unknown is left out, because a minor must not be reached by accident.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from analysis.quality.data_used import BIRTHS
from analysis.quality.permission import Told, flagged

ADULT = 18
OLDEST = 110  # an older age is a date that stands for “not known”
_COLUMNS = {
    "open_complaint": re.compile(r"complaint|投诉", re.IGNORECASE),
    "adverse_event": re.compile(r"adverse|不良", re.IGNORECASE),
    "refund_in_progress": re.compile(r"refund|退款|退费", re.IGNORECASE),
}
_OPEN = re.compile(r"open|pending|progress|unresolved|未结|处理中|在途|申请中", re.IGNORECASE)


def minor_or_unknown_age(customers: pd.DataFrame | None, *, as_of: date) -> Told:
    """Everyone but those of whom it is known that they are eighteen: by birth_date, else birth_year, else age in years.

    Of a birth year the youngest age counts that it leaves open.
    """
    reason = "minor_or_unknown_age"
    held = next((column for column in BIRTHS if customers is not None and column in customers), None)
    if held is None:
        return Told(reason, all_but=True)
    if held == "birth_date":
        born = pd.to_datetime(customers[held])
        today = pd.Timestamp(as_of)
        grown = born.between(today - pd.DateOffset(years=OLDEST), today - pd.DateOffset(years=ADULT))
    else:
        figure = pd.to_numeric(customers[held], errors="coerce")
        grown = (figure if held == "age" else as_of.year - 1 - figure).between(ADULT, OLDEST)
    return Told(reason, frozenset(customers.loc[grown, "customer_id"].dropna()), f"customers.{held}", all_but=True)


def flagged_in_file(reason: str, customers: pd.DataFrame | None, headers: Mapping[str, str]) -> Told:
    """An open complaint, an adverse event or an open refund that a column of the customer file tells.

    A column named after open ones goes before any other on complaints; one on refunds must say that they are open.
    """
    about = [
        key for key, header in headers.items() if customers is not None and key in customers and _speaks(reason, f"{key} {header}")
    ]
    open_ones = [key for key in about if _OPEN.search(f"{key} {headers[key]}")]
    columns = open_ones or ([] if reason == "refund_in_progress" else about)
    told = Told(reason)
    for key in columns:
        told = told.joined(Told(reason, flagged(customers, key), f"customers.{key}", headers[key]))
    return told


def _speaks(reason: str, title: str) -> bool:
    return bool(_COLUMNS[reason].search(title))


def refund_pending(lines: pd.DataFrame | None) -> Told:
    """Customers with an order line that takes money back and is still pending (customer_id, amount, status).

    None where the client's files do not tell pending lines.
    """
    if lines is None:
        return Told("refund_in_progress")
    waiting = lines["status"].eq("pending") & lines["amount"].astype(float).lt(0)
    return Told("refund_in_progress", frozenset(lines.loc[waiting, "customer_id"].dropna()), "transactions.status")


def unused_balance(owners: Iterable[str] | None) -> Told:
    """Who holds an unused balance that was paid for; None where no balances are held."""
    return Told("unused_balance") if owners is None else Told("unused_balance", frozenset(owners), "balances.amount")


def contacted_recently(contacts: pd.DataFrame | None, *, as_of: date, cap_days: int) -> Told:
    """Who was contacted within `cap_days` before the end of `as_of`, or later; those held out were not."""
    dated = _dated(contacts)
    if dated is None:
        return Told("contacted_recently")
    since = pd.Timestamp(as_of + timedelta(days=1 - cap_days))
    recent = dated["contacted_at"].ge(since) & dated["arm"].ne("control")
    return Told("contacted_recently", frozenset(dated.loc[recent, "customer_id"]), "contacts.contacted_at")


def in_other_test(contacts: pd.DataFrame | None, *, as_of: date, days: int) -> Told:
    """Who is in a campaign with a hold-out, in either arm, that began less than `days` before the end of `as_of`.

    Whoever is contacted while a test runs spoils it, the held-out most of all.
    """
    dated = _dated(contacts)
    if dated is None:
        return Told("in_other_test")
    campaign = dated["campaign"].fillna("") if "campaign" in dated else pd.Series("", index=dated.index)
    tested = dated["arm"].eq("control").groupby(campaign).transform("any")
    running = tested & dated["contacted_at"].ge(pd.Timestamp(as_of + timedelta(days=1 - days)))
    return Told("in_other_test", frozenset(dated.loc[running, "customer_id"]), "contacts.arm")


def _dated(contacts: pd.DataFrame | None) -> pd.DataFrame | None:
    """Contacts of known customers with a day; None where none can be known."""
    if contacts is None or not {"customer_id", "contacted_at"} <= set(contacts.columns):
        return None
    return contacts.assign(contacted_at=pd.to_datetime(contacts["contacted_at"])).dropna(subset=["customer_id", "contacted_at"])


def staff_or_reseller(customers: pd.DataFrame | None, *, outside: Sequence[str]) -> Told:
    """Whose role in the customer file is one of `outside`."""
    if customers is None or "role" not in customers:
        return Told("staff_or_reseller")
    apart = customers["role"].isin(outside)
    return Told("staff_or_reseller", frozenset(customers.loc[apart, "customer_id"].dropna()), "customers.role")
