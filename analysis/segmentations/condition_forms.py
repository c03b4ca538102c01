"""How a client writes a condition, read into tests.

    column: word or number          is
    column: [a, b]                  one of
    column: {">=": 5, "<=": 9}      and {between: [5, 9]}, {is: a}, {in: [a, b]}, {not: a or [a, b]}, {missing: true or false}
    all: [{…}, {…}]   any: [{…}, {…}]

Several columns, or several forms of one, must all hold.  Anything else is an error that names the rule.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import product
from typing import NamedTuple

import numpy as np

from analysis.errors import ConfigError, listed

FORMS = (">=", "<=", "between", "in", "is", "not", "missing")
ALTERNATIVES = 200  # of one rule; more are no rule that anybody reads
ALWAYS = "always"  # the test of a rule without conditions


class Test(NamedTuple):
    """One test: column, >= | <= | in | not_in | missing | present | always, number | text | date, the values as JSON."""

    column: str
    test: str
    kind: str
    given: str


def rule_rows(segment: str, when: object, *, rule: int, place: str) -> list[dict[str, object]]:
    """The rows of one rule; `place` is how an error calls it.  Without conditions it holds for everybody.

    Raises ConfigError naming the place, the column, what was given and the forms there are.
    """
    alternatives = [(Test("", ALWAYS, "text", "[]"),)] if when is None else _alternatives(when, place)
    return [
        {"rule": rule, "alternative": number, "segment": segment, **test._asdict()}
        for number, tests in enumerate(alternatives, 1)
        for test in tests
    ]


def _alternatives(when: object, place: str) -> list[tuple[Test, ...]]:
    """The rule as alternatives of tests that must all hold."""
    if not isinstance(when, Mapping) or not when:
        raise ConfigError(
            "{place}: 'when' is {given}. Write conditions such as {{revenue: {{'>=': 1000}}}}.", place=place, given=_shown(when)
        )
    found: list[tuple[Test, ...]] = [()]
    for key, condition in when.items():
        more = _nested(str(key), condition, place) if key in ("all", "any") else [tuple(_tests(str(key), condition, place))]
        if len(found) * len(more) > ALTERNATIVES:
            raise ConfigError(
                "{place} has more than {most} combinations of conditions. Write it as several rules.",
                place=place,
                most=ALTERNATIVES,
            )
        found = [(*left, *right) for left, right in product(found, more)]
    return found


def _nested(key: str, parts: object, place: str) -> list[tuple[Test, ...]]:
    if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
        raise ConfigError("{place}: '{key}' needs a list of conditions, one below the other.", place=place, key=key)
    each = [_alternatives(part, place) for part in parts]
    if key == "any":
        return [tests for alternatives in each for tests in alternatives]
    if np.prod([len(alternatives) for alternatives in each]) > ALTERNATIVES:
        raise ConfigError(
            "{place} has more than {most} combinations of conditions. Write it as several rules.", place=place, most=ALTERNATIVES
        )
    return [tuple(test for tests in chosen for test in tests) for chosen in product(*each)]


def _tests(column: str, condition: object, place: str) -> list[Test]:
    """The tests of one column."""
    forms = condition if isinstance(condition, Mapping) else {"in" if isinstance(condition, list | tuple) else "is": condition}
    if not forms:
        raise _no_form(column, "{}", place)
    return [test for form, given in forms.items() for test in _form(column, form, given, place)]


def _form(column: str, form: object, given: object, place: str) -> list[Test]:
    words = given if isinstance(given, list | tuple) else [given]
    match form:
        case ">=" | "<=" if len(words) == 1:
            return [_limit(column, str(form), words[0], place)]
        case "between" if isinstance(given, list | tuple) and len(words) == 2:
            low, high = (_limit(column, sign, word, place) for sign, word in zip((">=", "<="), words, strict=True))
            if low.kind != high.kind or json.loads(low.given) > json.loads(high.given):
                raise ConfigError(
                    "{place}: between {given} of '{column}' is empty. Write the lower limit first.",
                    place=place,
                    given=_shown(given),
                    column=column,
                )
            return [low, high]
        case "in" | "is" | "not" if words and (form != "is" or len(words) == 1):
            return [_one_of(column, "not_in" if form == "not" else "in", words, place)]
        case "missing" if isinstance(given, bool):
            return [Test(column, "missing" if given else "present", "text", "[]")]
    raise _no_form(column, _shown({form: given}), place)


def _limit(column: str, sign: str, given: object, place: str) -> Test:
    if isinstance(given, int | float) and not isinstance(given, bool) and np.isfinite(given):
        return Test(column, sign, "number", json.dumps([float(given)]))
    day = _day(given)
    if day is None:
        raise ConfigError(
            "{place}: '{column}' {sign} {given}. Write a number, or a day as 2024-12-31.",
            place=place,
            column=column,
            sign=sign,
            given=_shown(given),
        )
    return Test(column, sign, "date", json.dumps([day]))


def _one_of(column: str, test: str, words: Sequence[object], place: str) -> Test:
    if any(word is None or isinstance(word, Mapping | list | tuple) for word in words):
        raise _no_form(column, _shown(list(words)), place)
    if all(isinstance(word, int | float) and not isinstance(word, bool) for word in words):
        return Test(column, test, "number", json.dumps([float(word) for word in words]))
    if all(isinstance(word, date) for word in words):
        return Test(column, test, "date", json.dumps([_day(word) for word in words]))
    shown = [str(word).lower() if isinstance(word, bool) else str(word) for word in words]
    return Test(column, test, "text", json.dumps(shown, ensure_ascii=False))


def _no_form(column: str, given: str, place: str) -> ConfigError:
    return ConfigError(
        "{place}: '{column}' is {given}. Write a value, a list, or one of: {forms}.",
        place=place,
        column=column,
        given=given,
        forms=listed(FORMS),
    )


def _day(given: object) -> str | None:
    if isinstance(given, datetime):
        return given.date().isoformat()
    try:
        return given.isoformat() if isinstance(given, date) else date.fromisoformat(str(given)).isoformat()
    except ValueError:
        return None


def _shown(given: object) -> str:
    """What the client wrote, short enough for a message."""
    said = json.dumps(given, ensure_ascii=False, default=str)
    return said if len(said) <= 60 else f"{said[:57]}…"
