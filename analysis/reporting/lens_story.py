"""The words of chapter 02: each section's sentences from its tables, or why it has none."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.features import Dates
from analysis.findings import (
    segmentation,
    segmentation_aipl,
    segmentation_clusters,
    segmentation_clusters_how,
    segmentation_cycle,
    segmentation_due,
    segmentation_engagement,
    segmentation_lifetime,
    segmentation_loyalty,
    segmentation_own,
    segmentation_people,
    segmentation_preference,
    segmentation_retention,
    segmentation_risk,
    segmentation_rules,
    segmentation_survey,
    segmentation_survey_link,
    segmentation_tables,
)
from analysis.findings.notes import Basis, GivenBasis
from analysis.findings.segmentation_agreement import agreement_words, cross_words
from analysis.findings.segmentation_outcomes import Followed
from analysis.reporting.divided import Divided
from analysis.reporting.lens_facts import Facts
from analysis.segmentations import membership
from analysis.segmentations.record import KNOWN
from analysis.text import Message, Skip, Text, Words, name

# Without order lines: methods that figures per customer are enough for, and what is said in place of their reasons.
FIGURED = ("rfm", "value", "risk")
FROM_FIGURES = {"no_orders": "no_figures"}
FROM_LINES = dict.fromkeys(
    ("no_orders", "no_order_days", "no_prediction", "no_habits", "no_intervals", "no_lenses", "no_order_lines_for_loyalty", "few_repeat_buyers"), "no_order_lines"
)  # fmt: skip
Told = dict[str, Words | Skip | None]
ANSWERS = ("needs", "psychographic.answers", "psychographic")  # lenses made of survey answers, as far as they are there


def names(divided: Divided, text: Text) -> dict[tuple[str, str, str], str]:
    """Names that are found in the data: natural groups by what stands out in them, levels that are none by their attribute."""
    found: dict[tuple[str, str, str], str] = {}
    if "clusters" in divided.rules:
        found |= segmentation_clusters.group_names(divided.rules["clusters"], text)
    if "membership" in divided.rules and not membership.ranked(divided.rules["membership"]):
        # A kind of contract or of journey is no level: it goes by its own name.
        word = text.name("trait", str(divided.rules["membership"]["membership"].iloc[0]))
        found |= {(context, "membership", text.language): word for context in ("lens", "method")}
    return found


def basis_of(dates: Dates, divided: Divided) -> Basis:
    """What the chapter's figures rest on: order lines, or the figures per customer that the client gave."""
    record = divided.records.now
    if divided.records.dated:
        return Basis.of(dates, record)
    return GivenBasis(dates.as_of, dates.window_start, dates.start, dates.first, len(record))


def why(divided: Divided, method: str) -> Skip:
    """Why there is no such lens: what the data lack, or that client.yaml does not choose it."""
    reason = divided.lacking.get(method)
    if reason and not divided.records.dated:
        figures = method in FIGURED and divided.records.now["state"].ne(KNOWN).any()
        reason = (FROM_FIGURES if figures else FROM_LINES).get(reason, reason)
    return segmentation.NOT_CHOSEN if not reason else Skip(Message("{reason}", reason=name("lacking", reason)))


def told(divided: Divided, facts: Facts, *, basis: Basis, followed: Followed, labels: Mapping[str, str], minimum: int) -> Told:
    """The words of every section, by key; a Skip where the data carry none, None where there is nothing to say."""
    frozen = next(iter(sorted(set(divided.frozen.values()))), "")
    words: Told = dict(
        segmentation.story(
            divided.rules,
            sizes=facts.sizes,
            returns=facts.returns,
            cells=facts.get("cells"),
            bands=facts.get("bands"),
            cuts=facts.get("cuts"),
            lenses=facts.judged,
            differences=facts.differences,
            sums=facts.sums,
            period_revenue=_later(divided),
            frozen_from=frozen,
            basis=basis,
            followed=followed,
        )
    )
    for part in (_worth, _habits, _people, _online, _asked, _natural, _own):
        words |= part(divided, facts, {"basis": basis, "followed": followed, "labels": labels, "minimum": minimum})
    few = () if facts.decided["shown"].all() else segmentation_rules.few(minimum)
    words["sum"] = replace(words["sum"], note=(*words["sum"].note, *few))
    return words | _compared(divided, facts)


