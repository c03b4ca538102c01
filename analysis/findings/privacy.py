"""What data were used, and why; and who agreed to what.

The words follow the law closely and give no legal advice.  PIPL: Personal Information Protection Law of the People's
Republic of China; GDPR: Regulation (EU) 2016/679.
"""

from datetime import date
from typing import Any

import pandas as pd

from analysis.text import Message, Skip, Words, count, day, name, raw, share

NO_CONSENTS = Skip(
    Message("No consent is held: it is not known who may be contacted, so nobody may."),
    Message("Consent of each customer with purpose, channel, day, source and withdrawal."),
    Message("Which customers can be reached by which channel, and lists without those who said no."),
)
ACTED = ("left_out", "masked", "hashed")


def data_used_words(
    used: pd.DataFrame,
    sensitive: pd.DataFrame,
    *,
    purpose: str | None = None,
    basis: str | None = None,
    retention: str | None = None,
) -> Words:
    """The columns read and not read, what the door did, what is sensitive, and the purpose that client.yaml states."""
    read = used[~used["treatment"].isin(["left_out", "not_read", "kept_apart"])]
    kept_out = used[used["treatment"].isin(["left_out", "not_read"])]
    answer = [
        Message(
            "This report rests on {n} columns (input tables: {tables}). Columns of names, telephone numbers and other direct identifiers have no part in it.",
            n=count(len(read)), tables=count(read["table"].nunique()),
        )
    ]  # fmt: skip
    answer += _pseudonyms(used)
    answer += _door(used, kept_out)
    return Words(
        answer=tuple(answer),
        title=Message("{n} columns read, {out} kept out", n=count(len(read)), out=count(len(kept_out))),
        subtitle=Message(
            "Columns of the client's files by kind of personal data, what they are used for, and what was done at the door"
        ),
        note=(*_statements(purpose, basis, retention), _LAW),
        alt=Message("A table of {n} columns by input table, kind, use and treatment.", n=count(len(used))),
        so=tuple(_sensitive(sensitive, used)),
    )


_LAW = Message(
    "PIPL arts. 6 (only what the purpose needs), 13 (a legal basis), 17 (people must be told), 24 (an easy way to refuse offers chosen by a profile), 28 and 29 (sensitive data), 73 (de-identified, anonymous); GDPR arts. 4(5), 5, 6, 13, 14, 21. This page informs; it is no legal advice."
)  # fmt: skip


def _pseudonyms(used: pd.DataFrame) -> list[Message]:
    numbers = used[used["kind"] == "pseudonym"]
    if numbers.empty:
        return []
    if (numbers["treatment"] == "as_given").any():
        return [
            Message(
                "Customer numbers were read as they are (privacy.pseudonymise is off): tables of this run name customers by their own number."
            )
        ]
    return [
        Message(
            "Customer numbers were replaced by keyed hashes. The data are de-identified, not anonymous: whoever holds the key can tell who is meant, so they remain personal data and the rights of the persons remain."
        )
    ]


def _door(used: pd.DataFrame, kept_out: pd.DataFrame) -> list[Message]:
    told = []
    found = used[(used["treatment"] == "left_out") & (used["why"] != "")]
    for row in found.itertuples():
        told.append(
            Message(
                "The column {column} of {table} was left out: it holds {what}.",
                column=raw(row.header or row.column), table=name("table", row.table), what=name("found", row.why),
            )
        )  # fmt: skip
    hashed = used[used["treatment"] == "hashed"]
    told += [
        Message("Order numbers were replaced by keyed hashes as well: they hold {what}.", what=name("found", row.why))
        for row in hashed.itertuples()
    ]
    masked = int((used["treatment"] == "masked").sum())
    if masked:
        told.append(
            Message(
                "In {n} columns of text, telephone numbers, addresses, account names and names beside a title were masked by rules. Such rules miss some names and spelled-out numbers: treat comments as personal data.",
                n=count(masked),
            )
        )
    apart = int((used["treatment"] == "kept_apart").sum())
    if apart:
        told.append(Message("{n} contact fields lie apart in the client's data folder and serve lists alone.", n=count(apart)))
    if kept_out.empty:
        told.append(Message("No column had to be kept out."))
    return told


def _statements(purpose: str | None, basis: str | None, retention: str | None) -> list[Message]:
    """What client.yaml states, or that it does not."""
    stated = [
        (purpose, Message("Purpose: {text}", text=raw(purpose)), Message("Purpose: not stated; write privacy.purpose in client.yaml.")),
        (basis, Message("Legal basis: {text}", text=raw(basis)), Message("Legal basis: not stated; write privacy.basis in client.yaml.")),
        (retention, Message("Kept until: {text}", text=raw(retention)), Message("Kept until: not stated; write privacy.retention in client.yaml.")),
    ]  # fmt: skip
    return [there if given else missing for given, there, missing in stated]


