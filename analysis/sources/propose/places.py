"""Language, currency and time zone: guessed from signs, headers and countries, and marked as guesses."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.sources.propose.found import Found
from analysis.sources.propose.headers import is_chinese, role_of
from analysis.sources.propose.remarks import Remark, decided, warning
from analysis.sources.propose.words_orders import TRANSACTIONS

SIGNS = {
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY", "￥": "CNY", "元": "CNY",
    "usd": "USD", "gbp": "GBP", "eur": "EUR", "rmb": "CNY", "cny": "CNY",
}  # fmt: skip
COUNTRIES: dict[str, tuple[str, str]] = {
    "united kingdom": ("GBP", "Europe/London"), "uk": ("GBP", "Europe/London"), "great britain": ("GBP", "Europe/London"),
    "england": ("GBP", "Europe/London"), "united states": ("USD", "America/New_York"),
    "united states of america": ("USD", "America/New_York"),
    "usa": ("USD", "America/New_York"), "us": ("USD", "America/New_York"), "germany": ("EUR", "Europe/Berlin"),
    "deutschland": ("EUR", "Europe/Berlin"), "france": ("EUR", "Europe/Paris"), "spain": ("EUR", "Europe/Madrid"),
    "italy": ("EUR", "Europe/Rome"), "netherlands": ("EUR", "Europe/Amsterdam"), "ireland": ("EUR", "Europe/Dublin"),
    "canada": ("CAD", "America/Toronto"), "australia": ("AUD", "Australia/Sydney"), "japan": ("JPY", "Asia/Tokyo"),
    "singapore": ("SGD", "Asia/Singapore"), "india": ("INR", "Asia/Kolkata"), "brazil": ("BRL", "America/Sao_Paulo"),
    "china": ("CNY", "Asia/Shanghai"), "中国": ("CNY", "Asia/Shanghai"), "hong kong": ("HKD", "Asia/Hong_Kong"),
    "taiwan": ("TWD", "Asia/Taipei"), "switzerland": ("CHF", "Europe/Zurich"), "sweden": ("SEK", "Europe/Stockholm"),
}  # fmt: skip
AMERICAN = {
    "california", "texas", "florida", "new york", "illinois", "pennsylvania", "ohio", "georgia", "michigan", "washington", "los angeles",
    "chicago", "houston", "miami", "san francisco", "seattle", "boston", "philadelphia",
}  # fmt: skip
BRITISH = {
    "london", "leeds", "manchester", "birmingham", "bristol", "liverpool", "sheffield", "york", "edinburgh", "glasgow", "cardiff",
}  # fmt: skip
ZONES = {"USD": "America/New_York", "GBP": "Europe/London", "EUR": "Europe/Berlin", "CNY": "Asia/Shanghai"}
MONTH_FIRST = ("USD",)


@dataclass(frozen=True)
class Setting:
    """Where the client is, as far as the files tell; `guess` where nothing did."""

    language: str
    currency: str
    timezone: str
    guess: bool
    remarks: tuple[Remark, ...]

    @property
    def month_first(self) -> bool:
        """Whether dates are likelier to begin with the month."""
        return self.currency in MONTH_FIRST and not self.guess


def setting_of(tables: Sequence[Found]) -> Setting:
    """The setting, with the reason for it."""
    chinese = sum(is_chinese(header) for one in tables for header in one.headers)
    language = "zh" if 2 * chinese > sum(len(one.headers) for one in tables) else "en"
    land = _country(tables)
    if (signed := _signed(tables)) is not None:
        currency, remark = signed
        return _made(language, currency, land[1] if land and land[0] == currency else ZONES.get(currency, "UTC"), remark)
    if land:
        return _made(language, *land)
    if chinese:
        return _made(
            language, "CNY", "Asia/Shanghai", decided("Currency {currency}, time zone {zone}: a guess from Chinese headers.")
        )
    said = warning("Nothing in the files tells the currency or the time zone: {currency} and {zone} are guesses. Correct them.")
    return replace(_made(language, "USD", "UTC", said), guess=True)


def _made(language: str, currency: str, zone: str, said: Remark) -> Setting:
    return Setting(language, currency, zone, False, (replace(said, values={"currency": currency, "zone": zone, **said.values}),))


def _signed(tables: Sequence[Found]) -> tuple[str, Remark] | None:
    """The currency of a column of currencies, or whose sign stands most often in headers and values; and where it was seen."""
    seen: Counter[str] = Counter()
    where: dict[str, dict[str, str]] = {}
    for one in tables:
        for header, facts in one.facts.items():
            if role_of(header, {"currency": TRANSACTIONS["currency"]}) and re.fullmatch("[A-Z]{3}", (facts.values or [""])[0]):
                seen[facts.values[0]] += 100
                where[facts.values[0]] = {"sign": facts.values[0], "file": one.label, "column": header}
            texts = [header, *facts.sample[:20]] if facts.low is not None or facts.content == "category" else [header]
            for sign in (sign for text in texts for sign in SIGNS if _shows(text, sign)):
                seen[SIGNS[sign]] += 1
                where.setdefault(SIGNS[sign], {"sign": sign, "file": one.label, "column": header})
    best = max(seen, key=seen.__getitem__, default=None)
    if best is None:
        return None
    return best, decided("Currency {currency}, time zone {zone}: a guess from '{sign}' in {file}, {column}.", **where[best])


def _shows(text: str, sign: str) -> bool:
    """Whether a sign stands beside a number or in brackets, rather than somewhere in a word."""
    if sign.isalpha() and sign.isascii():
        return re.search(rf"(?:^|[^a-z]){sign}(?:[^a-z]|$)", text.lower()) is not None
    if sign == "元":
        return re.search(r"[(（]\s*[万千]?元|\d\s*[万千]?元", text) is not None
    return sign in text


def _country(tables: Sequence[Found]) -> tuple[str, str, Remark] | None:
    """Currency and zone of the country that most rows name, or of the cities and states they name."""
    columns = [(one, header, facts) for one in tables for header, facts in one.facts.items() if facts.top and facts.low is None]
    for one, header, facts in columns:
        value, count = facts.top[0]
        if role_of(header, {"country": TRANSACTIONS["country"]}) and count >= 0.3 * facts.filled and value.lower() in COUNTRIES:
            said = decided("Currency {currency}, time zone {zone}: a guess from '{sign}' in {file}, {column}.", sign=value)
            return (*COUNTRIES[value.lower()], _at(said, one, header))
    for one, header, facts in columns:
        if role_of(header, {name: TRANSACTIONS[name] for name in ("region", "city", "store")}) is None:
            continue
        names = [value.lower() for value in facts.values]
        for places, land in ((AMERICAN, "united states"), (BRITISH, "united kingdom")):
            if sum(name in places for name in names) >= max(3, 0.15 * len(names)):
                said = decided("Currency {currency}, time zone {zone}: a guess from the places in {file}, {column}.")
                return (*COUNTRIES[land], _at(said, one, header))
    return None


def _at(said: Remark, one: Found, header: str) -> Remark:
    return replace(said, values={**said.values, "file": one.label, "column": header})
