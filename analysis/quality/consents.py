"""Who agreed to what: the state of every customer, channel and purpose at a day.

Unknown is never a yes.  Of two statements the later one holds; of two of the same time the stricter one.  A refusal
or withdrawal without a date holds against every agreement, because nothing shows that the agreement came after it.
A statement that names no channel (or no purpose) speaks of all of them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

ANY = "(any)"  # channel or purpose that the client does not tell apart
_RANK = {"given": 0, "refused": 1, "withdrawn": 2}  # the stricter wins
_KEY = ["customer_id", "purpose", "channel"]
# Purposes that a contact with an offer needs; where the client names none of these, every purpose must be agreed to.
_CONTACT = re.compile(r"market|promo|advert|newsletter|offer|contact|营销|推广|促销|广告|推送|联系|触达", re.IGNORECASE)

_YES = {
    "yes", "y", "true", "1", "1.0", "on", "ok", "agree", "agreed", "granted", "given", "accepted", "opted in", "opt-in", "opt in",
    "subscribed", "是", "同意", "已同意", "授权", "已授权", "允许", "接受", "愿意", "已订阅", "订阅", "有",
}  # fmt: skip
_NO = {
    "no", "n", "false", "0", "0.0", "off", "refused", "declined", "denied", "opted out", "opt-out", "opt out", "unsubscribed",
    "withdrawn", "否", "不同意", "未同意", "未授权", "拒绝", "不允许", "不接受", "不愿意", "未订阅", "退订", "已退订", "无",
}  # fmt: skip
_OPPOSITE = re.compile(r"opt(ed)?[_ -]?out|do[_ -]?not|unsubscri|refus|拒绝|退订|勿", re.IGNORECASE)
_NO_CONSENT = re.compile(r"complaint|adverse|投诉|不良", re.IGNORECASE)


def consent_states(consents: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """The state at the end of `as_of`: customer_id, purpose, channel, state (given, refused or withdrawn).

    From the canonical table of consents (customer_id, state, and where held purpose, channel, stated_at, withdrawn_at).
    Statements of unknown customers and those made after `as_of` do not count.
    """
    told = consents.dropna(subset=["customer_id", "state"]).reset_index(drop=True)
    for column in ("purpose", "channel"):
        told = told.assign(**{column: told[column].astype("object") if column in told else None})
    for column in ("stated_at", "withdrawn_at"):
        told = told.assign(**{column: pd.to_datetime(told[column]) if column in told else pd.NaT})
    end = pd.Timestamp(as_of + timedelta(days=1))
    back = told[told["withdrawn_at"].notna()].assign(state="withdrawn", stated_at=lambda rows: rows["withdrawn_at"])
    told = pd.concat([told, back], ignore_index=True)
    told = told[~(told["stated_at"] >= end)]
    told = _said_of_all(_said_of_all(told, "channel"), "purpose")
    rank = told["state"].map(_RANK)
    # Undated: an agreement comes before everything, a refusal after everything.
    tier = np.where(told["stated_at"].notna(), 0, np.where(rank > 0, 1, -1))
    told = told.assign(rank=rank, tier=tier)
    latest = told.sort_values(["tier", "stated_at", "rank"], kind="stable").drop_duplicates(_KEY, keep="last")
    return latest[[*_KEY, "state"]].sort_values(_KEY, ignore_index=True).astype("str")


def _said_of_all(told: pd.DataFrame, column: str) -> pd.DataFrame:
    """Statements that leave a column open, once for each of its values (or for (any) where there are none)."""
    known = sorted(told[column].dropna().unique()) or [ANY]
    open_ = told[told[column].isna()].drop(columns=column)
    return pd.concat([told[told[column].notna()], open_.merge(pd.DataFrame({column: known}), how="cross")], ignore_index=True)


def attribute_states(attributes: pd.DataFrame, headers: Mapping[str, str]) -> pd.DataFrame:
    """States from consent attributes of the customer file, the attribute as channel; blank and other words are unknown.

    `headers` maps attribute -> header of the file.  An attribute that says who must not be contacted counts the other
    way round: its yes is a refusal, its no says nothing.  Complaints and the like are no consent.
    """
    parts = []
    for key in [key for key in consents_among(headers) if key in attributes]:
        header = headers[key]
        words = attributes[key].astype("str").str.strip().str.lower()
        yes, no = words.isin(_YES), words.isin(_NO)
        against = opposite(key, header)
        state = np.select([yes, no & (not against)], ["refused" if against else "given", "refused"], default="")
        part = pd.DataFrame({"customer_id": attributes["customer_id"], "purpose": ANY, "channel": key, "state": state})
        parts.append(part[part["state"] != ""])
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in (*_KEY, "state")})
    return pd.concat([empty, *parts], ignore_index=True).dropna(subset="customer_id").astype("str")


def opposite(key: str, header: str) -> bool:
    """Whether a column says who must not be contacted: its yes is a refusal."""
    return bool(_OPPOSITE.search(f"{key} {header}"))


def says_no(values: pd.Series) -> pd.Series:
    """Where a column holds a word for no."""
    return values.astype("str").str.strip().str.lower().isin(_NO)


def consents_among(headers: Mapping[str, str]) -> list[str]:
    """The attributes that say something about consent: complaints and adverse events are declared beside them, to be left out."""
    return [key for key, header in headers.items() if not _NO_CONSENT.search(f"{key} {header}")]


def consent_overview(states: pd.DataFrame, customers: Iterable[str], *, held_in: str, channels: Iterable[str] = ()) -> pd.DataFrame:
    """The table `consent_overview` of schema.py: how many of the `customers` are in which state, by purpose and channel.

    `channels` are listed even where nobody has said anything about them.
    """
    base = set(customers)
    known = states[states["customer_id"].isin(base)]
    pairs = {*zip(states["purpose"], states["channel"], strict=True), *((ANY, channel) for channel in channels)}
    counts = known.groupby(["purpose", "channel", "state"])["customer_id"].nunique()
    rows = []
    for purpose, channel in sorted(pairs):
        by_state = {state: int(counts.get((purpose, channel, state), 0)) for state in _RANK}
        rows.append(
            {"held_in": held_in, "purpose": purpose, "channel": channel}
            | by_state
            | {"unknown": len(base) - sum(by_state.values()), "customers": len(base)}
        )
    columns = ["held_in", "purpose", "channel", *_RANK, "unknown", "customers"]
    table = pd.DataFrame(rows, columns=columns)
    share = table["given"] / table["customers"].where(table["customers"] > 0)
    return table.assign(given_share=share.astype("float64"))


def may_contact(states: pd.DataFrame) -> pd.DataFrame:
    """Who may be contacted by which channel: customer_id and one column <channel>_consent of yes and no for each channel.

    Yes takes an agreement to every purpose that a contact needs (those that speak of marketing, advertising or contact;
    all purposes where none does).  Customers of whom nothing is known have no row: no one may contact them.
    """
    purposes = states["purpose"].unique()
    needed = [purpose for purpose in purposes if _CONTACT.search(purpose)] or list(purposes)
    asked = states[states["purpose"].isin(needed)]
    given = asked[asked["state"] == "given"].groupby(["customer_id", "channel"])["purpose"].nunique().unstack()
    people = pd.Index(sorted(states["customer_id"].unique()), name="customer_id")
    channels = sorted(states["channel"].unique())
    agreed = given.reindex(index=people, columns=channels).fillna(0) >= max(len(needed), 1)
    words = agreed.replace({True: "yes", False: "no"}) if len(channels) else agreed
    return words.rename(columns=consent_columns(channels)).astype("str").reset_index()


def consent_columns(channels: Iterable[str]) -> dict[str, str]:
    """The column of `attributes` for each channel: e-mail -> e_mail_consent, (any) -> contact_consent."""
    slugs = {channel: "contact" if channel == ANY else re.sub(r"\W+", "_", channel.lower()).strip("_") for channel in channels}
    return {channel: f"{slug or 'contact'}_consent" for channel, slug in slugs.items()}
