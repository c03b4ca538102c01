"""Schemes: which code of scores belongs to which segment, as data.

A scheme is a YAML file in `schemes/`.  It lists for each segment the codes that belong to it
("555": best in recency, frequency and money), so that the rule can be read, checked and replaced
without touching code.  A scheme that forgets a code, or names it twice, gives customers the wrong
name without anybody seeing it; hence the checks on loading.
"""

from itertools import product
from pathlib import Path

import pandas as pd
import yaml

from analysis.errors import ConfigError, listed, unknown_choice

FOLDER = Path(__file__).parent / "schemes"
SCORES = ("recency", "frequency", "monetary")  # order of the digits in a code
BEST = 5


def scheme_codes(scheme: str) -> pd.DataFrame:
    """The codes of a scheme of the kit, by the name of its file; see `read_scheme`.

    Raises ConfigError if there is no such scheme.
    """
    known = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    if scheme not in known:
        raise unknown_choice("RFM scheme", scheme, known)
    return read_scheme(FOLDER / f"{scheme}.yaml")


def read_scheme(path: Path) -> pd.DataFrame:
    """One row per code of the scheme in `path`, segments in display order.

        scheme           str  name of the file without its suffix
        code             str  scores from 1 to 5: recency, frequency and, where used, money
        segment          str  segment of the code
        segment_if_once  str  segment of the code for a customer with one order ever

    Raises ConfigError, naming the code or the segment, unless every code is there exactly once,
    every segment has a code, and every exception for one-order customers leads somewhere.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    name = path.stem
    if not isinstance(content, dict) or not {"scores", "segments"} <= set(content):
        raise ConfigError("Scheme '{scheme}' needs the keys 'scores' and 'segments'.", scheme=name)
    digits = len(content["scores"])
    if digits < 2 or tuple(content["scores"]) != SCORES[:digits]:
        raise ConfigError(
            "Scheme '{scheme}' scores {given}. Use recency, frequency or recency, frequency, monetary.",
            scheme=name,
            given=listed(content["scores"]),
        )
    codes = {segment: [str(code) for code in codes or ()] for segment, codes in content["segments"].items()}
    _check_codes(name, codes, digits)
    once = content.get("two_orders") or {}
    _check_exceptions(name, codes, once)
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


def _check_codes(name: str, codes: dict[str, list[str]], digits: int) -> None:
    """Every code once, every segment with a code."""
    wanted = ["".join(code) for code in product("54321", repeat=digits)]
    owner: dict[str, str] = {}
    for segment, listing in codes.items():
        if not listing:
            raise ConfigError("Segment '{segment}' of scheme '{scheme}' has no code.", segment=segment, scheme=name)
        for code in listing:
            if code not in wanted:
                raise ConfigError(
                    "Scheme '{scheme}' lists the code '{code}' under '{segment}'. A code has {digits} scores from 1 to 5.",
                    scheme=name,
                    code=code,
                    segment=segment,
                    digits=digits,
                )
            if code in owner:
                raise ConfigError(
                    "Scheme '{scheme}' lists the code '{code}' under '{first}' and under '{second}'. "
                    "Each code belongs to one segment.",
                    scheme=name,
                    code=code,
                    first=owner[code],
                    second=segment,
                )
            owner[code] = segment
    missing = [code for code in wanted if code not in owner]
    if missing:
        raise ConfigError(
            "Scheme '{scheme}' leaves out {count} codes: {codes}. Every code needs a segment.",
            scheme=name,
            count=len(missing),
            codes=listed(missing),
        )


def _check_exceptions(name: str, codes: dict[str, list[str]], once: dict[str, dict[int, str]]) -> None:
    """A segment that needs two orders says for each recency score where one-order customers go."""
    for segment, elsewhere in once.items():
        if segment not in codes:
            raise ConfigError(
                "Scheme '{scheme}' has an exception for '{segment}', which is none of its segments.",
                scheme=name,
                segment=segment,
            )
        for code in codes[segment]:
            target = elsewhere.get(int(code[0]))
            if target not in codes or target in once:
                raise ConfigError(
                    "Scheme '{scheme}' sends one-order customers of '{segment}' with the code '{code}' to '{target}'. "
                    "Name a segment of the scheme that takes them.",
                    scheme=name,
                    segment=segment,
                    code=code,
                    target=target,
                )