def _later(divided: Divided) -> float:
    record = divided.records.now
    return float(record["period_revenue"].sum()) if "period_revenue" in record else 0.0


def _worth(divided: Divided, facts: Facts, common: Mapping[str, Any]) -> Told:
    """Predicted value, its test, and who may have left."""
    made, basis = divided.records.lifetimes, common["basis"]
    words: Told = {}
    if made is not None:
        spent = float(divided.records.now["revenue"].sum())
        words |= segmentation_lifetime.lifetime_story(
            made, by_segment=facts.get("clv_tiers"), risk=facts.get("clv_risk"), basis=basis, known_revenue=spent
        )
        if made.holdout is not None:
            words["clv_test_table"] = segmentation_tables.holdout(made.holdout)
    if facts.get("retention_curve") is None:
        words.setdefault("clv", why(divided, "clv"))
    else:
        words["retention"] = segmentation_retention.retention(
            facts.get("retention_curve"), facts.get("retention"), unit=facts.get("contract_unit")
        )
    after = {"basis": basis, "followed": common["followed"]}
    words["risk"] = (
        why(divided, "risk")
        if facts.get("risk") is None
        else (
            segmentation_risk.risk(facts.get("risk_told"), facts.get("risk_scores"), facts.returns, **after)
            or segmentation_risk.NOBODY
        )
    )
    if "growth" in divided.rules:
        words["growth"] = segmentation_risk.growth(facts.sizes, facts.returns, **after)
    if "nes" in divided.rules:
        words["nes"] = segmentation_cycle.cycle(facts.sizes, facts.returns, divided.rules["nes"], **after)
    if "activity" in divided.rules:
        words["activity"] = segmentation_cycle.activity(facts.sizes, facts.returns, divided.rules["activity"], **after)
    return words


def _habits(divided: Divided, facts: Facts, common: Mapping[str, Any]) -> Told:
    """Preferences, what is due, occasions."""
    basis = common["basis"]
    words: Told = {"prefer": why(divided, "preference"), "due": why(divided, "replenishment")}
    if facts.get("preference_overview") is not None:
        words["prefer"] = segmentation_preference.preferences(facts.get("preference_overview"), facts.sizes, basis)
        words["preferred"] = segmentation_preference.preferred(facts.shown, facts.get("preference_overview"), basis)
    if facts.get("replenishment_due") is not None:
        words["due"] = segmentation_due.due(
            facts.get("replenishment_due"), facts.get("due_intervals"), customers=facts.get("due_customers"), basis=basis
        )
        words["due_rule"] = segmentation_due.intervals(facts.get("due_intervals"), basis)
    if facts.get("occasion_months") is not None:
        words["occasions"] = segmentation_preference.occasions(facts.get("occasion_months"), basis)
    return words


def _people(divided: Divided, facts: Facts, common: Mapping[str, Any]) -> Told:
    """Who and where, loyalty, membership."""
    basis, after = common["basis"], {"basis": common["basis"], "followed": common["followed"]}
    words: Told = {"people": segmentation_people.NO_GROUPS, "loyalty": why(divided, "loyalty")}
    if facts.get("group_means") is not None:
        words["people"] = segmentation_people.people(
            facts.get("groups_shown"), facts.get("group_differences"), customers=len(divided.records.now), basis=basis
        )
        words["groups_apart"] = segmentation_tables.differences(facts.get("group_differences"))
        words["groups_all"] = segmentation_tables.groups()
    elif facts.get("groups_shown") is not None:
        words["people"] = segmentation_people.described(facts.get("groups_shown"), customers=len(divided.records.now), basis=basis)
    if "loyalty" in divided.rules:
        words["loyalty"] = segmentation_loyalty.loyalty(facts.sizes, facts.returns, divided.rules["loyalty"], **after)
        words["loyalty_points"] = segmentation_loyalty.points(divided.rules["loyalty"], basis=basis)
    if facts.get("membership_mismatch") is not None:
        words["membership"] = segmentation_loyalty.membership(
            facts.get("membership_mismatch"), divided.rules["membership"], basis=basis, minimum=common["minimum"]
        )
    return words


