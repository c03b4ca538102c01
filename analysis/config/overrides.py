"""overrides.csv: segments set by hand, one line per customer and lens.

    customer,method,segment,reason,by,until,from
    10023,rfm,champions,moves house in May,account manager,2025-06-30,2025-02-01

A line holds from the day `from` to the day `until`; a blank one has no such end, and `from` may be left out altogether.
The heads may be Chinese.  Ids stand as the client writes them and go no further than this file; a message names the
line, never the customer.
"""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.errors import ConfigError, listed

FILE = "overrides.csv"
HEADS = {
    "customer": ("customer", "customer_id", "客户", "客户编号", "会员号"),
    "method": ("method", "lens", "划分方式", "方法"),
    "segment": ("segment", "分群", "客群"),
    "reason": ("reason", "原因", "理由"),
    "by": ("by", "负责人", "操作人", "决定人"),
    "until": ("until", "有效期至", "截止日期", "截至"),
}
DAYS = {"until": HEADS["until"], "from": ("from", "since", "有效期起", "生效日期", "起始日期")}
COLUMNS = ("line", *HEADS, "from")
SHORTEST_ID = 4


def read_overrides(path: Path) -> pd.DataFrame:
    """The lines of overrides.csv: line, customer, method, segment, reason, by, until, from (days, or missing); none without the file.

    Raises ConfigError naming file and line: a head is missing, a line has too many or too few fields, a field is blank,
    `until` or `from` is no day, the first is before the second, or a reason repeats the customer's id.
    """
    if not path.is_file():
        return _table([])
    text = _decoded(path)
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        rows = [(reader.line_num, [field.strip() for field in row]) for row in reader]
    except csv.Error:
        raise ConfigError(
            "{file}, line {line}: the quotes do not match. Mend this line.", file=path.name, line=reader.line_num
        ) from None
    rows = [(line, row) for line, row in rows if any(row)]
    if not rows:
        return _table([])
    place = _places(path, rows[0][1])
    return _table([_line(path, line, row, place, len(rows[0][1])) for line, row in rows[1:]])


def _decoded(path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return path.read_text(encoding=encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError("{file}: not UTF-8 text. Save the file as UTF-8.", file=path.name)


def _places(path: Path, heads: list[str]) -> dict[str, int]:
    """Where each column stands."""
    lower = [head.casefold() for head in heads]
    place = {name: next((lower.index(word) for word in words if word in lower), -1) for name, words in HEADS.items()}
    missing = [name for name, where in place.items() if where < 0]
    if missing:
        raise ConfigError(
            "{file}, line 1: the heads {missing} are missing. Write: {heads}.",
            file=path.name,
            missing=listed(missing),
            heads=",".join(HEADS),
        )
    return place | {"from": next((lower.index(word) for word in DAYS["from"] if word in lower), -1)}


def _line(path: Path, line: int, row: list[str], place: dict[str, int], width: int) -> dict[str, object]:
    if len(row) != width:
        raise ConfigError(
            "{file}, line {line}: {found} fields, but the head has {wanted}. Put a text with a comma in quotes.",
            file=path.name,
            line=line,
            found=len(row),
            wanted=width,
        )
    given = {name: row[where] if where >= 0 else "" for name, where in place.items()}
    blank = [name for name, value in given.items() if not value and name not in DAYS]
    if blank:
        raise ConfigError("{file}, line {line}: {blank} is blank. Fill it in, or take the line out.", file=path.name, line=line, blank=listed(blank))  # fmt: skip
    if _repeats(given["customer"], given["reason"]) or _repeats(given["customer"], given["by"]):
        raise ConfigError(
            "{file}, line {line}: the reason or the name repeats the customer’s id. Reasons are printed in the report; leave it out.",
            file=path.name,
            line=line,
        )
    ends = {name: _day(path, line, name, given[name]) for name in DAYS}
    if ends["from"] is not None and ends["until"] is not None and ends["until"] < ends["from"]:
        raise ConfigError(
            "{file}, line {line}: until is {until}, before from, {start}. Mend one of the two.",
            file=path.name, line=line, until=str(ends["until"]), start=str(ends["from"]),
        )  # fmt: skip
    return {"line": line, **given, **ends}


def _repeats(customer: str, text: str) -> bool:
    """Whether a text holds the id as a word of its own; a short number may be any number."""
    return len(customer) >= SHORTEST_ID and re.search(rf"(?<![0-9A-Za-z]){re.escape(customer)}(?![0-9A-Za-z])", text) is not None


def _day(path: Path, line: int, head: str, given: str) -> date | None:
    if not given:
        return None
    try:
        year, month, day = (int(part) for part in given.replace("/", "-").split("-"))
        return date(year, month, day)
    except ValueError:
        raise ConfigError(
            "{file}, line {line}: {head} is '{given}'. Write a day as 2025-06-30, or leave it blank.",
            file=path.name,
            line=line,
            head=head,
            given=given,
        ) from None


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    words = [name for name in HEADS if name not in DAYS]
    days = {name: pd.to_datetime(table[name]) for name in DAYS}
    return table.astype({"line": "int64"} | dict.fromkeys(words, "str")).assign(**days)
