"""Customers and what is said about them: attributes with their kinds, totals, campaign contacts with their outcomes."""

from collections.abc import Iterable

from analysis.schema import CANONICAL
from analysis.schema.level_order import known_order
from analysis.sources.identifiers import plain_header
from analysis.sources.propose.entry import Entry, fits, free_name, named_columns, spec
from analysis.sources.propose.facts import Facts
from analysis.sources.propose.headers import is_chinese, role_of, slug, unnamed
from analysis.sources.propose.remarks import Confidence, Why, decided, warning
from analysis.sources.propose.summing import summed
from analysis.sources.propose.words_answers import yes_no
from analysis.sources.propose.words_others import OUTCOMES, is_control, meaning
from analysis.sources.propose.words_people import (
    ATTRIBUTE_KINDS,
    CONSENT,
    CONSENT_TO,
    CUSTOMERS,
    PLACE,
    RELATION,
    WHO_LEFT,
    direct_kind,
)

UNITS = {"days": ("day", "天", "日"), "weeks": ("week", "周"), "months": ("month", "月"), "years": ("year", "年")}
CODES = ("channel", "渠道", *(word for role in ("city", "region", "country", "level", "district") for word in CUSTOMERS[role]))
YES_OR_NO = ("senior", "partner")  # attributes whose name is a question: 1 is yes
PERSONAL = ("email", "phone", "identity", "name", "address")


def customers_entry(entry: Entry, roles: dict[str, str], *, apart: Iterable[str] = (), month_first: bool) -> None:
    """The customers' key, what is canonical, and every further column that says something about them but those `apart`."""
    key = {role: header for role, header in roles.items() if role == "customer_id"}
    named_columns(entry, key, month_first=month_first)
    if not key:
        entry.columns["customer_id"] = {"row_number": True}
        entry.note(decided("{file}: no column tells who a row is about; each row is taken for a customer."))
    if "joined_at" in roles:
        named_columns(entry, {"joined_at": roles["joined_at"]}, month_first=month_first)
        entry.attributes["joined_at"] = "membership"
    if "role" in roles:
        _role(entry, roles["role"])
    add_attributes(entry, month_first=month_first, apart=tuple(apart))


def _role(entry: Entry, header: str) -> None:
    """Who is a company, a member of staff or a test: only where every word is understood and not all are consumers."""
    facts = entry.table.facts[header]
    said = {word: meaning("customers.role", word) for word in facts.values}
    if not facts.few or None in said.values() or set(said.values()) <= {"consumer"}:
        return
    entry.columns["role"] = header
    entry.values["role"] = {role: [word for word in said if said[word] == role] for role in dict.fromkeys(said.values())}
    entry.use(header, "customers.role", "both", "sure")


def add_attributes(entry: Entry, *, month_first: bool, apart: Iterable[str] = ()) -> None:
    """Map every column that is not used yet and says something about people, and declare its kind."""
    found = entry.table
    constant = [header for header, facts in found.facts.items() if facts.content == "constant" and header not in entry.reasons]
    if constant:
        entry.note(
            decided("{file}: {columns} hold one and the same value in every row and are left aside.", columns=", ".join(constant))
        )
    for header, facts in found.facts.items():
        if header in entry.reasons or header in apart or left_aside(header, facts):
            continue
        told = attribute(header, facts)
        if told is None:
            continue
        wanted, kind, why, confidence = told
        if kind == "outcome" and kind in entry.attributes.values():
            kind = "membership"  # one column says who has left
        dated = facts.date is not None
        if wanted in CANONICAL[entry.kind].names:
            wanted = f"usual_{wanted}"
        name = free_name(entry, wanted)
        if dated and not wanted.endswith(("_date", "_on", "_at")):
            name = f"{name}_date"
        elif dated:
            name = wanted
        entry.columns[name] = spec(entry, name, header, month_first=month_first)
        entry.attributes[name] = kind
        if kind != "metric" and facts.few and facts.low is None and (order := known_order(facts.values)):
            entry.levels[name] = list(order)
        if name in YES_OR_NO and {*facts.values} == {"0", "1"}:
            entry.values[name] = {"yes": ["1"], "no": ["0"]}
        entry.use(header, f"{entry.kind}.{name} ({kind})", why, confidence)
        if _coded(header, facts):
            entry.note(
                warning(
                    "{file}, {column}: codes without their meaning ({values}). Ask for it.",
                    column=header,
                    values=", ".join(sorted(facts.values)[:8]),
                )
            )


def left_aside(header: str, facts: Facts) -> Why | None:
    """Why a column says nothing that may be used; None for one that does."""
    if facts.content == "empty":
        return "empty"
    if facts.content == "row_index":
        return "index"
    if direct_kind(header) is not None or facts.content in PERSONAL:
        return "person"
    return "constant" if facts.content == "constant" else None