def _sensitive(sensitive: pd.DataFrame, used: pd.DataFrame) -> list[Message]:
    """What is sensitive, by the headers of the client's files."""
    headers = dict(zip(used["table"] + "." + used["column"], used["header"], strict=True))
    told = []
    for row in sensitive.itertuples():
        if row.kind == "minors":
            told.append(
                Message(
                    "{n} customers are under fourteen by their date of birth. Data of children need the consent of a parent or guardian (PIPL arts. 28 and 31); ask the client whether the dates are right.",
                    n=count(row.customers),
                )
            )
        elif row.columns:
            told.append(
                Message(
                    "Sensitive personal information is held: {kind} ({columns}). It needs a specific purpose, strict protection and separate consent (PIPL arts. 28 and 29; GDPR art. 9 for special categories).",
                    kind=name("sensitive", row.kind), columns=raw(" · ".join(dict.fromkeys(headers.get(one) or one for one in row.columns.split(", ")))),
                )
            )  # fmt: skip
        else:
            told.append(
                Message(
                    "In this industry what customers bought or used can itself be sensitive personal information: {kind}. It needs a specific purpose, strict protection and separate consent (PIPL arts. 28 and 29).",
                    kind=name("sensitive", row.kind),
                )
            )  # fmt: skip
    return told


def consent_words(consents: pd.DataFrame, *, as_of: date) -> Words:
    """Who may be contacted by which channel at the end of the period."""
    best = consents.loc[consents["given_share"].fillna(-1).idxmax()]
    facts = {"channel": _part(best["channel"]), "given": count(best["given"]), "n": count(best["customers"])}
    # A list of those who said no asks nobody for a yes.
    asked = consents[consents["given"] > 0] if consents["given"].any() else consents
    unknown = asked.loc[asked["unknown"].idxmax()]
    answer = [
        Message(
            "{channel} reaches the most customers: {given} of {n} agreed ({share}).",
            **facts,
            share=share(best["given_share"]),
        )
    ]
    if unknown["unknown"]:
        answer.append(
            Message(
                "Of {unknown} customers nothing is known for {channel}; unknown is not a yes, so no one contacts them.",
                unknown=count(unknown["unknown"]), channel=_part(unknown["channel"]),
            )
        )  # fmt: skip
    withdrawn = int(consents["withdrawn"].max())
    if withdrawn:
        answer.append(Message("Up to {n} customers per channel took their consent back; they are in no list.", n=count(withdrawn)))
    return Words(
        answer=tuple(answer),
        title=Message("{channel} reaches most: {share} agreed", channel=facts["channel"], share=share(best["given_share"])),
        subtitle=Message("Customers by purpose and channel: agreed, refused, withdrawn, not known"),
        note=(
            Message(
                "n = {n} customers of the base. State at {as_of}; the latest statement counts, and of two of the same time the stricter.",
                n=facts["n"], as_of=day(as_of),
            ),
            Message("A refusal or withdrawal without a date counts against every agreement."),
        ),
        alt=Message("{rows} pairs of purpose and channel; {channel} has the largest share of agreement, {share}.", rows=count(len(consents)), channel=facts["channel"], share=share(best["given_share"])),
    )  # fmt: skip


def _part(key: str):
    return name("consent_part", key) if key == "(any)" else raw(key)


def story(
    used: pd.DataFrame,
    sensitive: pd.DataFrame,
    consents: pd.DataFrame,
    *,
    as_of: date,
    purpose: str | None = None,
    basis: str | None = None,
    retention: str | None = None,
) -> dict[str, Words]:
    """The words of the page: data_used, and consents where any are held (otherwise show NO_CONSENTS)."""
    words = {"data_used": data_used_words(used, sensitive, purpose=purpose, basis=basis, retention=retention)}
    if len(consents) and int(consents["customers"].max()):
        words["consents"] = consent_words(consents, as_of=as_of)
    else:
        words["consents_unknown"] = Words(answer=(NO_CONSENTS.reason,))
    return words


def declared(privacy: Any) -> dict[str, str | None]:
    """The words of client.yaml on why the data are used, on what ground, and for how long they are kept."""
    return {"purpose": privacy.purpose, "basis": privacy.basis, "retention": privacy.retention}
