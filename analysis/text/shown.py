"""A value in words that remembers its number: a page needs the words, a workbook the number.

The number is the one that the words tell, rounded as they are: whoever gets the workbook knows no more than who reads the
page, so that what is too small to be shown is no nearer.
"""

from dataclasses import dataclass

from babel.core import Locale
from babel.numbers import get_currency_name, get_currency_symbol

from analysis.text import formats
from analysis.text.message import Value


@dataclass(frozen=True)
class Number:
    """A number and the way that a spreadsheet writes it (`form`, an Excel number format)."""

    number: float
    form: str


class Shown(str):
    """Words for a value: a plain string, with the `value` it was made of and for whom."""

    value: Value
    currency: str
    locale: Locale

    @classmethod
    def of(cls, words: str, value: Value, *, currency: str, locale: Locale) -> "Shown":
        made = cls(words)
        made.value, made.currency, made.locale = value, currency, locale
        return made

    def number(self) -> Number | None:
        """What the words tell as a number; None for what is no number, is missing, or is told as a limit (<0.1%)."""
        given, locale = self.value.value, self.locale
        if formats.is_missing(given):
            return None
        match self.value.kind:
            case "count" | "days":
                return Number(formats.half_up(given, 0), "#,##0")
            case "share":
                digits = formats.percent_digits(given, self.value.digits, locale)
                return None if digits is None else Number(_hundredth(given, digits), f"{_decimals('0', digits)}%")
            case "points":
                unit = '"个百分点"' if locale.language == "zh" else '" pts"'
                return Number(formats.half_up(given * 100, 1), f"+0.0{unit};-0.0{unit};0.0{unit}")
            case "change":
                return Number(_hundredth(given, 1), "+0.0%;-0.0%;0.0%")
            case "money":
                rounded = formats.money_rounded(given, locale)
                return Number(rounded, _money_form(0 if rounded == int(rounded) else 2, self.currency, locale))
            case "money_exact":
                return Number(formats.half_up(given, 2), _money_form(2, self.currency, locale, exact=True))
            case "decimal":
                digits = self.value.digits if self.value.digits is not None else 1
                return Number(formats.half_up(given, digits), _decimals("#,##0", digits))
        return None


def _hundredth(value: float, digits: int) -> float:
    """A fraction, rounded as its percentage is."""
    return round(formats.half_up(value * 100, digits) / 100, digits + 2)


def _decimals(whole: str, digits: int) -> str:
    return f"{whole}.{'0' * digits}" if digits else whole


def _money_form(digits: int, currency: str, locale: Locale, *, exact: bool = False) -> str:
    """Symbol in front; in Chinese the unit behind, but for amounts to the penny."""
    size = _decimals("#,##0", digits)
    if locale.language == "zh" and (not exact or currency != "CNY"):
        unit = "元" if currency == "CNY" else get_currency_name(currency, locale=locale)
        return f'{size}"{unit}"'
    symbol = "¥" if currency == "CNY" and locale.language == "zh" else get_currency_symbol(currency, locale)
    return f'"{symbol}"{size};-"{symbol}"{size}'
