"""Whom a client may contact through one channel, as far as the data say: consent, opting out, declined profiling.

Consent to one channel is no consent to another.  Unknown is never a yes, so without a consent on record nobody may be
contacted; a refusal that no column could hold is `not checked`, and said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.quality.channels import channel_key, channel_named
from analysis.quality.consents import ANY, attribute_states, consents_among, may_contact, opposite, says_no

_STRICT = {"given": 0, "refused": 1, "withdrawn": 2}
_PROFILING = re.compile(r"personali[sz]|profil|个性化|画像", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What the data say about one reason to leave customers out.

    customers   those it holds for; where `all_but`, those it does not hold for: everyone else is left out
    source      the table, or table.column, that says so; '' where none can: nobody was checked
    label       what the client's file calls that column
    """

    reason: str
    customers: frozenset[str] = frozenset()
    source: str = ""
    label: str = ""
    all_but: bool = False

    @property
    def checked(self) -> bool:
        return bool(self.source)

    def holds(self, customer_ids: pd.Series) -> np.ndarray:
        """Whether the reason holds, customer by customer."""
        found = customer_ids.isin(self.customers).to_numpy()
        return ~found if self.all_but else found

    def joined(self, other: "Told") -> "Told":
        """The same reason told by two sources: either is enough."""
        if not other.checked:
            return self
        if not self.checked:
            return other
        both = {"source": f"{self.source}, {other.source}", "label": ", ".join(filter(None, (self.label, other.label)))}
        return replace(self, customers=self.customers | other.customers, **both)


def no_consent(channel: str, *, states: pd.DataFrame | None, customers: pd.DataFrame | None, headers: Mapping[str, str]) -> Told:
    """Everyone who has not agreed to be contacted through `channel`.

    `states` are the `consent_states` of the table of consents; where none is held, the consent columns of the customer
    file tell (`headers`: attribute declared as consent -> header).  A column, or statement, that names no channel
    speaks of all of them; one that names another channel says nothing here.
    """
    if states is not None:
        spoken = _of_channel(states, channel)
        yes = may_contact(spoken).set_index("customer_id").eq("yes").any(axis=1)
        return Told("no_consent", frozenset(yes.index[yes]), "consents.channel", all_but=True)
    held = {key: headers[key] for key in _consents(headers) if customers is not None and key in customers}
    named = {key: channel_named(f"{header} {key}") for key, header in held.items()}
    columns = [key for key, of in named.items() if of == channel] or [key for key, of in named.items() if of is None]
    if not columns:
        return Told("no_consent", all_but=True)
    found = attribute_states(customers, {columns[0]: headers[columns[0]]})
    agreed = frozenset(found.loc[found["state"] == "given", "customer_id"])
    return Told("no_consent", agreed, f"customers.{columns[0]}", headers[columns[0]], all_but=True)


def opted_out(
    channel: str,
    *,
    states: pd.DataFrame | None,
    customers: pd.DataFrame | None,
    headers: Mapping[str, str],
    contacts: pd.DataFrame | None,
) -> Told:
    """Who asked not to be contacted: withdrawn for `channel`, a column that says so, or unsubscribed from a campaign."""
    told = Told("opted_out")
    if states is not None:
        spoken = _of_channel(states, channel)
        back = spoken["state"].eq("withdrawn") & ~spoken["purpose"].str.contains(_PROFILING)
        told = Told("opted_out", frozenset(spoken.loc[back, "customer_id"]), "consents.state")
    for key, header in headers.items():
        if opposite(key, header) and customers is not None and key in customers:
            told = told.joined(Told("opted_out", flagged(customers, key), f"customers.{key}", header))
    if contacts is not None and {"customer_id", "unsubscribed"} <= set(contacts.columns):
        told = told.joined(Told("opted_out", flagged(contacts, "unsubscribed"), "contacts.unsubscribed"))
    return told


def no_profiling(*, states: pd.DataFrame | None, customers: pd.DataFrame | None, headers: Mapping[str, str]) -> Told:
    """Who declined to be addressed by a profile (PIPL art. 24; GDPR art. 21(2)): a list drawn from segments is one.

    A blank declines nothing.
    """
    told = Told("no_profiling")
    if states is not None:
        asked = states[states["purpose"].str.contains(_PROFILING)]
        if len(asked):
            told = Told("no_profiling", frozenset(asked.loc[asked["state"] != "given", "customer_id"]), "consents.purpose")
    for key in [key for key, header in headers.items() if _PROFILING.search(f"{key} {header}")]:
        if customers is not None and key in customers:
            found = attribute_states(customers, {key: headers[key]})
            declined = frozenset(found.loc[found["state"] == "refused", "customer_id"])
            told = told.joined(Told("no_profiling", declined, f"customers.{key}", headers[key]))
    return told


def flagged(table: pd.DataFrame, column: str) -> frozenset[str]:
    """Customers for whom a column says anything but no: a word that is not understood counts against contacting them."""
    said = table[column].notna() & table[column].astype("str").str.strip().ne("") & ~says_no(table[column])
    return frozenset(table.loc[said, "customer_id"].dropna().astype("str"))


def _consents(headers: Mapping[str, str]) -> list[str]:
    """The columns that say whether somebody may be contacted."""
    return [
        key for key in consents_among(headers) if not opposite(key, headers[key]) and not _PROFILING.search(f"{key} {headers[key]}")
    ]


def _of_channel(states: pd.DataFrame, channel: str) -> pd.DataFrame:
    """Statements on `channel` and on any, under its key; where the client has two words for it, the stricter holds."""
    spoken = states[(states["channel"] == ANY) | (states["channel"].map(channel_key) == channel)]
    spoken = spoken.assign(channel=channel, strict=spoken["state"].map(_STRICT)).sort_values("strict", kind="stable")
    return spoken.drop_duplicates(["customer_id", "purpose"], keep="last").drop(columns="strict")
