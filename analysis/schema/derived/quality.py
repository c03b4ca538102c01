"""What is held and what is wrong with it."""

from analysis.schema.derived.parts import c
from analysis.schema.model import Table

QUALITY = (
    Table(
        "waterfall",
        "one step from raw rows to analysed rows",
        ("step",),
        (
            c("step", "string", "Key of the step, in order"),
            c("kind", "string", "level: what is left; removed: what the step took away", values=("level", "removed")),
            c("rows", "int", "Rows", "rows"),
            c("amount", "float", "Their money; missing where it cannot be read", "currency"),
        ),
    ),
    Table(
        "quality_checks",
        "one check on one column",
        ("table", "check", "column"),
        (
            c("table", "string", "Input table"),
            c("check", "string", "Key of the check"),
            c("column", "string", "Column looked at"),
            c("rows", "int", "Rows concerned (days, for the checks of silent days)", "rows"),
            c("share", "float", "Share of the table's rows (of its open days)", "fraction"),
            c("amount", "float", "Money on these rows; missing where the table has none", "currency"),
            c(
                "example",
                "string",
                "An example: figures, days and categories as they are, texts of persons as their shape",
                required=False,
            ),
            c("action", "string", "What was done", values=("kept", "left_out", "merged", "reported", "proposed")),
        ),
    ),
    Table(
        "value_maps",
        "one value of a category column that should be called otherwise",
        ("table", "column", "value"),
        (
            c("table", "string", "Input table"),
            c("column", "string", "Category column"),
            c("value", "string", "Value as it is spelled"),
            c("proposed", "string", "What it should be called"),
            c("rows", "int", "Rows with the value", "rows"),
            c(
                "why",
                "string",
                "Why the two are one",
                values=("spelling", "suffix", "initials", "prefix", "typing_error", "known_word"),
            ),
        ),
    ),
    Table(
        "roles",
        "one role",
        ("role",),
        (
            c("role", "string", "Who buys: consumer, company, reseller, distributor, staff, test"),
            c("in_base", "bool", "Whether client.yaml counts this role as customers"),
            c("customers", "int", "Customers of the role", "customers"),
            c("lines", "int", "Their order lines", "rows"),
            c("amount", "float", "Money of these lines, before the refund policy", "currency"),
        ),
    ),
    Table(
        "readiness",
        "one analysis",
        ("analysis",),
        (
            c("analysis", "string", "Key of the analysis"),
            c("measure", "string", "Key of the figure that decides"),
            c("minimum", "float", "Least figure needed"),
            c("actual", "float", "The client's figure; missing where nothing was delivered"),
            c("status", "string", "Verdict; absent: nothing was delivered for it", values=("pass", "warn", "fail", "absent")),
        ),
    ),
    Table(
        "inputs",
        "one input table held by the client",
        ("table",),
        (
            c("table", "string", "Input table"),
            c("files", "int", "Files read", "files"),
            c("rows", "int", "Rows read", "rows"),
            c("rejects", "int", "Rows that could not be read", "rows"),
            c("customers", "int", "Distinct customers", "customers"),
            c("join_share", "float", "Share of these customers who also have an order", "fraction"),
            c("first_at", "timestamp", "Earliest time"),
            c("last_at", "timestamp", "Latest time"),
        ),
    ),
    Table(
        "column_profile",
        "one column of one input table",
        ("table", "column"),
        (
            c("table", "string", "Input table"),
            c("column", "string", "Column"),
            c("missing", "int", "Rows without a value", "rows"),
            c("missing_share", "float", "Share of rows without a value", "fraction"),
            c("distinct", "int", "Distinct values", "values"),
        ),
    ),
)
