"""Rules of a scheme: ranges of scores instead of lists of codes, the first that fits counts.

Ranges are short to write and easy to read, and hide what they do where they overlap: a segment
whose codes earlier rules have taken is never given.  So rules become codes when a scheme is loaded,
and the codes are what is checked and printed.
"""

import re

from analysis.errors import ConfigError, listed

REST = "rest"  # takes every code that is left
LETTERS = str.maketrans("HL", "21")  # two scores are written with letters
MEAN_OF_TWO = "frequency_monetary"
_RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?")

Ranges = dict[str, tuple[float, float]]


def codes_of_rules(rules: object, wanted: list[str], scores: tuple[str, ...], *, scheme: str, levels: int) -> dict[str, list[str]]:
    """The codes of every segment, from rules in the order in which they are asked.

    `wanted` are all codes, `scores` what their digits mean.  Raises ConfigError if a rule cannot be
    read, or if a code is left over.
    """
    if not isinstance(rules, dict):
        raise ConfigError(
            "Scheme '{scheme}': write under '{key}' each segment with its ranges of scores.", scheme=scheme, key="rules"
        )
    read = [
        (segment, ranges)
        for segment, rule in rules.items()
        for one in (rule if isinstance(rule, list) else [rule])
        for ranges in [_ranges(one, segment, scores, scheme=scheme, levels=levels)]
    ]
    found: dict[str, list[str]] = {segment: [] for segment in rules}
    left = []
    for code in wanted:
        values = dict(zip(scores, map(int, code), strict=True))
        if len(scores) > 2:
            values[MEAN_OF_TWO] = (values["frequency"] + values["monetary"]) / 2
        owner = next((segment for segment, ranges in read if _fits(values, ranges)), None)
        (left if owner is None else found[owner]).append(code)
    if left:
        raise ConfigError(
            "Scheme '{scheme}' leaves out {count} codes: {codes}. Every code needs a segment.",
            scheme=scheme,
            count=len(left),
            codes=listed(written(code, levels) for code in left),
        )
    return found


def written(code: str, levels: int) -> str:
    """A code as it is written and printed: of two scores in letters."""
    return code.translate(str.maketrans("21", "HL")) if levels == 2 else code


def _fits(values: dict[str, float], ranges: Ranges) -> bool:
    return all(low <= values[score] <= high for score, (low, high) in ranges.items())


def _ranges(rule: object, segment: str, scores: tuple[str, ...], *, scheme: str, levels: int) -> Ranges:
    """The lowest and highest value of each score that a rule names; `rest` names none and so fits all."""
    if rule == REST:
        return {}
    known = (*scores, MEAN_OF_TWO) if len(scores) > 2 else scores
    if not isinstance(rule, dict) or not rule or not set(rule) <= set(known):
        raise ConfigError(
            "Scheme '{scheme}': the rule of '{segment}' is {given}. Write ranges of {known}, or 'rest'.",
            scheme=scheme,
            segment=segment,
            given=rule,
            known=listed(known),
        )
    return {score: _range(given, segment, score, scheme=scheme, levels=levels) for score, given in rule.items()}


def _range(given: object, segment: str, score: str, *, scheme: str, levels: int) -> tuple[float, float]:
    """4, 4-5 or, for the mean of two scores, 3.5-5."""
    match = None if isinstance(given, bool) else _RANGE.fullmatch(str(given).translate(LETTERS if levels == 2 else {}).strip())
    low, high = (float(match[1]), float(match[2] or match[1])) if match else (1.0, 0.0)
    step = 2 if score == MEAN_OF_TWO else 1
    if not 1 <= low <= high <= levels or (low * step) % 1 or (high * step) % 1:
        raise ConfigError(
            "Scheme '{scheme}': '{score}' of '{segment}' is {given}. Write a score from 1 to {best} or a range such as 2-3; "
            "halves are for frequency_monetary alone.",
            scheme=scheme,
            score=score,
            segment=segment,
            given=given,
            best=levels,
        )
    return low, high
