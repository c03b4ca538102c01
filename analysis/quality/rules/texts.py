"""Faults that the canonical form hides, measured on the files as text: words among figures, days that never were, blanks, numbers as
decimals, columns without content."""

from collections.abc import Iterator

from analysis.engine import Column, F, to_pandas
from analysis.quality.rules.model import Fault, Found, Kind, Scope
from analysis.quality.rules.values import NOTHING

# Patterns that both engines read alike.
_WORD = r"[A-Za-z]{3}|[\x{4E00}-\x{9FFF}]{2}|^[^0-9\x{FF10}-\x{FF19}]*$"
_EDGE = r"^[ \t\x{A0}\x{3000}]|[ \t\x{A0}\x{3000}]$"
_DECIMAL_ID = r"^[0-9]+[.]0+$"
_NO_DAY = (
    r"^0{4}[-/.]|^[0-9]{4}[-/.]0{1,2}[-/.]|^[0-9]{4}[-/.][0-9]{1,2}[-/.]0{1,2}([ T]|$)|^0{1,2}[-/.]"
    r"|^[0-9]{4}[-/.](0?2[-/.]3[01]|0?[469][-/.]31|11[-/.]31)|^(3[01][-/.]0?2|31[-/.]0?[469]|31[-/.]11)[-/.]"
    r"|^(0?2[-/.]3[01]|0?[469][-/.]31|11[-/.]31)[-/.][0-9]{4}|^[0-9]{4}[-/.](1[3-9]|[2-9][0-9])[-/.]|^[0-9]{4}[-/.][0-9]{1,2}[-/.](3[2-9]|[4-9][0-9])"
)
_ENOUGH = 20  # rows that tell a constant from a coincidence


def _raw(scope: Scope, *kinds: Kind) -> list[str]:
    """Columns of text of some kinds, in the files as they came."""
    return [name for name in scope.of_kind(*kinds) if scope.is_text(name)] if scope.raw else []


def words_among_figures(scope: Scope) -> Iterator[Fault]:
    """Words in a column of figures; those that say 'not known' apart from the others."""
    for column in _raw(scope, "number"):
        text = F.lower(F.col(column))
        word, unknown = text.rlike(_WORD) & ~_told(scope, column), text.isin(*NOTHING)
        yield Fault("mixed_types", column, word & ~unknown, "reported", F.col(column), masked=True)
        yield Fault("sentinel", column, unknown, "reported", text)


def words_among_days(scope: Scope) -> Iterator[Fault]:
    """Words in a column of days, and days that no calendar has."""
    for column in _raw(scope, "day"):
        text = F.lower(F.col(column))
        word, unknown = ~text.rlike("[0-9]") & ~_told(scope, column), text.isin(*NOTHING)
        yield Fault("mixed_types", column, word & ~unknown, "reported", F.col(column), masked=True)
        yield Fault("sentinel", column, unknown, "reported", text)
        yield Fault("impossible_date", column, text.rlike(_NO_DAY), "reported", F.col(column))


def _told(scope: Scope, column: str) -> Column:
    """Whether a value is a word that client.yaml reads."""
    words = scope.told.get(scope.label(column), ())
    return F.col(column).isin(*words) if words else F.lit(False)


def blanks(scope: Scope) -> Iterator[Fault]:
    """Blanks around a value, and numbers of customers written as 10023.0; reading takes both off."""
    for column in _raw(scope, "key", "category", "code"):
        yield Fault("padded", column, F.col(column).rlike(_EDGE), "merged" if column in scope.mapped else "reported")
        if scope.mapped.get(column) in ("customer_id", "respondent_id", "entity_id"):
            yield Fault("decimal_id", column, F.col(column).rlike(_DECIMAL_ID), "merged", F.col(column), masked=True)


def contents(scope: Scope) -> Iterator[Found]:
    """Columns without a value, or with the same one in every row."""
    if not scope.raw:
        return
    columns = list(scope.labels)
    sums = [F.count(F.lit(1)).alias("all_rows")]
    for i, name in enumerate(columns):
        text = F.col(name).cast("string")
        sums += [F.count(name).alias(f"known_{i}"), F.min(text).alias(f"least_{i}"), F.max(text).alias(f"most_{i}")]
    row = to_pandas(scope.frame.agg(*sums)).iloc[0]
    rows = int(row["all_rows"])
    for i, name in enumerate(columns):
        if row[f"known_{i}"] == 0:
            yield Found("empty", scope.label(name), rows)
        elif rows >= _ENOUGH and row[f"known_{i}"] == rows and row[f"least_{i}"] == row[f"most_{i}"]:
            yield Found("constant", scope.label(name), rows)


def world_time(scope: Scope) -> Iterator[Found]:
    """Times that all end in Z: world time, which is another than the client's clock."""
    for column in _raw(scope, "day"):
        if column not in scope.mapped:
            continue
        row = to_pandas(
            scope.frame.agg(F.count(column).alias("known"), _times(F.col(column).rlike("[0-9]Z$")).alias("world"))
        ).iloc[0]
        if row["known"] >= _ENOUGH and row["world"] == row["known"]:
            yield Found("world_time", scope.label(column), int(row["known"]))


def _times(condition: Column) -> Column:
    return F.sum(F.when(condition, F.lit(1)).otherwise(F.lit(0)))
