"""From a column specification of client.yaml to an expression of the engine.

The raw file's columns are text (or parquet's own types) under short names r0, r1 …; the
result has the canonical type.  What cannot be read becomes missing, never an error: the
quality rules count it.
"""

from collections.abc import Mapping
from functools import reduce
from operator import add, mul, sub

from analysis.config.columns import (
    Add,
    ColumnSpec,
    Concat,
    Constant,
    FromColumn,
    Multiply,
    RowNumber,
    StartsWith,
    Subtract,
)  # fmt: skip
from analysis.engine import Column, F, try_cast
from analysis.schema.model import ENGINE_TYPES
from analysis.sources.dates import engine_pattern

_NUMERIC = ("int", "float", "money")


def text_of(name: str) -> Column:
    """Trimmed text, missing where blank."""
    trimmed = F.trim(F.col(name).cast("string"))
    return F.when(trimmed != F.lit(""), trimmed)


def identifier_of(value: Column) -> Column:
    """An id as text: blanks off, '17850.0' as '17850', spelled-out nothings missing."""
    whole = F.when(value.rlike(r"^[0-9]+\.0+$"), F.regexp_extract(value, r"^([0-9]+)\.0+$", 1)).otherwise(value)
    return F.when(~F.lower(whole).isin("nan", "null", "none", "na", "n/a", "#n/a"), whole)


def number_of(name: str, type_: str, *, typed: bool, decimal: str | None = None) -> Column:
    """A number from text such as '£1,234.50', '(12.00)', '12-' or, with decimal ',', '1.234,50'."""
    if typed:
        return F.col(name).cast(ENGINE_TYPES[type_])
    text = F.trim(F.col(name))
    digits = F.regexp_replace(text, r"[^0-9.,]", "")
    digits = F.regexp_replace(digits, r"[.]", "") if decimal == "," else F.regexp_replace(digits, ",", "")
    digits = F.translate(digits, ",", ".") if decimal == "," else digits
    # Letters other than a currency's name make a word, not a number: 'n/a', 'see note 3'.
    word = F.regexp_replace(text, r"[0-9.,()\s+-]", "").rlike(r"[A-Za-z].*[A-Za-z].*[A-Za-z].*[A-Za-z]|/")
    size = try_cast(F.when(~word, digits), "float" if type_ == "int" else type_).cast(ENGINE_TYPES[type_])
    negative = text.rlike(r"^\(.*\)$|^[^0-9]*-|-$")
    plain = F.when(negative, -size).otherwise(size)
    # What the engine reads as it stands (1e5, -12.5) needs no cleaning.
    return plain if decimal == "," else F.coalesce(try_cast(text, type_), plain)


def timestamp_of(value: Column, format_: str) -> Column:
    """A naive timestamp from text in the given strptime format."""
    tidy = F.regexp_replace(F.regexp_replace(F.translate(F.trim(value), "TZ", " "), " +$", ""), " +", " ")
    if "%b" in format_ or "%p" in format_:
        tidy = F.regexp_replace(F.trim(value), " +", " ")
    return F.try_to_timestamp(tidy, F.lit(engine_pattern(format_))).cast("timestamp_ntz")


OPERATIONS = {Multiply: mul, Subtract: sub, Add: add}


def column_of(
    spec: ColumnSpec, type_: str, *, short: Mapping[str, str], typed: Mapping[str, bool], formats: Mapping[str, str]
) -> Column:
    """The expression of one canonical column.

    `short` maps the file's column names to the names they were read under, `typed` says which
    of them hold parquet's own types instead of text, `formats` the date format of each.
    """
    match spec:
        case FromColumn():
            name = short[spec.column]
            return _from_column(spec, name, type_, typed=typed[spec.column], format_=formats.get(spec.column))
        case Multiply(multiply=names) | Subtract(subtract=names) | Add(add=names):
            numbers = [number_of(short[name], "float", typed=typed[name]) for name in names]
            # In doubles, then rounded to money: SQLFrame takes decimal × decimal for the same
            # type and drops the cast that would bring eight decimals back to four.
            return reduce(OPERATIONS[type(spec)], numbers).cast(ENGINE_TYPES["money"])
        case Concat():
            parts = [text_of(short[name]) for name in spec.concat]
            return reduce(lambda left, right: F.concat(left, F.lit(spec.separator), right), parts)
        case Constant():
            return F.lit(spec.constant)
        case RowNumber():
            return F.concat(F.col("source_file"), F.lit(":"), F.col("source_row").cast("string"))
        case StartsWith():
            test = text_of(short[spec.starts_with.column]).startswith(spec.starts_with.prefix)
            return F.when(test, F.lit(spec.then)).otherwise(F.lit(spec.otherwise))
    raise AssertionError(spec)  # FromTable is joined, not computed: see canonical.py


def _from_column(spec: FromColumn, name: str, type_: str, *, typed: bool, format_: str | None) -> Column:
    if type_ in ("timestamp", "date"):
        read = F.col(name).cast("timestamp_ntz") if typed else timestamp_of(F.col(name), format_)
        return read.cast("date") if type_ == "date" else read
    if type_ in _NUMERIC:
        return number_of(name, type_, typed=typed, decimal=spec.decimal)
    text = text_of(name)
    match spec.normalise:
        case "id":
            return identifier_of(text)
        case "upper":
            return F.upper(text)
        case "lower":
            return F.lower(text)
    return text


def mapped_values(value: Column, wanted: Mapping[str, str]) -> Column:
    """The client's words replaced by the keys they are mapped to; other words stay."""
    result = value
    for key in sorted(set(wanted.values())):
        words = [word for word, to in wanted.items() if to == key]
        result = F.when(value.isin(*words), F.lit(key)).otherwise(result)
    return result
