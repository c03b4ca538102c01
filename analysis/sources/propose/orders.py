"""Order lines: where the money, the order's number, its state and its cost come from."""

import pyarrow as pa
import pyarrow.compute as pc

from analysis.sources.identifiers import plain_header
from analysis.sources.propose.entry import Entry, named_columns
from analysis.sources.propose.found import Found, plain_ids
from analysis.sources.propose.remarks import ask, decided, warning
from analysis.sources.propose.words_orders import status_of

MOST_STATUSES = 30  # distinct words; a column with more is no status
SAME_MOMENT = 0.02  # share of rows whose customer has another one at the same time, up to which each row is an order
MINORITY = 0.4  # share of order numbers that may begin with the letters of a cancellation
NEGATIVE = 0.9  # share of such lines that must be negative
STORED = ("储值卡", "余额支付", "会员卡", "storedvalue", "giftcard", "wallet", "balance", "prepaid", "卡扣")
TOP_UP = ("储值", "充值", "topup", "storedvalue", "giftcard")


def transactions_entry(entry: Entry, roles: dict[str, str], *, month_first: bool) -> None:
    """Fill in the columns of order lines."""
    roles = dict(roles)
    price, profit, status = roles.pop("unit_price", None), roles.pop("profit", None), roles.pop("status", None)
    computed = "amount" not in roles
    named_columns(entry, roles, month_first=month_first)
    if computed:
        entry.columns["amount"] = {"multiply": [roles["quantity"], price]}
        entry.use(roles["quantity"], "amount (× price)", "both", "sure")
        entry.use(price, "transactions.amount (× quantity)", "derived", "likely")
        entry.note(decided("{file}: the amount of a line is {quantity} × {price}.", quantity=roles["quantity"], price=price))
        _warn_of_commas(entry, [roles["quantity"], price])
    if profit and "cost" not in roles and "amount" in roles:
        entry.columns["cost"] = {"subtract": [roles["amount"], profit]}
        entry.use(profit, "transactions.cost (sales − profit)", "derived", "likely")
        entry.note(decided("{file}: the cost of a line is {sales} less {profit}.", sales=roles["amount"], profit=profit))
        _warn_of_commas(entry, [roles["amount"], profit])
    if "order_id" not in roles:
        _number_orders(entry, roles)
    if status:
        _status_words(entry, status)
    _stored_value(entry)


def _warn_of_commas(entry: Entry, headers: list[str]) -> None:
    if any(facts.decimal == "," for header in headers for facts in entry.facts(header)):
        entry.note(
            warning(
                "{file}: {columns} are written with a decimal comma, which a computed column cannot read. Ask for the amount itself.",
                columns=", ".join(headers),
            )
        )


def _number_orders(entry: Entry, roles: dict[str, str]) -> None:
    """Each row an order, where times of day tell customers' rows apart; else a customer's day is one order."""
    timed = any(facts.date and facts.date.timed for facts in entry.facts(roles["ordered_at"]))
    if not timed or "customer_id" not in roles:
        entry.note(
            decided(
                "{file}: no column numbers the orders, and times do not tell them apart: what a customer buys on one day is one order."
            )
        )
        return
    found = entry.table
    pairs = pa.table({"who": found.column(roles["customer_id"]), "when": found.column(roles["ordered_at"])}).drop_null()
    repeated = 1 - pairs.group_by(["who", "when"]).aggregate([]).num_rows / max(pairs.num_rows, 1)
    if repeated <= SAME_MOMENT:
        entry.columns["order_id"] = {"row_number": True}
        entry.note(
            decided(
                "{file}: no column numbers the orders; the times carry hours and only {share} % of rows share theirs with another row of the same customer, so each row is taken for an order.",
                share=f"{100 * repeated:.1f}",
            )
        )
    else:
        entry.note(
            warning(
                "{file}: no column numbers the orders, and {share} % of rows share customer and time with another. Ask for the order number.",
                share=f"{100 * repeated:.0f}",
            )
        )


def _status_words(entry: Entry, header: str) -> None:
    """Map a status column by its words; words that are not understood are left for the user."""
    words = sorted({value for facts in entry.facts(header) for value in facts.values})
    if any(not facts.few for facts in entry.facts(header)) or len(words) > MOST_STATUSES:
        return
    known = {word: status for word in words if (status := status_of(word))}
    strange = [word for word in words if word not in known]
    if strange:
        entry.hints.append(f"Words of the status column to map under values: {', '.join(strange)}")
        entry.note(
            warning(
                "{file}, {column}: map these words under values.status, or reading will stop at them: {words}.",
                column=header,
                words=", ".join(strange),
            )
        )
    if not known:
        return
    entry.columns["status"] = header
    entry.values["status"] = {
        state: [word for word in words if known.get(word) == state] for state in dict.fromkeys(known.values())
    }
    entry.use(header, "transactions.status", "both", "sure" if not strange else "likely")
    told = "; ".join(f"{state}: {', '.join(words)}" for state, words in entry.values["status"].items())
    entry.note(decided("{file}, {column}: the words were read as {told}.", column=header, told=told))


