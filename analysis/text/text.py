"""`Text`: one reader's language and currency; turns messages and keys into words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from analysis.errors import unknown_choice
from analysis.text import formats
from analysis.text.given_words import OF_GIVEN
from analysis.text.message import Message, Value
from analysis.text.names import NAMES
from analysis.text.names_plain import PLAIN
from analysis.text.shown import Shown
from analysis.text.visit_words import OF_VISITS

LANGUAGES = ("en", "zh")
INSTEAD = {"visit": OF_VISITS, "given": OF_GIVEN}  # recency_of -> what is said instead of a sentence of orders
# Contexts that say a segment or a lens in words of their own: the client's name goes before these as well.
CALLED_BY_OWN_NAME = {
    "segment_people": "segment", "play_people": "segment", "play_segment": "segment", "lens_name": "lens", "lens_within": "lens",
}  # fmt: skip
_COMBINED = re.compile(r"[a-z_]+(?:\.[^=|]+)?=[^=|]+(?:\|(?:[a-z_]+(?:\.[^=|]+)?=[^=|]+|\(other\)))+")  # value=a|lifecycle=loyal
_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language, read from its .po file (10-20 ms: no compiled file needed)."""
    with files("analysis.text").joinpath(f"locale/{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def translated(language: str, english: str, context: str | None = None) -> str:
    """The sentence in another language; the English where the catalogue does not hold it."""
    if language == "en" or not english.strip():
        return english
    found = catalogue(language).get(english, context)
    return str(found.string) if found is not None and found.string and not found.fuzzy else english


@dataclass(frozen=True)
class Text:
    """Words for one language and currency.  `en` is the source, `zh` the translation.

    `recency_of` visit: sentences about silence and rhythm speak of visits instead of orders; given: the figures are
    those that the client gives per customer, and no sentence speaks of a window (`Client.told_of`).
    `own` holds the client's names before the kit's: (context, key, language) -> word (`OwnSegments.words`); they also
    go before what the kit says of a segment as people or in a play.
    """

    language: str = "en"
    currency: str = "GBP"
    recency_of: str = "order"
    own: Mapping[tuple[str, str, str], str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise unknown_choice("language", self.language, LANGUAGES)

    @property
    def locale(self) -> Locale:
        return _locale(self.language)

    def __call__(self, english: str) -> str:
        """A fixed word or sentence in this language."""
        return self._read(english)

    def _read(self, english: str, context: str | None = None) -> str:
        other = INSTEAD.get(self.recency_of, {}).get(english)
        if other is not None:
            english, context = other, None
        return translated(self.language, english, context)

    def say(self, message: Message | None) -> str:
        """A computed sentence as plain text."""
        if message is None:
            return ""
        shown = {name: self.show(value) for name, value in message.values.items()}
        return self._read(message.template).format(**shown)

    def say_all(self, messages: tuple[Message, ...]) -> str:
        """Sentences one after the other: a blank between them in English, none in Chinese."""
        return ("" if self.language == "zh" else " ").join(self.say(message) for message in messages)

    def name(self, context: str, key: str) -> str:
        """The display name of a key: name("segment", "at_risk") -> "At Risk".

        A key without a name is the client's own word (a category, a survey item): it is shown as
        it stands, underscores as blanks; the key of a combination by the names of its parts.
        """
        own = self._own(context, key)
        if own is not None:
            return own
        english = NAMES.get(context, {}).get(key)
        if english is not None:
            return self._read(english, context)
        if context == "segment_people":  # most segments have one name
            return self.name("segment", key)
        if context in ("lens_name", "lens_within"):  # most lenses too
            lens = self.name("lens", key)
            return lens[:1].lower() + lens[1:] if context == "lens_within" and lens[1:2].islower() else lens
        if context.startswith("segment") and _COMBINED.fullmatch(str(key)):
            return " × ".join(self._part(part) for part in key.split("|"))
        if key in PLAIN and not (self.language == "en" and key.isascii()):  # “Yes” in a Chinese report, 女 in an English one
            return self._read(PLAIN[key], "plain")
        return str(key).replace("_", " ")

    def _own(self, context: str, key: str) -> str | None:
        """The client's name; a segment of a play (`lifecycle.dormant`) and segments as people have that of the segment."""
        found = self.own.get((context, key, self.language))
        if found is not None or context not in CALLED_BY_OWN_NAME:
            return found
        segment = str(key).partition(".")[2] if context.startswith("play_") else key
        return self.own.get((CALLED_BY_OWN_NAME[context], segment, self.language))

    def _part(self, part: str) -> str:
        """The short name of one part of a combination, "value=a" -> "A"; "(other)" stands for the rest of a lens."""
        segment = part.partition("=")[2] or part
        short = segment in NAMES.get("segment_short", {}) or ("segment_short", segment, self.language) in self.own
        return self.name("segment_short" if short else "segment", segment)

    def show(self, value: Value) -> Shown:
        """One value as the reader expects it, remembering what it was; a dash where it is missing."""
        return Shown.of(self._shown(value), value, currency=self.currency, locale=self.locale)

    def _shown(self, value: Value) -> str:
        given = value.value
        if formats.is_missing(given):
            return formats.MISSING
        match value.kind:
            case "count" | "days":
                return formats.whole(given, self.locale)
            case "share":
                return formats.percent(given, value.digits, self.locale)
            case "points":
                return formats.points(given, self.locale, value.digits or 1)
            case "change":
                return formats.change(given, self.locale)
            case "money":
                return formats.money(given, self.currency, self.locale)
            case "money_exact":
                return formats.money_exact(given, self.currency, self.locale)
            case "decimal":
                return formats.fixed(given, value.digits if value.digits is not None else 1, self.locale)
            case "date":
                return formats.day(given, self.locale)
            case "label":
                return f"{given:.10g}"
            case "name":
                return self.name(value.context, given)
        return str(given)

    def error(self, template: str, values: Mapping[str, object]) -> str:
        """An error's message in this language."""
        return translated(self.language, template).format(**values) if values else translated(self.language, template)


def fields(template: str) -> set[str]:
    """The names of the fields of a template, for checks that a translation kept them."""
    return set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", template))
