"""Which input tables a table of a file can be: told by its columns' names together with their values."""

from collections.abc import Set

from analysis.sources.identifiers import plain_header
from analysis.sources.propose.answers import battery, long_form, survey_items
from analysis.sources.propose.entry import roles_in
from analysis.sources.propose.found import Found
from analysis.sources.propose.headers import role_of
from analysis.sources.propose.summing import summed
from analysis.sources.propose.words_answers import RESPONSES
from analysis.sources.propose.words_orders import CUSTOMER_ID, TRANSACTIONS, lists_returns
from analysis.sources.propose.words_others import (
    BALANCES,
    CALENDAR,
    CONSENTS,
    CONTACTS,
    EVENTS,
    FEEDBACK,
    OUTCOMES,
    RATES,
    VISITS,
    is_control,
    meaning,
)  # fmt: skip
from analysis.sources.propose.words_people import ATTRIBUTE_KINDS, CUSTOMERS, LINKS, SUMMARIES, key_header

Roles = dict[str, str]
MOST_ARMS, MOST_KINDS = 12, 60
FEW_ROWS = 50  # fewer rows without an id are a list of something, not of customers
FOUND = 0.8  # share of ids of a column that another file knows, from which it is the customer


def kinds_of(found: Found, known: Set[str] = frozenset()) -> list[tuple[str, Roles]]:
    """The input tables that a table holds, with {canonical column: header}; several where a row of customers says several things.

    `known` are customers' ids of other files, by which a column is recognised whatever its name.
    'returns' is a list of orders that came back; an empty list means that the table is not recognised.
    """
    if not found.headed or not found.rows:
        return []
    for kind, told in (
        ("calendar", _calendar), ("rates", _rates), ("links", _links), ("returns", _returns), ("balances", _balances),
        ("consents", _consents), ("contacts", _contacts), ("visits", _visits), ("events", _events), ("transactions", _transactions),
        ("returns", _returns_by_columns), ("responses", long_form), ("feedback", _feedback), ("responses", _responses),
    ):  # fmt: skip
        if (roles := told(found)) is not None:
            return [(kind, with_customer(found, roles, known))]
    return _people(found, known)


def with_customer(found: Found, roles: Roles, known: Set[str]) -> Roles:
    """The roles with a column for the customer where none goes by name: known ids, a telephone number, an e-mail address."""
    if "customer_id" in roles or "respondent_id" in roles or not known:
        return roles if "customer_id" in roles else _with_contact(found, roles)
    for header, facts in found.facts.items():
        if header not in roles.values() and facts.distinct > 1 and facts.date is None and facts.content in ("id", "number", "text"):
            ids = found.ids(header)
            if facts.distinct >= 10 and len(ids & known) >= FOUND * len(ids):
                return {"customer_id": header, **roles}
    return _with_contact(found, roles)


def _with_contact(found: Found, roles: Roles) -> Roles:
    key = key_header(found.headers)
    needless = "respondent_id" in roles or "date" in roles or key is None or not found.facts[key].filled
    return roles if needless else {"customer_id": key, **roles}


def _calendar(found: Found) -> Roles | None:
    roles = roles_in(found, CALENDAR)
    told = "date" in roles and len(roles) > 1 and len(found.headers) <= 5 and not roles_in(found, {"customer_id": CUSTOMER_ID})
    return roles if told and found.facts[roles["date"]].unique else None


def _rates(found: Found) -> Roles | None:
    roles = roles_in(found, RATES)
    return roles if len(roles) == 3 and len(found.headers) <= 5 else None


def _links(found: Found) -> Roles | None:
    roles = roles_in(found, LINKS)
    return roles if {"customer_id", "entity_id"} <= set(roles) and len(found.headers) <= 4 else None


def _returns(found: Found) -> Roles | None:
    """A file or sheet that is called after returns, and not after sales as well."""
    name = f"{found.path.stem if found.sheet is None else ''} {found.sheet or ''}".lower()
    sales = any(word in name for word in ("order", "sale", "订单", "销售", "明细"))
    return _order_list(found) if lists_returns(name) and not sales else None


def _returns_by_columns(found: Found) -> Roles | None:
    return _order_list(found) if lists_returns(" ".join([found.label, *found.headers])) else None


def _order_list(found: Found) -> Roles | None:
    order = roles_in(found, TRANSACTIONS).get("order_id")
    return None if order is None else {"order_id": order}


def _balances(found: Found) -> Roles | None:
    roles = roles_in(found, BALANCES)
    return roles if {"customer_id", "amount"} <= set(roles) and {"kind", "as_of", "expires_at"} & set(roles) else None


