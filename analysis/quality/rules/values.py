"""Values that cannot be meant: stand-ins for 'unknown', days that never were or have not come, births before any living person's."""

from collections.abc import Iterator
from datetime import date

from analysis.engine import Column, F, to_pandas, try_cast
from analysis.quality.rules.model import Fault, Found, Scope

# Days that systems write where they know none (also where a spreadsheet or Unix counts from).
NEVER = (
    "0001-01-01", "1111-11-11", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01", "2999-12-31", "9999-12-31",
)  # fmt: skip
EPOCH = "1970-01-01"
OLDEST = date(1930, 1, 1)
LIFE = 110  # years

# Words that say 'not known', in small letters.  'none' and 无 may be an answer (no complaint): they count
# only where the column holds figures or days.
UNKNOWN = (
    "unknown", "unspecified", "undefined", "not known", "not available", "not specified", "not provided", "n/a", "#n/a", "n.a.", "na",
    "null", "(null)", "nan", "nil", "missing", "(blank)", "blank", "tbd", "-", "--", "---", "?", "??", "???", ".", "/", "\\n",
    "未知", "不详", "未填", "未填写", "未登记", "未说明", "缺失", "待补充", "暂缺", "空",
)  # fmt: skip
NOTHING = (*UNKNOWN, "none", "无", "暂无", "没有")
_BELOW = (-1, -9, -99, -999, -9999)
_ABOVE = (999, 9999, 99999, 999999, 9999999)
_FEW = 20  # values from which a column's other values say what is usual in it


def unknown_words(scope: Scope) -> Iterator[Fault]:
    """Words for 'not known' where a blank was meant.  Names of areas and of codes may be 'NA': only whole words count."""
    for column in scope.of_kind("category", "product", "text", "code", "key"):
        if not scope.is_text(column) or (scope.raw and scope.mapped.get(column, "customer_id") != "customer_id"):
            continue  # the canonical table shows it; of customer numbers it makes a blank
        text = F.col(column)
        words = UNKNOWN if scope.kinds[column] == "category" else tuple(word for word in UNKNOWN if word != "na")
        yield Fault("sentinel", column, F.lower(text).isin(*words), "reported", F.lower(text))


def days(scope: Scope) -> Iterator[Fault]:
    """Stand-ins for an unknown day, and days out of the credible span."""
    for column in scope.of_kind("day", "time"):
        if scope.raw:
            continue
        day = F.col(column).cast("date")
        never = day.isin(*(F.lit(one).cast("date") for one in NEVER))
        yield Fault("sentinel", column, never, "reported", day)
        # A time of zero is 1970-01-01.  Births are spread over decades: a thousandth on one day is many times its share.
        yield Fault("sentinel", column, day == F.lit(EPOCH).cast("date"), "reported", day, least=3, least_share=0.001)
        first, last = _credible(scope, column)
        yield Fault("early_date", column, (day < _lit(first)) & ~never, "reported", day)
        if last is not None:
            yield Fault("future_date", column, (day > _lit(last)) & ~never, "reported", day, largest=True)


def _credible(scope: Scope, column: str) -> tuple[date, date | None]:
    """The days between which a column's days are credible; what lapses or is planned may lie ahead."""
    if is_birth(column):
        return date(oldest_birth(scope), 1, 1), scope.last
    ahead = column.startswith(("expire", "valid", "due", "end", "booked", "next", "plan"))
    # Somebody may have joined long before there was a system to write it.
    return OLDEST if scope.table == "customers" else scope.first, None if ahead else scope.last


def oldest_birth(scope: Scope) -> int:
    """The year before which nobody living was born; of files without any day, that of the oldest customers of today's systems."""
    return 1905 if scope.last is None else scope.last.year - LIFE


def is_birth(column: str) -> bool:
    """Whether a column's name says that it holds births."""
    words = column.lower()
    return any(part in words for part in ("birth", "born", "dob", "出生", "生日"))


def birth_years(scope: Scope) -> Iterator[Fault]:
    """Years of birth that nobody living has."""
    for column in scope.of_kind("number"):
        if not scope.raw and is_birth(scope.label(column)):
            year = F.col(column)
            wrong = year < F.lit(float(oldest_birth(scope)))
            if scope.last is not None:
                wrong = wrong | (year > F.lit(float(scope.last.year)))
            yield Fault("impossible_birth", column, wrong, "reported", try_cast(year, "int").cast("string"))


def _lit(day: date) -> Column:
    return F.lit(day.isoformat()).cast("date")


def stand_in_numbers(scope: Scope) -> Iterator[Found]:
    """-1, 999, 9999 … where they stand apart from all other values of the column.

    A negative one counts where nothing else is below zero; a large one where it occurs three times or
    more and every other value is below half of it: 999 among prices of 950 and 1,200 is a price.
    """
    columns = [name for name in scope.of_kind("number", "money") if not is_birth(scope.label(name))]
    if not columns or scope.raw or scope.table in ("transactions", "responses"):
        return
    sums = [sum_.alias(f"{what}_{i}") for i, name in enumerate(columns) for what, sum_ in _around(F.col(name)).items()]
    row = fetched(scope, sums)
    for i, name in enumerate(columns):
        at = {what: row[f"{what}_{i}"] for what in ("known", "below", "least", "above", "lowest", "top", "bottom")}
        known = at["known"] - at["below"] - at["above"]
        if known < _FEW:
            continue
        if at["below"] >= 1 and at["bottom"] >= 0:
            yield Found("sentinel", scope.label(name), int(at["below"]), example=f"{at['least']:.0f}")
        elif at["above"] >= 3 and at["top"] < at["lowest"] / 2:
            yield Found("sentinel", scope.label(name), int(at["above"]), example=f"{at['lowest']:.0f}")


def _around(value: Column) -> dict[str, Column]:
    number = value.cast("double")
    below, above = number.isin(*map(float, _BELOW)), number.isin(*map(float, _ABOVE))
    other = ~(below | above)
    return {
        "known": F.count(value),
        "below": F.sum(F.when(below, F.lit(1)).otherwise(F.lit(0))),
        "above": F.sum(F.when(above, F.lit(1)).otherwise(F.lit(0))),
        "least": F.min(F.when(below, number)),
        "lowest": F.min(F.when(above, number)),
        "top": F.max(F.when(other, number)),
        "bottom": F.min(F.when(other, number)),
    }


def fetched(scope: Scope, sums: list[Column]) -> dict[str, float]:
    """One row of aggregates, as numbers; 0 for what is missing."""
    return to_pandas(scope.frame.agg(*sums)).fillna(0).iloc[0].to_dict()
