"""Which limits a lens is measured by: fitted now, or those of an earlier period.

client.yaml says `definitions: refit`, one period for all lenses, or a period by lens ({rfm: 2024-Q4, clusters: refit}).
What holds for a method holds for its variants; lenses that are not named are fitted now.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.config.columns import KeyPathError

REFIT = "refit"
Definitions = str | dict[str, str]


def read_definitions(given: Any) -> Any:
    """`refit`, a period, or a period by lens; years may stand without quotes."""
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if isinstance(given, str) and given.strip():
        return given.strip()
    if not isinstance(given, dict) or not given:
        raise ValueError("write refit, a period such as 2024-Q4, or a period by lens, such as {rfm: 2024-Q4}")
    for lens, period in given.items():
        if isinstance(period, bool) or not isinstance(period, str | int) or not str(period).strip():
            raise KeyPathError((str(lens),), "write refit or a period such as 2024-Q4")
    return {str(lens): str(period).strip() for lens, period in given.items()}


def frozen_periods(definitions: Definitions, lenses: Iterable[str]) -> dict[str, str]:
    """The period whose limits each lens reuses; lenses that are fitted now are left out."""
    if isinstance(definitions, str):
        return {} if definitions == REFIT else dict.fromkeys(lenses, definitions)
    found = {lens: _of(definitions, lens) for lens in lenses}
    return {lens: period for lens, period in found.items() if period != REFIT}


def all_refit(definitions: Definitions) -> bool:
    """Whether no lens rests on another period, so that the periods of a client may run in any order."""
    periods = definitions.values() if isinstance(definitions, Mapping) else (definitions,)
    return all(period == REFIT for period in periods)


def _of(definitions: Mapping[str, str], lens: str) -> str:
    return definitions.get(lens, definitions.get(lens.partition(".")[0], REFIT))
