"""What data were used, and why: one row for every column of the files that client.yaml names."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.engine import F, column_names, read_parquet, to_pandas

_KEYS = ("customer_id", "entity_id", "respondent_id")
_STAFF = ("consultant", "doctor", "adviser")
_PLACES = ("city", "region", "country")
_MONEY = (
    "amount", "list_amount", "discount", "cost", "freight", "tax", "points", "gift_card", "currency", "quantity", "consumed",
    "value", "revenue",
)  # fmt: skip
_NOT_PERSONAL = ("rates", "calendar")
_ATTRIBUTES = ("demographic", "geographic", "membership", "psychographic", "metric", "consent", "outcome")

# What a column of a table is used for; None: every column that is not named.
_USES: dict[str, dict[str | None, str]] = {
    "transactions": {
        **dict.fromkeys(_MONEY, "value"),
        **dict.fromkeys(("product", "category", "brand"), "preferences"),
        **dict.fromkeys(("channel", "store", "promotion"), "channels"),
        **dict.fromkeys(_PLACES, "portraits"),
        None: "rhythm",
    },
    "customers": {None: "portraits"},
    "links": {None: "joining"},
    "events": {None: "online"},
    "responses": {None: "survey"},
    "contacts": {None: "campaigns"},
    "feedback": {None: "comments"},
    "visits": {None: "visits"},
    "balances": {None: "balances"},
    "summaries": {None: "value"},
    "consents": {None: "permission"},
}

# Words in a column's name that tell sensitive personal information (PIPL art. 28, GDPR art. 9).
_SENSITIVE = {
    "health": r"diagnos|allerg|medical|\bhealth(_|\b)|symptom|pregnan|adverse|surgery|disease|病|诊断|过敏|用药|不良反应|妊娠|孕|手术|健康",
    "finance": r"\bbank|account_balance|credit_score|\bloan|银行|征信|贷款|金融账户",
    "location": r"latitude|longitude|\bgps\b|trajectory|经度|纬度|轨迹|定位",
    "beliefs": r"religio|ethnic|\brace\b|political|宗教|民族|信仰",
    "biometric": r"biometric|fingerprint|face_id|facial|人脸|指纹|虹膜",
}
# Industries in which what a customer bought or holds is itself sensitive, and the columns that show it.
_INDUSTRIES = {
    "health": ("medical_aesthetics", "health", "healthcare", "hospital", "clinic", "dental", "pharmacy"),
    "finance": ("finance", "bank", "banking", "insurance", "wealth"),
}
_SHOWN_BY = {
    "health": ("transactions.product", "transactions.category", "visits.category", "visits.doctor"),
    "finance": ("transactions.amount", "balances.amount", "summaries.revenue"),
}
CHILD = 14  # years, PIPL art. 31


def data_used(columns: pd.DataFrame, treated: pd.DataFrame, known: pd.DataFrame, *, pseudonymised: bool = True) -> pd.DataFrame:
    """The table `data_used` of schema.py.

    columns   table, column, header, declared: an attribute's kind, answer, text, contact, dropped, or '' (as mapped)
    treated   table, column, action, kind, rows: what the door did
    known     table, column, rows: values that came in
    """
    keys = ["table", "column"]
    door = treated.rename(columns={"kind": "why", "rows": "rows_there"})[[*keys, "action", "why", "rows_there"]]
    table = columns.merge(door, on=keys, how="left").merge(known[[*keys, "rows"]], on=keys, how="left")
    words = ["header", "declared", "action", "why"]
    table = table.assign(**{name: table[name].astype("str").fillna("") for name in words})
    kinds = [_kind(*row) for row in table[["table", "column", "declared", "action"]].itertuples(index=False)]
    table = table.assign(
        kind=kinds,
        rows=table["rows"].astype("float64").fillna(table["rows_there"].astype("float64")).fillna(0).astype("int64"),
    )
    table = table.assign(
        treatment=[_treatment(*row, pseudonymised) for row in table[["declared", "kind", "action"]].itertuples(index=False)],
        used_for=[_use(*row) for row in table[[*keys, "kind"]].itertuples(index=False)],
    )
    return table[["table", "column", "header", "kind", "used_for", "treatment", "why", "rows"]].reset_index(drop=True)


def _kind(table: str, column: str, declared: str, action: str) -> str:
    if declared == "contact":
        return "contact"
    if declared == "dropped" or action == "left_out":
        return "identifier"
    if column in _KEYS:
        return "pseudonym"
    if declared in _ATTRIBUTES or declared in ("answer", "text"):
        return declared
    if table in _NOT_PERSONAL:
        return "none"
    if column in _STAFF:
        return "staff"
    if (table, column) == ("feedback", "text"):
        return "text"
    if table == "consents":
        return "consent"
    if table in ("customers", "links"):
        return "membership"
    if table == "responses" and column in ("item", "answer"):
        return "answer"
    if column in _PLACES:
        return "geographic"
    return "money" if column in _MONEY or (table, column) == ("balances", "amount") else "behaviour"


def _treatment(declared: str, kind: str, action: str, pseudonymised: bool) -> str:
    if declared == "dropped":
        return "not_read"
    if kind == "contact":
        return "kept_apart"
    if action:
        return action if action != "hashed" or pseudonymised else "as_given"
    if kind == "text":
        return "masked"
    return "pseudonymised" if kind == "pseudonym" and pseudonymised else "as_given"


def _use(table: str, column: str, kind: str) -> str:
    by_kind = {
        "contact": "lists", "identifier": "nothing", "pseudonym": "joining", "consent": "permission", "staff": "staff",
        "text": "comments", "none": "records",
    }  # fmt: skip
    uses = _USES.get(table, {None: "records"})
    return by_kind.get(kind) or uses.get(column, uses[None])


def known_rows(paths: Mapping[str, Path]) -> pd.DataFrame:
    """Values that came in, by column of every canonical table: table, column, rows.  One pass per table."""
    rows = []
    for name, path in paths.items():
        held = column_names(path)
        counts = [F.count(F.col(column)).alias(f"c{place}") for place, column in enumerate(held)]
        found = to_pandas(read_parquet(path).agg(*counts)).iloc[0]
        rows += [(name, column, int(found[f"c{place}"])) for place, column in enumerate(held)]
    return pd.DataFrame(rows, columns=["table", "column", "rows"])


def sensitive_data(used: pd.DataFrame, *, industry: str, minors: int = 0) -> pd.DataFrame:
    """The table `sensitive_data` of schema.py: told by the industry, by names of columns, and by birth dates.

    Columns left out at the door count: the client holds them all the same.  A lower bound: other columns may be
    sensitive in the light of what they are used for.
    """
    names = used["table"] + "." + used["column"]
    texts = used["column"] + " " + used["header"]
    rows = []
    for kind, pattern in _SENSITIVE.items():
        told = [bool(re.search(pattern, text, re.IGNORECASE)) for text in texts]
        by_industry = industry in _INDUSTRIES.get(kind, ())
        told_by_name = pd.Series(told, index=used.index, dtype=bool) & (used["kind"] != "none")
        shown = names[told_by_name | (by_industry & names.isin(_SHOWN_BY.get(kind, ())))]
        if len(shown) or by_industry:
            rows.append({"kind": kind, "columns": ", ".join(shown), "customers": 0})
    if minors:
        births = names[used["column"].isin(BIRTHS)]
        rows.append({"kind": "minors", "columns": ", ".join(births), "customers": minors})
    return pd.DataFrame(rows, columns=["kind", "columns", "customers"])


BIRTHS = ("birth_date", "birth_year", "age")


def children(customers: pd.DataFrame, *, as_of: date) -> int:
    """Customers under fourteen at `as_of`, by birth_date, else birth_year (the youngest they can be), else age in years.

    Dates after `as_of` are mistakes and do not count.
    """
    if "birth_date" in customers:
        born = pd.to_datetime(customers["birth_date"])
        limit = pd.Timestamp(as_of) - pd.DateOffset(years=CHILD)
        return int(((born > limit) & (born <= pd.Timestamp(as_of))).sum())
    if "birth_year" in customers:
        year = pd.to_numeric(customers["birth_year"], errors="coerce")
        return int(((year > as_of.year - CHILD) & (year <= as_of.year)).sum())
    if "age" in customers:
        age = pd.to_numeric(customers["age"], errors="coerce")
        return int(((age >= 0) & (age < CHILD)).sum())
    return 0
