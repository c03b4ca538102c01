"""Language, currency and time zone: guessed from signs, headers and countries, and marked as guesses."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.sources.propose.found import Found
from analysis.sources.propose.headers import is_chinese, role_of
from analysis.sources.propose.remarks import Remark, decided, warning
from analysis.sources.propose.words_orders import TRANSACTIONS

SIGNS = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY", "￥": "CNY", "元": "CNY", "usd": "USD", "gbp": "GBP", "eur": "EUR", "rmb": "CNY", "cny": "CNY"}
COUNTRIES: dict[str, tuple[str, str]] = {
    "united kingdom": ("GBP", "Europe/London"), "uk": ("GBP", "Europe/London"), "great britain": ("GBP", "Europe/London"),
    "england": ("GBP", "Europe/London"), "united states": ("USD", "America/New_York"), "united states of america": ("USD", "America/New_York"),
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
BRITISH = {"london", "leeds", "manchester", "birmingham", "bristol", "liverpool", "sheffield", "york", "edinburgh", "glasgow", "cardiff"}
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
    signed = _signs(tables)
    land = _country(tables)
    if signed:
        currency, reason = signed
        zone = land[1] if land and land[0] == currency else ZONES.get(currency, "UTC")
        return _said(language, currency, zone, reason)
    if land:
        return _said(language, *land[:2], land[2])
    if chinese:
        return _said(language, "CNY", "Asia/Shanghai", "Chinese headers")
    remark = warning("Nothing in the files tells the currency or the time zone: USD and UTC are guesses. Correct them.")
    return Setting(language, "USD", "UTC", True, (remark,))


def _said(language: str, currency: str, zone: str, reason: str) -> Setting:
    remark = decided("Currency {currency}, time zone {zone}: a guess from {reason}.", currency=currency, zone=zone, reason=reason)
    return Setting(language, currency, zone, False, (remark,))


def _signs(tables: Sequence[Found]) -> tuple[str, str] | None:
    """The currency whose sign stands most often in headers and values, and where it was seen."""
    seen: Counter[str] = Counter()
    where: dict[str, str] = {}
    for one in tables:
        for header, facts in one.facts.items():
            texts = [header, *facts.sample[:20]] if facts.low is not None or facts.content == "category" else [header]
            codes = facts.values if role_of(header, {"currency": TRANSACTIONS["currency"]}) else []
            for text in texts:
                for code in {code for sign, code in SIGNS.items() if _shows(text, sign)}:
                    seen[code] += 1
                    where.setdefault(code, f"'{next(s for s, c in SIGNS.items() if c == code and _shows(text, s))}' in {one.label}, {header}")
            for code in codes[:1]:
                if re.fullmatch(r"[A-Z]{3}", code):
                    seen[code] += 100
                    where[code] = f"the column {header} of {one.label}"
    best = max(seen, key=seen.__getitem__, default=None)
    return (best, where[best]) if best else None


def _shows(text: str, sign: str) -> bool:
    """Whether a sign stands beside a number or in brackets, rather than somewhere in a word."""
    if sign.isalpha() and sign.isascii():
        return re.search(rf"(?:^|[^a-z]){sign}(?:[^a-z]|$)", text.lower()) is not None
    if sign == "元":
        return re.search(r"[(（]\s*[万千]?元|\d\s*[万千]?元", text) is not None
    return sign in text


def _country(tables: Sequence[Found]) -> tuple[str, str, str] | None:
    """Currency and zone of the country that most rows name, or of the cities and states they name."""
    for one in tables:
        for header, facts in one.facts.items():
            role = role_of(header, {name: TRANSACTIONS[name] for name in ("country", "region", "city", "store")})
            if role is None or not facts.top:
                continue
            value, count = facts.top[0]
            if role == "country" and count >= 0.3 * facts.filled and value.lower() in COUNTRIES:
                return (*COUNTRIES[value.lower()], f"{value} in {one.label}, {header}")
    for one in tables:
        for header, facts in one.facts.items():
            if role_of(header, {name: TRANSACTIONS[name] for name in ("region", "city", "store")}) is None or facts.low is not None:
                continue
            names = [value.lower() for value in facts.values]
            for places, land in ((AMERICAN, "united states"), (BRITISH, "united kingdom")):
                if sum(name in places for name in names) >= max(3, 0.15 * len(names)):
                    return (*COUNTRIES[land], f"places in {one.label}, {header}")
    return None
