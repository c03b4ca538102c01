"""The rules: what may be wrong with a table, one function for each kind of fault.

A rule measures and changes nothing: rows, money, a masked example, and what was done about them elsewhere.
`CONDITIONS` are counted together in one pass over a table; each of `PASSES` makes its own, because it
compares rows with one another.
"""

from analysis.quality.rules import categories, jumps, lines, outliers, people, refunds, repeats, rhythm, service, texts, values
from analysis.quality.rules.measure import measured
from analysis.quality.rules.model import INFORMATIVE, Conditions, Found, Pass, Scope
from analysis.quality.rules.raw import RawFile, RawTable, cached_files, headers, raw_scope

__all__ = [
    "CONDITIONS",
    "INFORMATIVE",
    "PASSES",
    "RULES",
    "Found",
    "RawFile",
    "RawTable",
    "Scope",
    "apply_rules",
    "cached_files",
    "headers",
    "raw_scope",
]

CONDITIONS: dict[str, Conditions] = {
    "fates": lines.fates,
    "amounts": lines.amounts,
    "keys": lines.keys,
    "missing": lines.missing,
    "unknown_words": values.unknown_words,
    "days": values.days,
    "birth_years": values.birth_years,
    "words_among_figures": texts.words_among_figures,
    "words_among_days": texts.words_among_days,
    "blanks": texts.blanks,
}

PASSES: dict[str, Pass] = {
    "stand_in_numbers": values.stand_in_numbers,
    "outliers": outliers.outliers,
    "equal_lines": repeats.equal_lines,
    "ordered_twice": repeats.ordered_twice,
    "shared_numbers": repeats.shared_numbers,
    "repeated_keys": repeats.repeated_keys,
    "refunds": refunds.matched,
    "service_lines": service.service_lines,
    "test_numbers": service.test_numbers,
    "codes_without_digits": service.codes_without_digits,
    "silent_days": rhythm.silent_days,
    "shifted_clock": rhythm.shifted_clock,
    "price_jumps": jumps.price_jumps,
    "amount_jumps": jumps.amount_jumps,
    "several_currencies": jumps.several_currencies,
    "currency_of_place": jumps.currency_of_place,
    "spellings": categories.spellings,
    "contents": texts.contents,
    "world_time": texts.world_time,
    "people": people.names_and_numbers,
}

RULES: dict[str, Conditions | Pass] = CONDITIONS | PASSES


def apply_rules(scope: Scope) -> tuple[int, list[Found]]:
    """The rows of a table and everything that the rules find in it."""
    faults = [fault for conditions in CONDITIONS.values() for fault in conditions(scope)]
    rows, found = measured(scope, faults)
    if not rows:
        return 0, []
    return rows, found + [one for rule in PASSES.values() for one in rule(scope)]
