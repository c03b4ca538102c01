"""What a scheme must keep: every code with one segment, every segment with a code, every exception with an aim."""

from analysis.errors import ConfigError, listed
from analysis.segmentations.population import STATE_SEGMENTS
from analysis.segmentations.scheme_rules import LETTERS, REST, written

TWO_ORDERS = "cant_lose"  # nobody can be "not to be lost" who came only once


def listed_codes(name: str, given: object, wanted: list[str], levels: int) -> dict[str, list[str]]:
    """The codes of every segment: each code once, none left out."""
    if not isinstance(given, dict):
        raise ConfigError("Scheme '{scheme}': write under '{key}' each segment with its codes.", scheme=name, key="codes")
    owner: dict[str, str] = {}
    for segment, listing in given.items():
        if listing == REST:
            continue
        if listing is not None and not isinstance(listing, list):
            raise ConfigError(
                "Scheme '{scheme}': write the codes of '{segment}' as a list, or 'rest'.", scheme=name, segment=segment
            )
        for shown in map(str, listing or ()):
            code = shown.translate(LETTERS) if levels == 2 else shown
            if code not in wanted:
                raise ConfigError(
                    "Scheme '{scheme}' lists the code '{code}' under '{segment}'. A code has {digits} scores from {lowest} to {best}.",
                    scheme=name,
                    code=shown,
                    segment=segment,
                    digits=len(wanted[0]),
                    lowest="L" if levels == 2 else 1,
                    best="H" if levels == 2 else levels,
                )
            if code in owner:
                raise ConfigError(
                    "Scheme '{scheme}' lists the code '{code}' under '{first}' and under '{second}'. "
                    "Each code belongs to one segment.",
                    scheme=name,
                    code=shown,
                    first=owner[code],
                    second=segment,
                )
            owner[code] = segment
    missing = [code for code in wanted if code not in owner]
    rest = [segment for segment, listing in given.items() if listing == REST]
    if missing and not rest:
        raise ConfigError(
            "Scheme '{scheme}' leaves out {count} codes: {codes}. Every code needs a segment.",
            scheme=name,
            count=len(missing),
            codes=listed(written(code, levels) for code in missing),
        )
    owner |= dict.fromkeys(missing, rest[0]) if rest else {}
    return {segment: [code for code, own in owner.items() if own == segment] for segment in given}


def check_segments(name: str, codes: dict[str, list[str]]) -> None:
    """Every segment with a code, none with the name of a state."""
    for segment, listing in codes.items():
        if not isinstance(segment, str) or segment in STATE_SEGMENTS:
            raise ConfigError("Scheme '{scheme}' calls a segment '{segment}'. Take another word: this one has a meaning already.", scheme=name, segment=segment)  # fmt: skip
        if not listing:
            raise ConfigError("Segment '{segment}' of scheme '{scheme}' has no code: nobody can ever be in it.", segment=segment, scheme=name)  # fmt: skip


def check_exceptions(name: str, codes: dict[str, list[str]], once: object) -> None:
    """A segment that needs two orders says for each recency score where one-order customers go."""
    if not isinstance(once, dict) or not all(isinstance(elsewhere, dict) for elsewhere in once.values()):
        raise ConfigError("Scheme '{scheme}': write under 'two_orders' each segment with {{recency score: segment}}.", scheme=name)
    if TWO_ORDERS in codes and TWO_ORDERS not in once:
        raise ConfigError(
            "Scheme '{scheme}' has '{segment}' without saying where customers with one order go. "
            "Add it under 'two_orders' with a segment for each recency score.",
            scheme=name,
            segment=TWO_ORDERS,
        )
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