def _online(divided: Divided, facts: Facts, common: Mapping[str, Any]) -> Told:
    """Engagement and the way from awareness to loyalty."""
    after = {"basis": common["basis"], "followed": common["followed"]}
    words: Told = {"engagement": why(divided, "engagement")}
    if "engagement.state" in divided.rules:
        words["engagement"] = segmentation_engagement.state(
            facts.sizes, facts.returns, facts.get("browsing_returns"), divided.rules["engagement.state"], **after
        )
    if "engagement.frequency" in divided.rules:
        rule = divided.rules["engagement.frequency"]
        words["usage"] = segmentation_engagement.frequency(facts.sizes, facts.returns, rule, **after)
    if "engagement.category" in divided.rules:
        words["browsed"] = segmentation_engagement.category(facts.sizes, facts.returns, **after)
    if "aipl" in divided.rules:
        words["aipl"] = segmentation_aipl.stages(facts.sizes, facts.get("aipl_moves"), divided.rules["aipl"], **after)
    return words


def _asked(divided: Divided, facts: Facts, common: Mapping[str, Any]) -> Told:
    """What customers say: groups of respondents."""
    basis, labels = common["basis"], common["labels"]
    words: Told = {"needs": why(divided, "needs")}
    for lens in (one for one in ANSWERS if one in divided.rules):
        rule, key = divided.rules[lens], lens.partition(".")[0]
        words[key] = segmentation_survey.profile(
            rule, facts.get(f"profile.{lens}"), facts.get("survey_response"), method=key, labels=labels, basis=basis
        )
        if len(facts.get(f"{key}_groups")) < 2:
            words[f"{key}_none"] = words.pop(key)
        words[f"{key}_dimensions"] = segmentation_survey_link.components(rule, basis=basis)
        link = facts.get(f"link.{lens}")
        if len(link):
            words[f"{key}_link"] = segmentation_survey_link.behaviour(
                rule, link, facts.get("survey_who"), labels=labels, basis=basis
            )
        own = facts.get(f"fidelity_{key}")
        if len(own) and own["fidelity"].notna().all():
            words[f"{key}_typing"] = segmentation_survey_link.typing(own, facts.get(f"placed.{lens}"), basis=basis)
    if "needs" not in divided.rules and {"psychographic", "psychographic_none"} & set(words):
        words["needs"] = None  # the section has something to say
    return words


def _natural(divided: Divided, facts: Facts, common: Mapping[str, Any]) -> Told:
    """Natural groups."""
    if "clusters" not in divided.rules:
        return {"clusters": why(divided, "clusters")}
    words: Told = dict(
        segmentation_clusters.story(
            divided.rules["clusters"],
            facts.returns,
            basis=common["basis"],
            followed=common["followed"],
            money="revenue" in divided.records.now,
        )
    )
    if divided.refits:
        found = next(iter(divided.refits.values()))
        words["refit"] = segmentation_clusters_how.refit(found.match, found.agreement)
    return words


def _own(divided: Divided, facts: Facts, common: Mapping[str, Any]) -> Told:
    """What is made of other lenses, the client's own rules, merges and overrides."""
    after = {"basis": common["basis"], "followed": common["followed"]}
    words: Told = {"groups": why(divided, "groups")}
    if "groups" in divided.rules:
        words["groups"] = segmentation_own.groups(facts.sizes, facts.returns, **after)
    if "rules" in divided.rules:
        words["rules"] = segmentation_own.rules(facts.sizes, facts.returns, **after)
    if "combined" in divided.rules:
        words["combined"] = segmentation_own.combined(facts.sizes, facts.returns, divided.rules["combined"], **after)
    words["overrides"] = segmentation_own.overrides(divided.overrides, divided.problems, minimum=common["minimum"])
    words["merges"] = segmentation_own.merges(divided.merged, minimum=common["minimum"])
    return words


def _compared(divided: Divided, facts: Facts) -> Told:
    """Which lenses say the same, and the two best across each other."""
    words: Told = {"agreement": agreement_words(facts.agreement)}
    if not divided.records.dated:  # what customers did next is not held
        words["lens"] = Skip(Message("{reason}", reason=name("lacking", "no_order_lines")))
    cross = facts.get("cross")
    return words if cross is None or not cross["shown"].any() else words | {"cross": cross_words(cross)}