def add_refunds(entry: Entry, returns: Entry | None) -> str | None:
    """Say how refunds are told where no status does: a list of returns, letters before the order's number, negative amounts.

    Returns the name of the extra input that client.yaml must declare, or None.
    """
    if "status" in entry.columns:
        return None
    order = entry.header("transactions.order_id")
    if returns is not None and order is not None:
        listed = entry.table.ids(order) | {one for table in entry.tables[1:] for one in table.ids(order)}
        key = next(iter(returns.reasons))
        keys = returns.table.ids(key)
        share = len(keys & listed) / max(len(keys), 1)
        if keys & listed:
            entry.columns["status"] = {"from_table": "returns", "on": "order_id", "then": "refunded", "otherwise": "paid"}
            entry.note(
                decided(
                    "{file}: {count} order numbers came back according to {other}; {share} % of them are found among the orders.",
                    count=len(keys),
                    other=returns.table.label,
                    share=round(100 * share),
                )
            )
            if shared := len(keys & _of_several(entry, order)):
                entry.note(
                    warning(
                        "{other}: {shared} of its order numbers belong to several customers, and the lines of all of them count as "
                        "returned. Ask who sent back what; until then, refunds: gross leaves everything sold.",
                        other=returns.table.label,
                        shared=shared,
                    )
                )
            return "returns"
        entry.note(
            warning(
                "{other}: none of its order numbers is found among the orders, so it does not say what came back.",
                other=returns.table.label,
            )
        )
    if order is not None and (prefix := cancelled_prefix(entry.table, order, _signed(entry))):
        entry.columns["status"] = {"starts_with": {"column": order, "prefix": prefix}, "then": "cancelled", "otherwise": "paid"}
        entry.use(order, "transactions.status", "content", "likely")
        entry.note(
            decided(
                "{file}, {column}: numbers that begin with {prefix} are nearly all negative and are taken for cancellations.",
                column=order,
                prefix=prefix,
            )
        )
    elif (share := max((facts.negative for header in _signed(entry) for facts in entry.facts(header)), default=0)) > 0:
        entry.note(decided("{file}: {share} % of the lines are negative; they are taken for refunds.", share=f"{100 * share:.1f}"))
    else:
        entry.note(ask("Refunds and cancellations: no column, word or sign tells them in {file}. Are they left out of the export?"))
    return None


def _of_several(entry: Entry, order: str) -> set[str]:
    """Order numbers that stand with more than one customer."""
    customer = entry.header("transactions.customer_id")
    if customer is None:
        return set()
    pairs = pa.concat_tables(
        pa.table({"order": plain_ids(one.column(order)), "customer": plain_ids(one.column(customer))}) for one in entry.tables
    )
    people = pairs.group_by("order").aggregate([("customer", "count_distinct")])
    return set(people.filter(pc.greater(people["customer_count_distinct"], 1))["order"].to_pylist())


def _signed(entry: Entry) -> list[str]:
    """The columns whose sign tells a line taken back."""
    return [
        header
        for header, (where, _, _) in entry.reasons.items()
        if "transactions.amount" in where or "transactions.quantity" in where
    ]


def cancelled_prefix(found: Found, order: str, signed: list[str]) -> str | None:
    """The letters that a minority of order numbers begin with whose lines are negative: 'C536379' among '536365'."""
    numbers = found.column(order)
    letters = pc.extract_regex(numbers, r"^(?P<letters>[A-Za-z]{1,3})-?[0-9]")
    starts = pc.struct_field(letters, "letters")
    counted = {pair["values"]: pair["counts"] for pair in pc.value_counts(starts.drop_null()).to_pylist()}
    negative = [pc.match_substring_regex(found.column(header), r"^\s*[-(]") for header in signed]
    for start, count in sorted(counted.items(), key=lambda pair: -pair[1]):
        if count > MINORITY * found.rows or not start:
            continue
        chosen = pc.equal(starts, start).combine_chunks()
        if any((pc.sum(pc.and_(chosen, one.combine_chunks())).as_py() or 0) >= NEGATIVE * count for one in negative):
            return start
    return None


def _stored_value(entry: Entry) -> None:
    """Lines paid from a balance whose top-up is sold in the same files would count the money twice: they are excluded."""
    sold = " ".join(
        plain_header(value) for facts in entry.table.facts.values() if facts.content == "category" for value in facts.values
    )
    if not any(word in sold for word in TOP_UP):
        return
    for header in entry.table.headers:
        facts = entry.table.facts[header]
        paying = any(word in plain_header(header) for word in ("支付方式", "付款方式", "收款方式", "payment", "tender"))
        words = [value for value in facts.values if any(word in plain_header(value) for word in STORED)]
        if paying and words and facts.few:
            entry.exclude[header] = words
            entry.use(header, "transactions.exclude", "content", "likely")
            entry.note(
                decided(
                    "{file}, {column}: lines paid by {words} are excluded, for the top-ups they are paid from are sold in the same files.",
                    column=header,
                    words=", ".join(words),
                )
            )


def overlapping(entry: Entry) -> None:
    """Where exports repeat each other's last days, equal lines in a later file are left out."""
    order = entry.header("transactions.order_id")
    if order is None or len(entry.tables) < 2:
        return
    seen: set[str] = set()
    repeated = 0
    for one in entry.tables:
        ids = one.ids(order)
        repeated += len(ids & seen)
        seen |= ids
    if repeated:
        entry.duplicates = "across_files"
        entry.note(
            decided(
                "{file} and the files like it: {count} order numbers stand in two of them; equal lines in a later file are left out.",
                count=repeated,
            )
        )
