"""Chapter 04 in sentences: the figures of a segment that triggered a play with conditions."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.strategies.play import Condition, Play
from analysis.text import Message, count, decimal, money, name, raw, share
from analysis.text.message import Value
from analysis.text.names_segment_profile import fact_value, figure_value, level_value, trait_value

_OF_MONEY = ("revenue", "average_order", "median_revenue")
_OF_SHARES = ("revenue_share", "customer_share", "share", "low", "high", "base_share")


def trigger_words(triggers: pd.DataFrame, cards: pd.DataFrame, plays: Mapping[str, Play]) -> Mapping[str, tuple[Message, ...]]:
    """For each card's play the conditions that its segment met, with figure, n and bound, in words."""
    met = triggers[triggers["met"].astype(bool)]
    keyed = dict(iter(met.groupby(["play", "method", "segment"])))
    return {
        row.play: tuple(
            _said(found, plays[row.play].where[found.condition])
            for found in keyed.get((row.play, row.method, row.segment), met.iloc[:0]).itertuples()
        )
        for row in cards.itertuples()
    }


def _said(found: Any, condition: Condition) -> Message:
    match = condition.match
    facts = {"figure": _value(condition, found.value), "n": count(found.n)}
    if condition.table == "segment_index" and {"trait", "level"} <= set(match):
        facts |= {"trait": trait_value(str(match["trait"])), "level": _levels(str(match["trait"]), match["level"], found.about)}
        if condition.column == "index":
            return _bounded(Message("{trait} {level}: {figure}, where all customers are 100 (n = {n}).", **facts), condition)
        return _bounded(Message("{trait} {level}: {figure} of the segment (n = {n}).", **facts), condition)
    return _bounded(Message("{what}: {figure} (n = {n}).", what=_what(condition), **facts), condition)


def _bounded(said: Message, condition: Condition) -> Message:
    """The same with what the play asks for."""
    bounds = {"low": condition.at_least, "high": condition.at_most}
    held = {key: _value(condition, bound) for key, bound in bounds.items() if bound is not None}
    return Message(_ASKED[said.template][tuple(held)], **said.values, **held) if held else said


def _asked(figure: Message, low: Message, high: Message, both: Message) -> tuple[str, dict[tuple[str, ...], str]]:
    return figure.template, {("low",): low.template, ("high",): high.template, ("low", "high"): both.template}


_ASKED = dict(
    (
        _asked(
            Message("{trait} {level}: {figure}, where all customers are 100 (n = {n})."),
            Message("{trait} {level}: {figure}, where all customers are 100 (n = {n}); the play asks for {low} or more."),
            Message("{trait} {level}: {figure}, where all customers are 100 (n = {n}); the play asks for {high} or less."),
            Message("{trait} {level}: {figure}, where all customers are 100 (n = {n}); the play asks for {low} to {high}."),
        ),
        _asked(
            Message("{trait} {level}: {figure} of the segment (n = {n})."),
            Message("{trait} {level}: {figure} of the segment (n = {n}); the play asks for {low} or more."),
            Message("{trait} {level}: {figure} of the segment (n = {n}); the play asks for {high} or less."),
            Message("{trait} {level}: {figure} of the segment (n = {n}); the play asks for {low} to {high}."),
        ),
        _asked(
            Message("{what}: {figure} (n = {n})."),
            Message("{what}: {figure} (n = {n}); the play asks for {low} or more."),
            Message("{what}: {figure} (n = {n}); the play asks for {high} or less."),
            Message("{what}: {figure} (n = {n}); the play asks for {low} to {high}."),
        ),
    )
)


def _levels(trait: str, wanted: str | list[str], held: str) -> Value:
    return level_value(trait, wanted) if isinstance(wanted, str) else raw(held)


def _what(condition: Condition) -> Value:
    if condition.table == "segment_facts" and "measure" in condition.match:
        return name("fact", condition.match["measure"])
    return name("asked_figure", "returned" if condition.table == "segment_returns" else condition.column)


def _value(condition: Condition, value: float) -> Value:
    if condition.table == "segment_facts" and "measure" in condition.match:
        return fact_value(condition.match["measure"], value)
    if condition.column in _OF_MONEY:
        return money(value)
    if condition.column in _OF_SHARES:
        return share(value)
    return decimal(value, 0) if condition.column == "index" else figure_value(condition.column, value)
