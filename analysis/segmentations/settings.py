"""What client.yaml may say about segmentations: the names of lenses, and the settings of each method."""

import difflib
import inspect
from collections.abc import Iterable, Mapping

from analysis.errors import ConfigError, listed
from analysis.segmentations import METHODS

GIVEN = ("features", "gaps", "by")  # what a run gives to `fit` itself; `by` is the name behind the dot of a lens
COMPOSED = ("groups", "combined", "rules")  # made of what other lenses found, in this order after all others


def known_lens(name: str, *, place: str = "methods") -> str:
    """`name` where it is a method of the kit, or a variant of one that has variants (demographic.age).

    Raises ConfigError naming the place of client.yaml, what was given and the nearest method.
    """
    method, _, variant = str(name).partition(".")
    if method not in METHODS:
        raise ConfigError(
            "{place}: there is no lens '{given}'.{hint} Lenses: {known}.",
            place=place,
            given=name,
            hint=_hint(method, METHODS),
            known=listed(METHODS),
        )
    if variant and not hasattr(METHODS[method], "variants"):
        raise ConfigError(
            "{place}: '{method}' has no variants. Write '{method}' instead of '{given}'.", place=place, method=method, given=name
        )
    return str(name)


def settings_of(method: str) -> tuple[str, ...]:
    """The settings that a method's `fit` knows, in its order."""
    known = inspect.signature(METHODS[method].fit).parameters
    own = [name for name in known if name not in GIVEN]
    return (*own, "by") if "by" in known and not hasattr(METHODS[method], "variants") else tuple(own)


def checked_settings(lens: str, settings: Mapping[str, object]) -> dict[str, object]:
    """The settings of a lens, where its method knows all of them.

    Raises ConfigError for a setting that it does not know, naming settings.<lens>.<key>, the nearest and the known ones;
    and for a lens that does not exist.
    """
    known = settings_of(known_lens(lens, place="settings").partition(".")[0])
    for key in settings:
        if key not in known:
            raise ConfigError(
                "settings.{lens}.{key}: {lens} has no such setting.{hint} It has: {known}.",
                lens=lens,
                key=key,
                hint=_hint(str(key), known),
                known=listed(known) or "none",
            )
    return dict(settings)


def in_order(lenses: Iterable[str]) -> list[str]:
    """`lenses` as they are given, those made of others last: these find what the others made of a customer."""
    lenses = list(lenses)
    last = [lens for method in COMPOSED for lens in lenses if lens.partition(".")[0] == method]
    return [lens for lens in lenses if lens not in last] + last


def _hint(given: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(given, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""
