"""Rules: the client's own segments, in the client's own words.

client.yaml says them in order, under settings.rules:

    - {name: VIP, when: {revenue: {">=": 5000}, segment.lifecycle: [loyal, won_back]}}
    - {name: Sleeping members, when: {attribute.level: {not: None}, recency_days: {">=": 180}}}

The first rule that holds names the segment; a customer whom none takes is `unmatched`.  Every column of the
customer record can be read, also what other lenses made of a customer (segment.<lens>).  The forms of a
condition are those of `conditions`; nothing is run as code.

Everybody is asked, also who has not ordered yet: a rule on money leaves these unmatched, one on attributes does not.
"""

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.errors import ConfigError, SchemaError
from analysis.schema import DERIVED
from analysis.segmentations.condition_forms import rule_rows
from analysis.segmentations.conditions import COLUMNS, check_against, columns_of, first_match, table
from analysis.segmentations.population import check_key, check_table

UNMATCHED = "unmatched"
SEGMENTS: tuple[str, ...] = ()  # the names that the client gives, then UNMATCHED
DIVIDES = "customers"
NEEDS_SETTINGS = True  # there is no rule unless the client gives one
SIGNS = {">=": "≥", "<=": "≤", "in": "=", "not_in": "≠", "missing": "= ∅", "present": "≠ ∅"}


def fit(features: pd.DataFrame, *, gaps: pd.DataFrame | None = None, rules: Sequence[Mapping[str, object]] = ()) -> pd.DataFrame:
    """The rules as tests, one row each.

        rule         int  number of the rule, from 1
        alternative  int  number of the alternative inside the rule; one of them must hold
        segment      str  name that the client gave
        column       str  column of the customer record
        test         str  >= | <= | in | not_in | missing | present
        kind         str  number | text | date
        given        str  what it is held against, as a JSON list

    `rules` is the list of client.yaml: name, when.  `gaps` is not used.

    Raises ConfigError naming the rule, the column and what was given, for a rule that cannot be read, for a
    column that customers do not have (with the nearest that they have), and where no rule is given.
    """
    del gaps
    check_table(features, "features", ("customer_id",))
    check_key(features, "features")
    if features.empty:
        raise SchemaError("Table 'features' holds no customer, so '{method}' has nobody to divide.", method="rules")
    if not rules:
        raise ConfigError("settings.rules is empty. Write a list of rules, each with a name and when it holds.")
    places = _places(rules)
    tests = table(_tests(rules, places))
    check_against(features, tests, places=places)
    return tests


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column is missing or a customer stands twice.
    """
    check_table(definition, "rules definition", COLUMNS)
    check_table(features, "features", ("customer_id", *columns_of(definition)))
    check_key(features, "features")
    named = first_match(features, definition, default=UNMATCHED)
    return pd.DataFrame({"customer_id": features["customer_id"].array, "segment": pd.Series(named, dtype="str")})


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment in the order of the rules: segment, rule (its tests in signs; ∅ is a missing value), rules (how many)."""
    check_table(definition, "rules definition", COLUMNS)
    rows = [
        {"segment": segment, "rule": " | ".join(_rule(part) for _, part in own.groupby("rule")), "rules": own["rule"].nunique()}
        for segment, own in definition.groupby("segment", sort=False)
    ]
    made = pd.DataFrame([*rows, {"segment": UNMATCHED, "rule": "", "rules": 0}])
    return made.astype({"segment": "str", "rule": "str", "rules": "int64"})


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns that the rules read."""
    check_table(definition, "rules definition", COLUMNS)
    return columns_of(definition)


def lacking(features: pd.DataFrame, *, rules: Sequence[Mapping[str, object]] = ()) -> str:
    """no_rules where client.yaml gives none; no_orders, no_rule_data where they read what this client does not hold at all.

    A column that is misspelt is no lack but an error, which `fit` raises.
    """
    if not rules:
        return "no_rules"
    read = {column for row in _tests(rules, _places(rules)) if (column := row["column"])} - set(features.columns)
    if read & set(DERIVED["features"].names):
        return "no_orders"
    held = {column.partition(".")[0] for column in features.columns if "." in column}
    return "no_rule_data" if any("." in column and column.partition(".")[0] not in held for column in read) else ""


def _places(rules: Sequence[Mapping[str, object]]) -> dict[int, str]:
    return {number: _place(number, rule) for number, rule in enumerate(rules, 1)}


def _tests(rules: Sequence[Mapping[str, object]], places: Mapping[int, str]) -> list[dict[str, object]]:
    """The tests of all rules, one row each."""
    return [
        row
        for number, rule in enumerate(rules, 1)
        for row in rule_rows(str(rule["name"]).strip(), rule["when"], rule=number, place=places[number])
    ]


def _place(number: int, rule: object) -> str:
    """How an error calls the rule; a rule without its two keys is none."""
    if not isinstance(rule, Mapping) or set(rule) != {"name", "when"}:
        raise ConfigError(
            "settings.rules, rule {number}: the keys are {given}. Write name and when, and nothing else.",
            number=number,
            given=", ".join(map(str, rule)) if isinstance(rule, Mapping) else "missing",
        )
    name = str(rule["name"]).strip() if rule["name"] is not None else ""
    if not name or name == UNMATCHED or set(name) & set("|="):
        raise ConfigError(
            "settings.rules, rule {number}: the name is '{given}'. Give a name of its own, without '|' and '='.",
            number=number,
            given=name,
        )
    return f"settings.rules, rule {number} ({name})"


def _rule(tests: pd.DataFrame) -> str:
    return " | ".join(" & ".join(_test(test) for test in part.itertuples()) for _, part in tests.groupby("alternative"))


def _test(test) -> str:
    given = json.loads(test.given)
    shown = ", ".join(f"{one:g}" if isinstance(one, float) else one for one in given)
    return " ".join(part for part in (test.column, SIGNS.get(test.test, ""), shown) if part)
