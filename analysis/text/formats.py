"""Numbers, money and dates as a reader of each language expects them.

English: 47%, £8.91m, +25.7%, −2.2 pts, 10 Dec 2011.
Chinese: 40.6%、549万元、−2.2个百分点、2017-12-31.
Signs, not colours, say up and down; the minus is U+2212.
"""

import math
from datetime import date, datetime

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name, get_currency_symbol

MINUS = "−"
MISSING = "–"
_YUAN = {"CNY": "元"}
# From which size an amount is told in which unit.  999,500 is a million when rounded to three figures, not a thousand thousand.
_ENGLISH_STEPS = ((0.9995e9, 1e9, "bn"), (0.9995e6, 1e6, "m"), (9.9995e3, 1e3, "k"))
_CHINESE_STEPS = ((1e8, 1e8, "亿"), (1e5, 1e4, "万"))


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT and pandas' NA."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def signed(text: str, value: float) -> str:
    """The text with + or − in front (no sign for zero)."""
    return f"+{text}" if value > 0 else f"{MINUS}{text}" if value < 0 else text


def whole(value: float, locale: Locale) -> str:
    """4,338."""
    return _minus(format_decimal(half_up(value, 0), format="#,##0", locale=locale))


def fixed(value: float, digits: int, locale: Locale) -> str:
    """3.4, with exactly `digits` decimals."""
    return _minus(format_decimal(half_up(value, digits), format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=locale))


def percent(value: float, digits: int | None, locale: Locale) -> str:
    """A fraction as a percentage: one decimal under 10 % (and always in Chinese), none above."""
    digits = percent_digits(value, digits, locale)
    if digits is None:
        return _negative("<0.1%", value)
    return f"{fixed(value * 100, digits, locale)}%"


def percent_digits(value: float, digits: int | None, locale: Locale) -> int | None:
    """The decimals of a percentage; None for one that is too small to be told."""
    size = abs(value) * 100
    if digits is None:
        digits = 1 if locale.language == "zh" or (0 < size < 9.95) else 0
    return None if 0 < size < 0.05 and digits <= 1 else digits


def points(value: float, locale: Locale, digits: int = 1) -> str:
    """A difference of fractions in percentage points, with its sign."""
    size = fixed(abs(value) * 100, digits, locale)
    return signed(size, half_up(value * 100, digits)) + ("个百分点" if locale.language == "zh" else " pts")


def change(value: float, locale: Locale) -> str:
    """A relative change with its sign: +25.7%."""
    return signed(f"{fixed(abs(value) * 100, 1, locale)}%", half_up(value * 100, 1))


def money(value: float, currency: str, locale: Locale) -> str:
    """Money rounded for reading: £8.91m, £754k; 549万元, 1.2亿元."""
    unit, digits, letter = _money_scale(abs(value), locale)
    size = f"{fixed(abs(value) / unit, digits, locale)}{letter}"
    if locale.language == "zh":
        shown = f"{size}{_YUAN.get(currency) or get_currency_name(currency, locale=locale)}"
    else:
        shown = f"{get_currency_symbol(currency, locale)}{size}"
    return _negative(shown, money_rounded(value, locale))


def money_rounded(value: float, locale: Locale) -> float:
    """The amount that `money` shows: 8,910,000 for £8.91m."""
    unit, digits, _ = _money_scale(abs(value), locale)
    return math.copysign(round(half_up(abs(value) / unit, digits) * unit, 2), value)


def _money_scale(size: float, locale: Locale) -> tuple[float, int, str]:
    """The unit that an amount is told in, its decimals, and the letter that stands for it."""
    for least, unit, letter in _CHINESE_STEPS if locale.language == "zh" else _ENGLISH_STEPS:
        if size >= least:
            told = size / unit
            return unit, 0 if told >= 99.95 else 1 if told >= 9.995 else 2, letter
    return 1.0, 2 if size < 10 and size != int(size) else 0, ""


def money_exact(value: float, currency: str, locale: Locale) -> str:
    """Money to the penny: £8,911,407.90; in Chinese ¥16,117,548.24, other currencies by their name, 1,234.50美元."""
    size = fixed(abs(value), 2, locale)
    if locale.language == "zh":
        said = f"¥{size}" if currency == "CNY" else f"{size}{get_currency_name(currency, locale=locale)}"
    else:
        said = f"{get_currency_symbol(currency, locale)}{size}"
    return _negative(said, half_up(value, 2))


def day(value: date | datetime, locale: Locale) -> str:
    """10 Dec 2011; 2011年12月10日."""
    return format_date(value, "y年M月d日" if locale.language == "zh" else "d MMM yyyy", locale=locale)


def month(value: date | datetime, locale: Locale) -> str:
    """Dec 2011; 2011-12."""
    return format_date(value, "yyyy-MM" if locale.language == "zh" else "MMM yyyy", locale=locale)


def half_up(value: float, digits: int) -> float:
    """Commercial rounding: 0.125 gives 0.13, as a reader with a calculator expects."""
    scale = 10**digits
    size = math.floor(abs(value) * scale + 0.5 + 1e-9) / scale
    return math.copysign(size, value) if size else 0.0


def _negative(text: str, value: float) -> str:
    return f"{MINUS}{text}" if value < 0 else text


def _minus(text: str) -> str:
    return text.replace("-", MINUS)
