"""From a column specification of client.yaml to an expression of the engine.

The raw file's columns are text (or parquet's own types) under short names r0, r1 …; the
result has the canonical type.  What cannot be read becomes missing, never an error: the
quality rules count it.
"""

import re
from collections.abc import Mapping
from functools import reduce
from operator import add, mul, sub
from typing import Literal

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
from analysis.errors import ConfigError
from analysis.schema.model import ENGINE_TYPES
from analysis.sources.dates import engine_pattern, shape, tidy_format
from analysis.sources.zones import Shifts, in_utc, in_zone, plain_part

Kind = Literal["text", "float", "time", "zoned", "flag", "other"]  # what a column of the file holds
_NUMERIC = ("int", "float", "money")
DAYS = {"weeks": 7.0, "months": 30.4375, "years": 365.25}  # in the mean of the calendar

# Patterns that both engines read alike.  Blanks of every kind: a client's file knows more than one.
_BLANK = r"[ \t\r\n\x{A0}\x{202F}\x{3000}\x{FEFF}]"
_EDGES = f"^{_BLANK}+|{_BLANK}+$"
_PLAIN = r"^[+-]?([0-9]{1,24}[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$"
_PLAIN_COMMA = r"^[+-]?[0-9]{1,24}$"
_WIDE = ("０１２３４５６７８９．，（）－−﹣–", "0123456789.,()----")
_WORD = r"[A-Za-z].*[A-Za-z].*[A-Za-z].*[A-Za-z]|/"  # letters beyond a currency's name: 'n/a', 'see note 3'
_BROKEN = r"[0-9].*[^0-9.,' ’\x{A0}\x{202F}_].*[0-9]"  # two numbers, not one: '10-20', '2 x 3', a date
_UNIT = r"[0-9] ?([\x{4E07}\x{842C}\x{4EBF}\x{5104}%\x{FF05}])[^0-9]*$"  # 万 萬 亿 億 and per cent behind the number
_UNITS = {"10000": "[\\x{4E07}\\x{842C}]", "100000000": "[\\x{4EBF}\\x{5104}]", "0.01": "[%\\x{FF05}]"}
# 3千 and 12K are thousands to some, and in 万亿 one unit stands on another.
_OTHER_UNIT = (
    r"[0-9] ?([\x{5341}\x{767E}\x{5343}\x{4EDF}]|[kKmM]([^A-Za-z]|$)|[bB][nN]?([^A-Za-z]|$))"
    r"|[\x{4E07}\x{842C}\x{4EBF}\x{5104}%\x{FF05}].*[\x{4E07}\x{842C}\x{4EBF}\x{5104}%\x{FF05}]"
)
_NEGATIVE = r"\([^()]*[0-9][^()]*\)|^[^0-9]*-|[0-9] ?-[^0-9]*$"
# A thousands mark has three digits behind it: '12,50' is twelve and a half, not 1250.
# And no amount has twenty-five digits, which would be infinite to an engine if there were more of them.
_MISGROUPED = {".": r",[0-9]{1,2}([.]|$)|[0-9]{25}", ",": r"[.]([0-9]{1,2}|[0-9]{5,})(,|$)|[0-9]{25}"}


def trimmed(value: Column) -> Column:
    """Text without blanks at its ends.  (The engines' own trim differ: Spark's knows only the plain blank.)"""
    return F.regexp_replace(value, _EDGES, "")


def text_of(name: str, kind: Kind = "text") -> Column:
    """Text of a trimmed column, missing where blank."""
    if kind == "float":
        # 12345678.0 as '12345678': Spark would write it as 1.2345678E7.
        value = _within(F.col(name))
        whole = try_cast(value, "int")
        return F.when(value == whole.cast("double"), whole.cast("string")).otherwise(value.cast("string"))
    text = F.col(name).cast("string")
    return F.when(text != F.lit(""), text)


def identifier_of(value: Column) -> Column:
    """An id as text: blanks off, '17850.0' as '17850', spelled-out nothings missing."""
    whole = F.when(value.rlike(r"^[0-9]+\.0+$"), F.regexp_extract(value, r"^([0-9]+)\.0+$", 1)).otherwise(value)
    return F.when(~F.lower(whole).isin("nan", "null", "none", "na", "n/a", "#n/a"), whole)


