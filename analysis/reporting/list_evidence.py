"""What a run's inputs say about leaving customers out of a list: gathered once, asked play by play."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
import pyarrow.parquet as pq

from analysis import quality
from analysis.config.columns import header_of
from analysis.features.balances import snapshot
from analysis.quality import Told
from analysis.reporting.compose import canonical
from analysis.reporting.privacy import consent_attributes
from analysis.schema.canonical import ROLES
from analysis.store import Run
from analysis.strategies import Play, reasons_of


@dataclass(frozen=True)
class Evidence:
    """The tables behind the reasons, as far as they are held, and the days they are asked for.

    Consents and contacts count up to the last one known, also after `as_of`: who withdrew since must not be contacted.
    `days` is how long a test runs.
    """

    as_of: date
    days: int
    customers: pd.DataFrame | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, str] = field(default_factory=dict)
    states: pd.DataFrame | None = None
    contacts: pd.DataFrame | None = None
    pending: pd.DataFrame | None = None
    owners: frozenset[str] | None = None
    outside: Sequence[str] = ROLES[1:]

    def told(self, play: Play, channel: str) -> list[Told]:
        """What the data say of each reason that counts for a play."""
        return [self._named(self._reason(reason, play, channel)) for reason in reasons_of(play)]

    def _named(self, told: Told) -> Told:
        """With what the customer file calls its column, where nothing has said so yet."""
        table, _, column = told.source.partition(".")
        return replace(told, label=self.headers.get(column, "")) if table == "customers" and not told.label else told

    def _reason(self, reason: str, play: Play, channel: str) -> Told:
        asked = {"states": self.states, "customers": self.customers, "headers": self.consents}
        match reason:
            case "no_consent":
                return quality.no_consent(channel, **asked)
            case "opted_out":
                return quality.opted_out(channel, contacts=self.contacts, **asked)
            case "no_profiling":
                return quality.no_profiling(**asked)
            case "contacted_recently":
                return quality.contacted_recently(self.contacts, as_of=self.as_of, cap_days=play.contact_cap_days)
            case "in_other_test":
                return quality.in_other_test(self.contacts, as_of=self.as_of, days=self.days)
            case "minor_or_unknown_age":
                return quality.minor_or_unknown_age(self.customers, as_of=self.as_of)
            case "unused_balance":
                return quality.unused_balance(self.owners)
            case "staff_or_reseller":
                return quality.staff_or_reseller(self.customers, outside=self.outside)
        told = quality.flagged_in_file(reason, self.customers, self.headers)
        return quality.refund_pending(self.pending).joined(told) if reason == "refund_in_progress" else told


def evidence(run: Run, *, as_of: date, days: int) -> Evidence:
    """What the run holds."""
    source = run.config.source
    headers = {} if source.customers is None else {column: header_of(how) for column, how in source.customers.columns.items()}
    balances = canonical(run, "balances")
    held = None if balances is None else snapshot(balances, as_of)
    return Evidence(
        as_of,
        days,
        customers=canonical(run, "customers"),
        headers=headers,
        consents=consent_attributes(run),
        states=_states(canonical(run, "consents"), as_of),
        contacts=canonical(run, "contacts"),
        pending=_pending(run),
        owners=None if held is None else frozenset(held.loc[held["money"] > 0, "customer_id"]),
        outside=[
            role for role in ROLES[1:] if role not in run.config.roles or role in ("staff", "reseller", "distributor", "test")
        ],
    )


def _states(consents: pd.DataFrame | None, as_of: date) -> pd.DataFrame | None:
    if consents is None:
        return None
    days = [pd.to_datetime(consents[column]).max() for column in ("stated_at", "withdrawn_at") if column in consents]
    last = max([pd.Timestamp(as_of), *(day for day in days if pd.notna(day))])
    return quality.consent_states(consents, as_of=last.date())


def _pending(run: Run) -> pd.DataFrame | None:
    """Order lines that are pending; None where client.yaml names no word for that."""
    spec = run.config.source.transactions
    words = None if spec is None else spec.values.get("status")
    if words is None or "pending" not in words.wanted.values():
        return None
    path = run.client_folder / "canonical" / "transactions.parquet"
    return pq.read_table(path, columns=["customer_id", "amount", "status"], filters=[("status", "==", "pending")]).to_pandas()
