"""Schemes: which code of scores belongs to which segment, as data.

A scheme is a YAML file: the kit's own lie in `schemes/`, a client may write another.  So the rule can
be read, checked and replaced without touching code.

    name        what it is called; without it the name of the file
    scores      [recency, frequency, monetary], or the first two: the digits of a code
    levels      how many scores there are, 2 to 5; the highest is best.  With 2 they are written H and L
    money       total (revenue in the window) or mean (revenue per order)
    cuts        where the scores are cut, by score; see `score_cuts`
    codes       segment: its codes, or `rest`
    rules       or instead, in the order in which they are asked, the first that fits counts: segment: ranges of
                scores such as {recency: 4-5, frequency_monetary: 3.5-5}, several of them in a list, or `rest`.
                frequency_monetary is the mean of the two scores, in half steps
    order       of the segments where they are shown; without it that of the file
    two_orders  segment: where its customers with one order ever go, by recency score

A scheme that forgets a code, or names it twice, gives customers the wrong name without anybody
seeing it; hence the checks on loading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pandas as pd

from analysis.config.load import read_yaml
from analysis.errors import ConfigError, listed, unknown_choice
from analysis.segmentations.scheme_checks import check_exceptions, check_segments, listed_codes
from analysis.segmentations.scheme_rules import codes_of_rules
from analysis.segmentations.score_cuts import SCORES, Cut, checked_cuts

FOLDER = Path(__file__).parent / "schemes"
DEFAULT_SCHEME = {"en": "rfm_125", "zh": "chinese_8"}  # by the language of the report
BEST = 5
KEYS = ("name", "scores", "levels", "money", "cuts", "codes", "rules", "order", "two_orders")


@dataclass(frozen=True)
class Scheme:
    """A checked scheme.

    codes: one row per code, segments in display order

        scheme           str  name of the scheme
        code             str  scores of recency, frequency and, where used, money
        segment          str  segment of the code
        segment_if_once  str  segment of the code for a customer with one order ever
    """

    name: str
    levels: int
    money: str
    cuts: Mapping[str, Cut]
    codes: pd.DataFrame


def scheme_codes(scheme: str | Path | Mapping) -> pd.DataFrame:
    """The codes of a scheme; see `Scheme` and `load_scheme`."""
    return load_scheme(scheme).codes


def load_scheme(given: str | Path | Mapping) -> Scheme:
    """A scheme of the kit by its name, or a client's own: the path of its file, or what the file holds.

    Raises ConfigError, naming the code or the segment, unless every code has exactly one segment,
    every segment has a code, and every exception for one-order customers leads somewhere.
    """
    if isinstance(given, Mapping):
        return _scheme(dict(given), "custom")
    path = Path(given)
    if path.suffix not in (".yaml", ".yml"):
        path = FOLDER / f"{given}.yaml"
        known = sorted(file.stem for file in FOLDER.glob("*.yaml"))
        if str(given) not in known:
            raise unknown_choice("RFM scheme", given, [*known, "a path to a .yaml file"])
    if not path.is_file():
        raise ConfigError("There is no scheme file '{file}'. Check the setting 'scheme' of rfm.", file=path)
    return _scheme(read_yaml(path), path.stem)


def _scheme(content: object, name: str) -> Scheme:
    """The content of a file, checked."""
    if not isinstance(content, dict) or "scores" not in content or ("codes" in content) == ("rules" in content):
        raise ConfigError("Scheme '{scheme}' needs the key 'scores', and one of 'codes' and 'rules'.", scheme=name)
    name = str(content.get("name", name))
    unknown = [key for key in content if key not in KEYS]
    if unknown:
        raise ConfigError("Scheme '{scheme}' has unknown keys: {keys}. Keys are: {known}.", scheme=name, keys=listed(unknown), known=listed(KEYS))  # fmt: skip
    scores = content["scores"]
    if not isinstance(scores, list) or len(scores) < 2 or tuple(scores) != SCORES[: len(scores)]:
        raise ConfigError(
            "Scheme '{scheme}' scores {given}. Use recency, frequency or recency, frequency, monetary.",
            scheme=name,
            given=listed(scores) if isinstance(scores, list) else scores,
        )
    levels = _choice(name, "levels", content.get("levels", BEST), (2, 3, 4, 5))
    money = _choice(name, "money", content.get("money", "total"), ("total", "mean"))
    cuts = checked_cuts(content.get("cuts") or {}, scheme=name, levels=levels)
    wanted = ["".join(code) for code in product("54321"[BEST - levels :], repeat=len(scores))]
    if "codes" in content:
        codes = listed_codes(name, content["codes"], wanted, levels)
    else:
        codes = codes_of_rules(content["rules"], wanted, tuple(scores), scheme=name, levels=levels)
    check_segments(name, codes)
    codes = _ordered(name, codes, content.get("order"))
    once = content.get("two_orders") or {}
    check_exceptions(name, codes, once)
    return Scheme(name, levels, money, cuts, _table(name, codes, once))


def _choice(name: str, key: str, given: object, choices: tuple):
    """The choice that was given: 5.0 is 5, true is none."""
    if isinstance(given, bool) or given not in choices:
        raise ConfigError("Scheme '{scheme}': '{key}' is {given}. Choose one of: {choices}.", scheme=name, key=key, given=given, choices=listed(choices))  # fmt: skip
    return choices[choices.index(given)]


def _table(name: str, codes: dict[str, list[str]], once: dict[str, dict[int, str]]) -> pd.DataFrame:
    """The table of `Scheme`."""
    return pd.DataFrame(
        [
            {
                "scheme": name,
                "code": code,
                "segment": segment,
                "segment_if_once": once[segment][int(code[0])] if segment in once else segment,
            }
            for segment, listing in codes.items()
            for code in listing
        ]
    )


def _ordered(name: str, codes: dict[str, list[str]], order: object) -> dict[str, list[str]]:
    """The segments in display order."""
    if order is None:
        return codes
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(codes):
        raise ConfigError(
            "Scheme '{scheme}': 'order' must name each segment once: {segments}.", scheme=name, segments=listed(codes)
        )
    return {segment: codes[segment] for segment in order}
