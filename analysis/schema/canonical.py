"""The canonical input tables: what a client's files are mapped to, whatever they look like."""

from analysis.schema.model import Column, Table

STATUSES = ("paid", "refunded", "cancelled", "pending")
FATES = (
    "unreadable_amount", "unreadable_date", "excluded", "superseded", "duplicate", "no_rate", "no_customer", "other_role", "ok",
)  # fmt: skip
CONSENT_STATES = ("given", "refused", "withdrawn")
EVENT_KINDS = (
    "view", "click", "search", "save", "skip", "cart", "login", "trial", "share", "use", "follow", "other",
)  # fmt: skip
VISIT_STAGES = ("booked", "arrived", "consulted", "paid", "performed", "cancelled", "no_show")
BALANCE_KINDS = ("cash", "bonus", "course_units", "points", "gift_card")
CONTACT_OUTCOMES = ("opened", "clicked", "visit", "ordered", "revenue")  # what came of a contact: shares but for the last
ROLES = ("consumer", "company", "reseller", "distributor", "staff", "test")
ENTITIES = ("person", "household", "account")
ATTRIBUTE_KINDS = ("demographic", "geographic", "membership", "consent", "psychographic", "metric", "outcome")
ITEM_ROLES = ("satisfaction", "recommendation", "attitude", "motive", "need", "reason", "free_text")

_SOURCE = (
    Column("source_file", "string", "Name of the file (or warehouse table) that the row came from"),
    Column("source_row", "int", "Number of the row within that file", "row"),
)


def _customer(required: bool = True) -> Column:
    return Column("customer_id", "string", "Pseudonym of the customer", required=required)