def number_of(name: str, type_: str, *, typed: bool, decimal: str | None = None) -> Column:
    """A number from trimmed text such as '£1,234.50', '(12.00)', '12-', '1.2万' or, with decimal ',', '1.234,50'.

    What is no number, or could be two, is missing; so is a percentage where money or a count is meant.
    """
    if typed:
        return money_of(_within(F.col(name), 1e14)) if type_ == "money" else _of_type(_within(F.col(name).cast("double")), type_)
    text = F.col(name)
    wide = F.translate(text, *_WIDE)
    digits = F.regexp_replace(wide, r"[^0-9.,]", "")
    mark = decimal or "."
    sound = ~(
        F.regexp_replace(wide, r"[0-9.,() +-]", "").rlike(_WORD)
        | wide.rlike(_BROKEN)
        | wide.rlike(_OTHER_UNIT)
        | digits.rlike(_MISGROUPED[mark])
    )
    bare = F.translate(F.regexp_replace(digits, "[.]", ""), ",", ".") if mark == "," else F.regexp_replace(digits, ",", "")
    as_number = "float" if type_ == "int" else type_
    size = try_cast(F.when(sound & ~wide.rlike(_UNIT), bare), as_number)
    size = F.coalesce(size, _in_units(wide, F.when(sound & wide.rlike(_UNIT), bare), type_))
    cleaned = F.when(wide.rlike(_NEGATIVE), -size).otherwise(size)
    # What the engine reads as it stands (1e5, -12.5) needs no cleaning, and most values are of that kind.
    plain = text.rlike(_PLAIN_COMMA if mark == "," else _PLAIN)
    return _of_type(F.when(plain, try_cast(text, as_number)).otherwise(cleaned), type_)


def _in_units(wide: Column, bare: Column, type_: str) -> Column:
    """The number in front of 万, 亿 or %, times what that stands for."""
    unit = F.regexp_extract(wide, _UNIT, 1)
    exact = try_cast(bare, "decimal(38,8)").cast("double")
    scaled = reduce(
        lambda other, times: F.when(unit.rlike(_UNITS[times]), exact * F.lit(float(times))).otherwise(other),
        _UNITS,
        F.lit(None).cast("double"),
    )
    if type_ == "float":
        return try_cast(scaled, "decimal(38,8)").cast("double")
    return (
        money_of(F.when(~unit.rlike(_UNITS["0.01"]), scaled)) if type_ == "money" else F.when(~unit.rlike(_UNITS["0.01"]), scaled)
    )


def _of_type(number: Column, type_: str) -> Column:
    """A number as it is, or as int: missing unless whole."""
    whole = try_cast(number, "int")
    return F.when(number == whole.cast("double"), whole) if type_ == "int" else number


def _within(value: Column, limit: float = 1e300) -> Column:
    """A number that is one: NaN is above every limit on both engines."""
    return F.when((value < F.lit(limit)) & (value > F.lit(-limit)), value)


def money_of(value: Column) -> Column:
    """A number as money, rounded half up as a reader with a calculator expects; missing where too large.

    By way of eight decimals: DuckDB takes 0.00015 for a hair below the half, Spark for the half.
    (DuckDB fails to write the result to parquet where it believes that nothing can be missing,
    so a column of doubles comes through `_within`.)
    """
    return try_cast(try_cast(value, "decimal(38,8)"), "money")


def timestamp_of(value: Column, format_: str) -> Column:
    """A naive timestamp from trimmed text in the given strptime format."""
    format_ = tidy_format(format_)
    text = value
    if "%b" not in format_ and "%p" not in format_ and re.search("%[HI]", format_):
        text = trimmed(F.translate(text, "TZ", " "))
    if " " in format_:
        text = F.regexp_replace(text, "  +", " ")
    if "%y" in format_:
        text, format_ = _with_century(text, format_), format_.replace("%y", "%Y")
    fits = text.rlike(f"^{shape(format_)}$")
    return F.try_to_timestamp(F.when(fits, text), F.lit(engine_pattern(format_))).cast("timestamp_ntz")


def _with_century(text: Column, format_: str) -> Column:
    """Two-digit years in full, 69 as 1969 and 68 as 2068: Spark would put them all after 2000."""
    head, tail = (f"({shape(part)})" for part in format_.split("%y", 1))
    pattern = f"^{head}([0-9]{{2}}){tail}$"
    before, year, after = (F.regexp_extract(text, pattern, group) for group in (1, 2, 3))
    return F.concat(before, F.when(year >= F.lit("69"), F.lit("19")).otherwise(F.lit("20")), year, after)