def attribute(header: str, facts: Facts) -> tuple[str, str, Why, Confidence] | None:
    """(name, kind, why, confidence) of a column as an attribute; None where it is a number or text of its own in every row."""
    role = role_of(header, CUSTOMERS)
    plain = plain_header(header)
    if says_who_left(header, facts):
        return slug(header), "outcome", "both", "likely"
    if _coded(header, facts):
        return slug(header), "demographic" if plain in ("channel", "渠道") else "geographic", "both", "likely"
    if (kind := _known_kind(role, facts)) is not None:
        return role, kind, "header", "sure"
    if any(word in plain for word in CONSENT) and facts.few and facts.distinct <= 4:
        name = next((name for word, name in CONSENT_TO if word in plain), None)
        return name or slug(header), "consent", "header", "likely"
    if facts.date:
        return slug(header), "membership", "content", "likely"
    if facts.low is not None:
        if unnamed(header) or facts.numbering:
            return None
        return slug(header), "metric", "content", "likely"
    if not facts.few or facts.content in ("id", "text_number") or facts.distinct > 40:
        return None
    if any(word in (plain if is_chinese(header) else slug(header)) for word in PLACE):
        return slug(header), "geographic", "both", "likely"
    return slug(header), "membership" if any(word in plain for word in RELATION) else "demographic", "content", "guess"


def says_who_left(header: str, facts: Facts) -> bool:
    """Whether a column is a yes or no under a header that speaks of leaving."""
    return plain_header(header) in WHO_LEFT and facts.few and facts.distinct == 2 and yes_no(facts.values) is not None


def _known_kind(role: str | None, facts: Facts) -> str | None:
    """The kind of an attribute that goes by its name, where the values can be that; numbers are metrics, bands of them are not."""
    if role not in ATTRIBUTE_KINDS or not (role == "income" or fits(role, facts)):
        return None
    kind = ATTRIBUTE_KINDS[role]
    if facts.low is not None:
        return "metric" if kind == "metric" or role == "birth_year" else kind if facts.few else None
    if not (facts.date or facts.few or role == "city"):
        return None
    return "demographic" if kind == "metric" else kind


def _coded(header: str, facts: Facts) -> bool:
    """A few whole numbers under a header that names places or channels."""
    return plain_header(header) in CODES and facts.low is not None and facts.whole and facts.few and facts.distinct <= 12


def summaries_entry(entry: Entry, roles: dict[str, str], *, month_first: bool) -> None:
    """Recency, orders, revenue and tenure of customers whose order lines are not held."""
    found = entry.table
    named_columns(entry, {"customer_id": roles["customer_id"]}, month_first=month_first)
    for role in ("recency", "orders", "revenue", "tenure"):
        if role not in roles:
            continue
        header = roles[role]
        how = spec(entry, role, header, month_first=month_first)
        unit = _unit(entry, header) if role in ("recency", "tenure") else None
        if unit not in (None, "days"):
            how = {**(how if isinstance(how, dict) else {"column": how}), "unit": unit}
        entry.columns[role] = how
        entry.use(header, f"summaries.{role}", "both", "likely" if unit else "sure")
        if unit:
            entry.note(decided("{file}, {column}: a length of time in {unit}.", column=header, unit=unit))
        elif role in ("recency", "tenure"):
            entry.note(warning("{file}, {column}: nothing says in which unit the time is given; days are taken.", column=header))
    if "average_order" in roles:
        entry.columns["average_order"] = spec(entry, "average_order", roles["average_order"], month_first=month_first)
        entry.attributes["average_order"] = "metric"
        entry.use(roles["average_order"], "summaries.average_order (metric)", "header", "likely")
    for role, headers in summed(found).items():
        if role not in entry.columns:
            entry.columns[role] = {"add": headers}
            entry.note(decided("{file}: {role} is the sum of {columns}.", role=role, columns=", ".join(headers)))
            for header in headers:
                entry.use(header, f"summaries.{role} (sum)", "derived", "likely")


def _unit(entry: Entry, header: str) -> str | None:
    """The unit of a length of time: as its header says, or months where the same file bills by the month."""
    plain = plain_header(header)
    for unit, words in UNITS.items():
        if any(word in plain for word in words):
            return unit
    monthly = any(word in plain_header(other) for other in entry.table.headers for word in ("monthly", "每月", "月费"))
    return "months" if monthly and (entry.table.facts[header].high or 0) <= 240 else None


def contacts_entry(entry: Entry, roles: dict[str, str], *, month_first: bool) -> None:
    """Who was contacted, in which arm of the test, and what came of it."""
    found = entry.table
    roles = dict(roles)
    outcomes = {role: roles.pop(role) for role in OUTCOMES if role in roles}
    if not {"campaign", "contacted_at"} & set(roles):
        roles.pop("channel", None)  # without a contact of its own the file speaks of the customers' channel
        roles.pop("cost", None)
    named_columns(entry, roles, month_first=month_first)
    arms = found.facts[roles["arm"]].values
    control = [word for word in arms if is_control(word)]
    if control:
        if control != ["control"]:
            entry.values["arm"] = {"control": control}
        entry.note(
            decided(
                "{file}, {column}: {words} is the arm that was left alone (control) among {arms}.",
                column=roles["arm"],
                words=", ".join(control),
                arms=", ".join(arms),
            )
        )
    else:
        entry.note(
            warning(
                "{file}, {column}: no arm is called after a control group ({arms}). Say which was left alone: values: {{arm: {{control: [...]}}}}.",
                column=roles["arm"],
                arms=", ".join(arms),
            )
        )
    for role, header in outcomes.items():
        entry.columns[role] = spec(entry, role, header, month_first=month_first)
        entry.attributes[role] = "metric"
        entry.use(header, f"contacts.{role} (metric)", "header", "likely")
    add_attributes(entry, month_first=month_first)
    if "usual_channel" in entry.attributes:
        entry.note(decided("{file}: no contact is dated here, so its column of channels is taken for the customers' own."))