CANONICAL: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "transactions",
            "one order line (or order)",
            ("source_file", "source_row"),
            (
                _customer(),
                Column("ordered_at", "timestamp", "When the order was placed, client's time zone", required=True),
                Column("amount", "money", "Money of the line, negative for a refund", "currency", required=True),
                Column("order_id", "string", "Number of the order; an order is (order_id, customer_id)"),
                Column("product", "string", "Product name or code"),
                Column("category", "string", "Product category or department"),
                Column("quantity", "float", "Units on the line", "units"),
                Column("channel", "string", "Sales channel"),
                Column("store", "string", "Store or site"),
                Column("brand", "string", "Brand"),
                Column("city", "string", "City of the buyer or the delivery"),
                Column("region", "string", "Region, province or state"),
                Column("country", "string", "Country"),
                Column("list_amount", "money", "Money of the line before discount", "currency"),
                Column("discount", "money", "Discount given on the line", "currency"),
                Column("cost", "money", "Cost of the goods on the line", "currency"),
                Column("freight", "money", "Freight charged, not part of amount", "currency"),
                Column("tax", "money", "Tax contained in amount", "currency"),
                Column("points", "money", "Part of amount paid with points", "currency"),
                Column("gift_card", "money", "Part of amount paid with gift cards", "currency"),
                Column("currency", "string", "Currency of the line in the file; amounts are converted to the client's"),
                Column("promotion", "string", "Promotion under which the line was sold"),
                Column("consultant", "string", "Adviser or salesperson"),
                Column("status", "string", "State of the line", values=STATUSES),
                Column("fate", "string", "Why the line is left out of the analysis, or ok", values=FATES),
                *_SOURCE,
            ),
        ),
        Table(
            "customers",
            "one customer",
            ("customer_id",),
            (
                _customer(),
                Column("joined_at", "date", "Date of joining or registration"),
                Column("role", "string", "Who this is; only declared roles enter the base", values=ROLES),
                *_SOURCE,
            ),
            open=True,
        ),
        Table(
            "links",
            "one account and the entity it belongs to",
            ("customer_id",),
            (_customer(), Column("entity_id", "string", "Person, household or account that counts", required=True), *_SOURCE),
        ),
        Table(
            "events",
            "one event on web, app or social media",
            ("source_file", "source_row"),
            (
                _customer(),
                Column("occurred_at", "timestamp", "When it happened, client's time zone", required=True),
                Column("kind", "string", "What the customer did", required=True, values=EVENT_KINDS),
                Column("category", "string", "Category viewed, searched or used"),
                Column("channel", "string", "Where the visit came from"),
                Column("device", "string", "Device"),
                Column("duration", "float", "Length of use", "seconds"),
                Column("context", "string", "Occasion, scene or mood where recorded"),
                Column("source", "string", "Platform: website, app, social network"),
                *_SOURCE,
            ),
        ),
        Table(
            "responses",
            "one respondent's answers (wide) or one answer (long)",
            ("source_file", "source_row"),
            (
                _customer(required=False),
                Column("respondent_id", "string", "Respondent where no customer is known"),
                Column("answered_at", "timestamp", "When it was answered"),
                Column("item", "string", "Item answered (long form)"),
                Column("answer", "string", "Answer given (long form)"),
                *_SOURCE,
            ),
            open=True,
        ),
        Table(
            "contacts",
            "one campaign contact, or one customer held out from it",
            ("source_file", "source_row"),
            (
                _customer(required=False),
                Column("arm", "string", "Arm of the test: control for the hold-out", required=True),
                Column("campaign", "string", "Name of the campaign"),
                Column("contacted_at", "timestamp", "When contacted (or would have been)"),
                Column("channel", "string", "Channel of the contact"),
                Column("cost", "money", "Cost of the contact", "currency"),
                Column("opened", "float", "1 where the message was opened, else 0"),
                Column("clicked", "float", "1 where something in it was clicked, else 0"),
                Column("visit", "float", "1 where the customer came afterwards, else 0"),
                Column("ordered", "float", "1 where the customer ordered afterwards, else 0"),
                Column("revenue", "float", "Money spent afterwards", "currency"),
                *_SOURCE,
            ),
            open=True,
        ),
        Table(
            "feedback",
            "one comment",
            ("source_file", "source_row"),
            (
                _customer(required=False),
                Column("text", "string", "The comment, masked", required=True),
                Column("created_at", "timestamp", "When it was written"),
                Column("rating", "float", "Rating given with it", "stars"),
                Column("source", "string", "Platform: website, marketplace, social network"),
                *_SOURCE,
            ),
        ),
        Table(
            "visits",
            "one booking or visit",
            ("source_file", "source_row"),
            (
                _customer(),
                Column("booked_at", "timestamp", "When booked"),
                Column("arrived_at", "timestamp", "When the customer arrived"),
                Column("stage", "string", "How far the visit went", values=VISIT_STAGES),
                Column("category", "string", "Project or service"),
                Column("doctor", "string", "Doctor"),
                Column("adviser", "string", "Adviser"),
                Column("site", "string", "Site"),
                Column("consumed", "money", "Value of what was performed, never added to receipts", "currency"),
                *_SOURCE,
            ),
        ),
        Table(
            "balances",
            "one customer's account at a date",
            ("customer_id", "kind", "as_of"),
            (
                _customer(),
                Column("kind", "string", "Kind of balance; never summed with receipts", required=True, values=BALANCE_KINDS),
                Column("amount", "money", "Balance held", "currency or units", required=True),
                Column("value", "money", "What was paid for a balance in units (courses); empty for money", "currency"),
                Column("as_of", "date", "Date of the balance"),
                Column("expires_at", "date", "When it lapses"),
                *_SOURCE,
            ),
        ),
        Table(
            "summaries",
            "one customer whose metrics the client gives (no order lines)",
            ("customer_id",),
            (
                _customer(),
                Column("recency", "float", "Time since the last order", "days"),
                Column("orders", "float", "Number of orders", "orders"),
                Column("revenue", "money", "Money spent", "currency"),
                Column("tenure", "float", "Time since joining", "days"),
                *_SOURCE,
            ),
            open=True,
        ),
        Table(
            "consents",
            "one consent given, refused or withdrawn",
            ("source_file", "source_row"),
            (
                _customer(),
                Column("state", "string", "What was said", required=True, values=CONSENT_STATES),
                Column("purpose", "string", "What the data may be used for"),
                Column("channel", "string", "Channel that it speaks of; missing for every channel"),
                Column("stated_at", "timestamp", "When it was said"),
                Column("withdrawn_at", "timestamp", "When it was taken back, where the file writes that in the same row"),
                Column("source", "string", "Where it was said: form, app, store, call"),
                *_SOURCE,
            ),
        ),
        Table(
            "rates",
            "one currency on one day",
            ("date", "currency"),
            (
                Column("date", "date", "Day from which the rate holds", required=True),
                Column("currency", "string", "Currency of order lines", required=True),
                Column("rate", "float", "Units of the client's currency for one unit of it", required=True),
                *_SOURCE,
            ),
        ),
        Table(
            "calendar",
            "one day of a client's own calendar",
            ("date",),
            (
                Column("date", "date", "Day", required=True),
                Column("fiscal_year", "int", "Fiscal year"),
                Column("fiscal_period", "string", "Fiscal month or period"),
                Column("holiday", "string", "Holiday or season that falls on the day"),
                *_SOURCE,
            ),
        ),
    )
}