def _consents(found: Found) -> Roles | None:
    roles = roles_in(found, CONSENTS)
    if not {"customer_id", "state"} <= set(roles) or not {"purpose", "channel", "withdrawn_at"} & set(roles):
        return None
    facts = found.facts[roles["state"]]
    return roles if facts.few and all(meaning("consents.state", word) for word in facts.values) else None


def _contacts(found: Found) -> Roles | None:
    """An arm that was left alone tells a test; without one, a campaign with dates and groups does."""
    roles = roles_in(found, CONTACTS)
    arm = roles.get("arm")
    if arm is None or not found.facts[arm].few or not 1 < found.facts[arm].distinct <= MOST_ARMS:
        return None
    words = found.facts[arm].content == "category" or found.facts[arm].low is None
    if words and any(is_control(word) for word in found.facts[arm].values):
        return roles if {"campaign", "contacted_at", "customer_id", *OUTCOMES} & set(roles) else None
    return roles if {"campaign", "contacted_at"} <= set(roles) else None


def _visits(found: Found) -> Roles | None:
    roles = roles_in(found, VISITS)
    if "customer_id" not in roles or not {"arrived_at", "booked_at"} & set(roles) or "amount" in roles_in(found, TRANSACTIONS):
        return None
    return roles if len({"stage", "doctor", "adviser", "consumed", "booked_at", "arrived_at"} & set(roles)) >= 2 else None


def _events(found: Found) -> Roles | None:
    roles = roles_in(found, EVENTS)
    if not {"customer_id", "occurred_at", "kind"} <= set(roles):
        return None
    facts = found.facts[roles["kind"]]
    return roles if facts.distinct <= MOST_KINDS and any(meaning("events.kind", word) for word in facts.values) else None


def _transactions(found: Found) -> Roles | None:
    roles = roles_in(found, TRANSACTIONS)
    return roles if "ordered_at" in roles and ("amount" in roles or {"quantity", "unit_price"} <= set(roles)) else None


def _feedback(found: Found) -> Roles | None:
    roles = roles_in(found, FEEDBACK)
    prose = len(roles) > 1 and "text" in roles and found.facts[roles["text"]].content in ("text", "category", "address", "name")
    return roles if prose and len(found.headers) <= 10 and len(survey_items(found, roles.values())) < 3 else None


def _responses(found: Found) -> Roles | None:
    """Many answers in a row: items that say so, columns of ratings on one scale, or a battery of yes and no."""
    roles = roles_in(found, RESPONSES | {"customer_id": CUSTOMER_ID})
    items = survey_items(found, roles.values())
    scored = [header for header, item in items.items() if item["role"] != "free_text"]
    told = len(scored) >= 3 or ("answered_at" in roles and len(scored) >= 1) or len(battery(found)) >= 3
    answers = {role: header for role, header in roles.items() if role not in ("item", "answer")}
    return answers if told and (len(scored) >= 2 or not summed(found)) else None


def _people(found: Found, known: Set[str]) -> list[tuple[str, Roles]]:
    """Rows of customers: attributes, and what they have come to."""
    roles = with_customer(found, roles_in(found, CUSTOMERS), known)
    totals = {role: header for role, header in roles_in(found, SUMMARIES).items() if role != "customer_id"}
    key = roles.get("customer_id")
    if key is None:
        return [("customers", roles)] if _rows_of_customers(found, roles) else []
    if found.facts[key].distinct < 0.6 * found.facts[key].filled:
        return []
    made: list[tuple[str, Roles]] = []
    measures = len(totals) + len(summed(found))
    rest = [header for header in found.headers if header not in (key, *totals.values())]
    said = [header for header in rest if role_of(header, CUSTOMERS) or found.facts[header].low is None]
    if said or len(totals) < 2:
        made.append(("customers", {role: header for role, header in roles.items() if header not in totals.values()}))
    if measures >= 2 or {"revenue", "orders"} & set(totals):
        made.append(("summaries", {"customer_id": key, **totals}))
    if survey_items(found, roles.values()):
        made.append(("responses", {"customer_id": key}))
    return made


def _rows_of_customers(found: Found, roles: Roles) -> bool:
    """Whether rows without any id are customers all the same: enough of them, and no column that is the key of something else."""
    listed = any(
        facts.unique and facts.low is None and facts.content in ("id", "text", "name", "category") for facts in found.facts.values()
    )
    spoken = set(roles) & set(ATTRIBUTE_KINDS) or any(plain_header(header) == "channel" for header in found.headers)
    numbers = sum(facts.low is not None for facts in found.facts.values())
    return found.rows >= FEW_ROWS and not listed and (bool(spoken) or numbers >= 3) and numbers >= 1
