"""Numbers that are names: years, days written as figures, customer numbers, postal codes.

They tell one thing from another and measure nothing, so nobody writes them with a thousands separator: born in
1950, not in 1,950.  The name of the column says what its numbers are; of years and days the size has to agree, so
that an income of last year stays an amount.
"""

import re

CODES = frozenset(
    ("id", "code", "zip", "zipcode", "zipcodes", "postcode", "postal", "postalcode", "phone", "mobile", "telephone", "sku")
)
LAST_WORDS = frozenset(("no", "nr", "number"))  # order number, but not number of orders
CHINESE_CODES = ("号", "码", "邮编", "电话")  # endings: 卡号, 编码, 号码
YEARS = frozenset(("year", "yob", "birthyear", "yearbirth", "yearofbirth", "vintage"))
CHINESE_YEARS = ("年", "年份", "年度")  # endings
DAYS = frozenset(("date", "month", "birthday"))
CHINESE_DAYS = ("日期", "年月", "年月日", "月份", "生日")
FIRST_YEAR, LAST_YEAR = 1000, 2999
FIRST_MONTH = 100_000  # 195001 and above: written as YYYYMM or YYYYMMDD

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")  # birthYear, CustomerID
_WORD = re.compile(r"[a-z]+")


def is_label(column: str, value: float) -> bool:
    """Whether a number of a column is a name: `column` with or without what stands before the dot."""
    own = column.rpartition(".")[2]
    words = _WORD.findall(_HUMP.sub("_", own).lower())
    if CODES & set(words) or (words and words[-1] in LAST_WORDS) or own.endswith(CHINESE_CODES):
        return True
    if YEARS & set(words) or own.endswith(CHINESE_YEARS):
        return FIRST_YEAR <= value <= LAST_YEAR
    return (bool(DAYS & set(words)) or own.endswith(CHINESE_DAYS)) and value >= FIRST_MONTH
