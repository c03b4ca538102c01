"""Customers and what is said about them: attributes with their kinds, totals, campaign contacts with their outcomes."""

from collections.abc import Iterable

from analysis.sources.propose.entry import Entry, fits, free_name, named_columns, spec
from analysis.sources.propose.facts import Facts
from analysis.sources.propose.headers import is_chinese, plain_header, role_of, slug, unnamed
from analysis.sources.propose.remarks import Confidence, Why, decided, warning
from analysis.sources.propose.summing import summed
from analysis.sources.propose.words_others import OUTCOMES, is_control, meaning
from analysis.sources.propose.words_people import ATTRIBUTE_KINDS, CONSENT, CUSTOMERS, PLACE, RELATION, direct_kind

CODES = ("channel", "渠道", *(word for role in ("city", "region", "country", "level", "district") for word in CUSTOMERS[role]))
PERSONAL = ("email", "phone", "identity", "name", "address")
LARGE = 9_999  # whole numbers above it that are all different are numbers of something, not measures


def customers_entry(entry: Entry, roles: dict[str, str], *, apart: Iterable[str] = (), month_first: bool) -> None:
    """The customers' key, what is canonical, and every further column that says something about them but those `apart`."""
    key = {role: header for role, header in roles.items() if role == "customer_id"}
    named_columns(entry, key, month_first=month_first)
    if not key:
        entry.columns["customer_id"] = {"row_number": True}
        entry.remarks.append(decided("{file}: no column tells who a row is about; each row is taken for a customer.", file=entry.table.label))
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
        value = "one and the same value in every row"
        entry.remarks.append(decided("{file}: {columns} left aside ({reason}).", file=found.label, columns=", ".join(constant), reason=value))
    for header, facts in found.facts.items():
        if header in entry.reasons or header in apart or left_aside(header, facts):
            continue
        told = attribute(header, facts)
        if told is None:
            continue
        wanted, kind, why, confidence = told
        dated = facts.date is not None
        name = wanted if wanted in CUSTOMERS and wanted not in entry.columns else free_name(entry, wanted)
        if dated and not name.endswith(("_date", "_on", "_at")):
            name = f"{name}_date"
        entry.columns[name] = spec(entry, name, header, month_first=month_first)
        entry.attributes[name] = kind
        entry.use(header, f"{entry.kind}.{name} ({kind})", why, confidence)
        if _coded(header, facts):
            entry.remarks.append(
                warning("{file}, {column}: codes without their meaning ({values}). Ask for it.", file=found.label, column=header, values=", ".join(sorted(facts.values)[:8]))
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
    if _coded(header, facts):
        return slug(header), "demographic" if plain in ("channel", "渠道") else "geographic", "both", "likely"
    if role in ATTRIBUTE_KINDS and (role == "income" or fits(role, facts)) and (facts.low is not None or facts.date or facts.few or role == "city"):
        measured = role in ("age", "income", "children", "referrals") and facts.low is not None
        if facts.low is None or measured or facts.few:
            kind = "metric" if measured or role == "birth_year" else "demographic" if ATTRIBUTE_KINDS[role] == "metric" else ATTRIBUTE_KINDS[role]
            return role, kind, "header", "sure"
    if any(word in plain for word in CONSENT) and facts.few and facts.distinct <= 4:
        return slug(header), "consent", "header", "likely"
    if facts.date:
        return slug(header), "membership", "content", "likely"
    if facts.low is not None:
        if unnamed(header) or (facts.whole and facts.unique and (facts.high or 0) > LARGE and facts.rows > 100):
            return None
        return slug(header), "metric", "content", "likely"
    if not facts.few or facts.content in ("id", "text_number") or facts.distinct > 40:
        return None
    if any(word in (plain if is_chinese(header) else slug(header)) for word in PLACE):
        return slug(header), "geographic", "both", "likely"
    return slug(header), "membership" if any(word in plain for word in RELATION) else "demographic", "content", "guess"


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
        entry.columns[role] = {**(how if isinstance(how, dict) else {"column": how}), "unit": unit} if unit not in (None, "days") else how
        entry.use(header, f"summaries.{role}", "both", "likely" if unit else "sure")
        if unit:
            entry.remarks.append(decided("{file}, {column}: a length of time in {unit}.", file=found.label, column=header, unit=unit))
        elif role in ("recency", "tenure"):
            entry.remarks.append(
                warning("{file}, {column}: nothing says in which unit the time is given; days are taken.", file=found.label, column=header)
            )
    for role, headers in summed(found).items():
        if role not in entry.columns:
            entry.columns[role] = {"add": headers}
            entry.remarks.append(decided("{file}: {role} is the sum of {columns}.", file=found.label, role=role, columns=", ".join(headers)))
            for header in headers:
                entry.use(header, f"summaries.{role} (sum)", "derived", "likely")


def _unit(entry: Entry, header: str) -> str | None:
    """The unit of a length of time: as its header says, or months where the same file bills by the month."""
    plain = plain_header(header)
    for unit, words in (("days", ("day", "天", "日")), ("weeks", ("week", "周")), ("months", ("month", "月")), ("years", ("year", "年"))):
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
        entry.remarks.append(
            decided("{file}, {column}: {words} is the arm that was left alone (control) among {arms}.", file=found.label, column=roles["arm"], words=", ".join(control), arms=", ".join(arms))
        )
    else:
        entry.remarks.append(
            warning("{file}, {column}: no arm is called after a control group ({arms}). Say which was left alone: values: {{arm: {{control: [...]}}}}.", file=found.label, column=roles["arm"], arms=", ".join(arms))
        )
    for role, header in outcomes.items():
        entry.columns[role] = spec(entry, role, header, month_first=month_first)
        entry.attributes[role] = "metric"
        entry.use(header, f"contacts.{role} (metric)", "header", "likely")
    add_attributes(entry, month_first=month_first)
    if "channel" in found.headers and "channel" in entry.attributes:
        entry.remarks.append(decided("{file}, channel: no contact is dated here, so this is the customers' own channel.", file=found.label))


