"""Chapter 04 in sentences: how it will be known whether a play works."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd

from analysis.findings.segmentation_outcomes import Followed
from analysis.findings.strategy_figures import MATTERS
from analysis.findings.strategy_settings import Terms
from analysis.strategies.test_plans import AFTER_LAST
from analysis.text import Decision, Finding, Message, Words, count, day, days, decimal, points, raw, share
from analysis.text.names_strategy import people_value


def how_we_know(tests: pd.DataFrame, needs: pd.DataFrame, terms: Terms, followed: Followed, *, paced: bool = True) -> Words:
    """Which of the plays described could be shown to work; `paced` says that the gaps between orders are known."""
    if tests.empty:
        return Words()
    verdicts = tests["remedy"].value_counts()
    able, best = int(verdicts.get("testable", 0)), tests.loc[tests["detectable"].idxmin()]
    facts = {"n": count(len(tests)), "hold_out": share(terms.hold_out), "gap": decimal(100 * MATTERS, 0)}
    opening = (
        Message("With {hold_out} held out at random, a test can show a difference of {gap} points for {able} of {n} plays.", able=count(able), **facts)
        if able
        else Message("With {hold_out} held out at random, a test can show a difference of {gap} points for none of the {n} plays.", **facts)
    )  # fmt: skip
    answer = [opening, *_remedies(verdicts), *_how_long(tests, paced)]
    if not terms.consent:
        answer.append(Message("All this supposes that everyone may be contacted; no consent is on record yet."))
    return Words(
        answer=tuple(answer),
        title=(
            Message("{able} of {n} tests can show a gain of {gap} points", able=count(able), n=facts["n"], gap=facts["gap"])
            if able
            else Message("No single test can show a gain of less than {low} points", low=decimal(100 * best["detectable"]))
        ),
        subtitle=Message("Dot: share that orders anyway while the test runs. Line: how far the contacted must rise above it to be seen in one test; the stroke marks {gap} points", gap=facts["gap"]),
        note=(
            Message("80% power, two-sided 5%. Orders anyway: share of the segment that ordered from {start} to {end}, taken to the length of the test at an even pace.", start=day(followed.start + timedelta(days=1)), end=day(followed.end)),
            Message("Filled: the gain of {gap} points can be seen. Hollow: it cannot.", gap=facts["gap"]),
        ),
        alt=Message("Smallest visible gain from {low} to {high} points; {able} of {n} plays can show {gap}.", low=decimal(100 * tests["detectable"].min()), high=decimal(100 * tests["detectable"].max()), able=count(able), **{k: facts[k] for k in ("n", "gap")}),
        so=_so(tests, needs, terms),
        findings=_test_finding(tests, terms),
        decisions=_test_decision(tests, terms),
    )  # fmt: skip


def _how_long(tests: pd.DataFrame, paced: bool) -> tuple[Message, ...]:
    """How long the tests wait, and when they may end early."""
    facts = {"low": count(tests["days"].min() / 7), "high": count(tests["days"].max() / 7)}
    once = Message("Each is read once, at the end; only harm stops it early.")
    if not paced:
        return (
            Message("Each test runs for {low} weeks; how long customers wait between two orders is not known.", low=facts["low"])
            if tests["days"].nunique() == 1
            else Message("The tests run for {low} to {high} weeks; how long customers wait between two orders is not known.", **facts),
            once,
        )  # fmt: skip
    past = {"days": days(AFTER_LAST)}
    return (
        Message("Each test runs for {low} weeks: as long as half of the gaps between orders last, and {days} days past the last contact at least.", low=facts["low"], **past)
        if tests["days"].nunique() == 1
        else Message("The tests run for {low} to {high} weeks: each as long as half of the gaps between orders of its segment last, and {days} days past the play’s last contact at least.", **facts, **past),
        once,
    )  # fmt: skip


def unseen(words: Words, table: Words) -> Words:
    """Where nobody’s return is known there is nothing to draw: the table of plans takes over what the figure would say."""
    return replace(table, answer=words.answer, so=words.so, findings=words.findings, decisions=words.decisions)


def _remedies(verdicts: pd.Series) -> list[Message]:
    """What to do where the test is too small."""
    half, pooled, nothing = (int(verdicts.get(key, 0)) for key in ("hold_out_half", "pool_segments", "claim_nothing"))
    said = []
    if half:
        said.append(Message("With half of the customers held out it can for {k} more.", k=count(half)))
    if pooled:
        said.append(Message("For {k} it can only over all segments of the play together, half held out.", k=count(pooled)))
    if nothing == verdicts.sum():
        said.append(
            Message(
                "Half held out would not do either: run them if they are cheap, count, and claim no effect until several runs are put together."
            )
        )
    elif nothing:
        said.append(
            Message(
                "For the other {k} no single run can tell: run them if they are cheap, count, and claim no effect until several runs are put together.",
                k=count(nothing),
            )
        )
    return said


def _so(tests: pd.DataFrame, needs: pd.DataFrame, terms: Terms) -> tuple[Message, ...]:
    """Break-even beside what can be seen."""
    pays = needs.loc[needs["lever"] != "basket", "break_even"].dropna()
    if pays.empty or pays.max() >= tests["detectable"].min():
        return (
            Message(
                "Decide before the start how long to wait and which gain counts; looking early and stopping at a good moment proves nothing."
            ),
        )
    return (
        Message(
            "The contacts pay from {low} to {high} extra orders per hundred, but with {hold_out} held out a test sees no gain under {seen} points. So “no difference” does not mean that a play is useless, only that its gain is probably smaller than that.",
            low=decimal(100 * pays.min(), 2), high=decimal(100 * pays.max(), 2), seen=decimal(100 * tests["detectable"].min()), hold_out=share(terms.hold_out),
        ),
    )  # fmt: skip


def _test_finding(tests: pd.DataFrame, terms: Terms) -> tuple[Finding, ...]:
    """How many tests can tell, or the smallest gain that any of them could show."""
    able = int(tests["remedy"].eq("testable").sum())
    facts = {"n": count(len(tests)), "hold_out": share(terms.hold_out), "gap": decimal(100 * MATTERS, 0)}
    if able:
        figure = count(able)
        sentence = Message("of {n} plays can be shown to add {gap} points in one test with {hold_out} held out; the others are too small.", **facts) if able < len(tests) else Message("plays are described, and each can be shown to add {gap} points in one test with {hold_out} held out.", gap=facts["gap"], hold_out=facts["hold_out"])  # fmt: skip
    else:
        figure = points(tests["detectable"].min())
        sentence = Message(
            "is the smallest gain that any of the {n} tests could show with {hold_out} held out: smaller gains need half held out, or several runs put together.",
            n=facts["n"], hold_out=facts["hold_out"],
        )  # fmt: skip
    return (Finding(figure, sentence, float(terms.budget or 0.0), "test"),)


def _test_decision(tests: pd.DataFrame, terms: Terms) -> tuple[Decision, ...]:
    """The play to begin with: the first that can be shown to work without a legal check before it."""
    free = tests[~tests["play"].isin(terms.legal)]
    able, half = free[free["remedy"] == "testable"], free[free["remedy"] == "hold_out_half"]
    if able.empty and half.empty:
        reason = Message(
            "No play is large enough to show a gain of {gap} points in one run. Halves over several runs, put together, can.",
            gap=decimal(100 * MATTERS, 0),
        )
        return (Decision(Message("Hold back a random half of every action"), reason, float(tests["revenue"].max())),)
    first = (able if len(able) else half).iloc[0]
    facts = {
        "play": raw(terms.titles[first["play"]]), "people": people_value(first["method"], first["segment"]),
        "n": count(first["treated"] + first["held_out"]), "rate": share(first["base_rate"]), "gap": decimal(100 * MATTERS, 0),
    }  # fmt: skip
    if len(able):
        facts |= {"hold_out": share(terms.hold_out), "seen": decimal(100 * first["detectable"])}
        title = Message("Test “{play}” on {people} first", play=facts["play"], people=facts["people"])
        reason = Message("{rate} of them order anyway. With {hold_out} of {n} left alone at random, a gain of {seen} points can be seen.", **{k: facts[k] for k in ("rate", "hold_out", "n", "seen")})  # fmt: skip
        if pd.isna(first["base_rate"]):
            reason = Message("How many of them order anyway is not known, half at worst. With {hold_out} of {n} left alone at random, a gain of {seen} points can be seen.", **{k: facts[k] for k in ("hold_out", "n", "seen")})  # fmt: skip
    else:
        title = Message("Hold back a random half of {people} from “{play}”", play=facts["play"], people=facts["people"])
        reason = Message("{rate} of them order anyway. Only with half of {n} left alone can a gain of {gap} points be seen.", **{k: facts[k] for k in ("rate", "n", "gap")})  # fmt: skip
        if pd.isna(first["base_rate"]):
            reason = Message("How many of them order anyway is not known, half at worst. Only with half of {n} left alone can a gain of {gap} points be seen.", n=facts["n"], gap=facts["gap"])  # fmt: skip
    return (Decision(title, reason, float(first["revenue"])),)


def plan_table(tests: pd.DataFrame, terms: Terms) -> Words:
    """The plans of the lens, with what half held out would bring."""
    low = tests["with_half"].min() if len(tests) else float("nan")
    arms = (
        Message("Arms divide the customers with consent on record.")
        if terms.consent
        else Message("Arms divide all customers of the segment: no consent is on record.")
    )
    return Words(
        title=Message("With half held out a test sees gains from {low} points", low=decimal(100 * low)),
        subtitle=Message("Arms drawn at random, share that orders anyway, and the smallest gain that a test sees with {hold_out} and with half held out", hold_out=share(terms.hold_out)),
        note=(
            arms,
            Message("Pool its segments: test the play over all segments it names, half held out. Count only: report how many ordered, and claim no effect."),
            Message("A customer may be in one test at a time: within a lens, tests of one segment follow one another; of several lenses, run one."),
            Message("Needed: customers in both arms that would show {gap} points with {hold_out} held out.", gap=decimal(100 * MATTERS, 0), hold_out=share(terms.hold_out)),
            *([Message("Contacts that reach whoever is there cannot be drawn by customer: weeks of a store are drawn instead, and count for fewer customers.")] if tests["unit"].eq("store_week").any() else []),
            *([Message("Where a test waits for another on the same customers, its play in the calendar below waits with it.")] if tests["starts"].nunique() > 1 else []),
            *([Message("Where the share that orders anyway is not known, one half is taken, the widest case.")] if tests["base_rate"].isna().any() else []),
        ),
    )  # fmt: skip