OPERATIONS = {Multiply: mul, Subtract: sub, Add: add}


def column_of(
    spec: ColumnSpec, type_: str, *, short: Mapping[str, str], kinds: Mapping[str, Kind], formats: Mapping[str, str],
    shifts: Mapping[str, Shifts],
) -> Column:  # fmt: skip
    """The expression of one canonical column.

    `short` maps the file's column names to the names they were read under, `kinds` says what
    each of them holds, `formats` the date format of those that are read as dates, `shifts` the way
    from UTC to the client's zone for those whose times carry a zone.
    """
    match spec:
        case FromColumn():
            name = short[spec.column]
            read = {"format_": formats.get(spec.column), "shifts": shifts.get(spec.column)}
            return _from_column(spec, name, type_, kind=kinds[spec.column], **read)
        case Multiply(multiply=names) | Subtract(subtract=names) | Add(add=names):
            numbers = [_number(short[name], "float", kind=kinds[name]) for name in names]
            # In doubles, then rounded to money: a price may have more than four decimals.
            return money_of(reduce(OPERATIONS[type(spec)], numbers))
        case Concat():
            parts = [text_of(short[name], kinds[name]) for name in spec.concat]
            return reduce(lambda left, right: F.concat(left, F.lit(spec.separator), right), parts)
        case Constant():
            return F.lit(spec.constant)
        case RowNumber():
            return F.concat(F.col("source_file"), F.lit(":"), F.col("source_row").cast("string"))
        case StartsWith():
            name = spec.starts_with.column
            test = text_of(short[name], kinds[name]).startswith(spec.starts_with.prefix)
            return F.when(test, F.lit(spec.then)).otherwise(F.lit(spec.otherwise))
    raise AssertionError(spec)  # FromTable is joined, not computed: see canonical.py


def _from_column(spec: FromColumn, name: str, type_: str, *, kind: Kind, format_: str | None, shifts: Shifts | None) -> Column:
    if spec.unit is not None and type_ != "float":
        raise ConfigError(
            "client.yaml: column '{column}' has unit: {unit}, which is for lengths of time such as recency and tenure. Leave it out.",
            column=spec.column,
            unit=spec.unit,
        )
    if type_ in ("timestamp", "date"):
        read = _time_of(name, kind=kind, format_=format_, shifts=shifts)
        return read.cast("date") if type_ == "date" else read
    if type_ in _NUMERIC:
        number = _number(name, type_, kind=kind, decimal=spec.decimal)
        return number if spec.unit in (None, "days") else number * F.lit(DAYS[spec.unit])
    text = text_of(name, kind)
    match spec.normalise:
        case "id":
            return identifier_of(text)
        case "upper":
            return F.upper(text)
        case "lower":
            return F.lower(text)
    return text


def _number(name: str, type_: str, *, kind: Kind, decimal: str | None = None) -> Column:
    """A number from any column: of yes and no 1 and 0; a date is none."""
    if kind in ("time", "zoned"):
        return F.lit(None).cast(ENGINE_TYPES[type_])
    if kind == "flag":
        return F.when(F.col(name), F.lit(1)).when(~F.col(name), F.lit(0)).cast(ENGINE_TYPES[type_])
    return number_of(name, type_, typed=kind != "text", decimal=decimal)


def _time_of(name: str, *, kind: Kind, format_: str | None, shifts: Shifts | None) -> Column:
    """A naive time; in the client's zone where `shifts` lead there from a zone of its own."""
    if kind in ("time", "zoned"):
        read = F.col(name).cast("timestamp_ntz")
        return in_zone(read, shifts) if shifts else read
    text = text_of(name, kind)
    read = timestamp_of(text if shifts is None else plain_part(text), format_)
    return F.coalesce(in_zone(in_utc(read, text), shifts), read) if shifts else read


def mapped_values(value: Column, wanted: Mapping[str, str]) -> Column:
    """The client's words replaced by the keys they are mapped to; other words stay."""
    result = value
    for key in sorted(set(wanted.values())):
        words = [word for word, to in wanted.items() if to == key]
        result = F.when(value.isin(*words), F.lit(key)).otherwise(result)
    return result
