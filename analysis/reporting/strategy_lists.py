"""Whom the approved plays reach: drawn once in chapter 04, counted there, and handed out as files by `strata lists`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.findings import strategy_lists as words
from analysis.reporting.list_evidence import evidence
from analysis.reporting.list_folder import arms_given
from analysis.reporting.page import Page
from analysis.reporting.parts import whole_name
from analysis.reporting.strategy_plan import Plan
from analysis.store import Run
from analysis.strategies.audience import list_counts, list_members, list_reasons
from analysis.strategies.play import Play
from analysis.text import Skip, Words


@dataclass(frozen=True)
class DrawnLists:
    """The tables list_counts and list_reasons, and their words."""

    counts: pd.DataFrame
    reasons: pd.DataFrame
    story: Mapping[str, Words | Skip | None]


def drawn_lists(page: Page, plan: Plan) -> DrawnLists:
    """Draw the lists of the approved plays, write their three tables, and say what they come to.

    A part of a client draws none: its customers stand on those of the whole.
    """
    run, given, hold_out = page.run, plan.inputs, plan.terms.hold_out
    book = {play.key: play for play in plan.book.plays}
    named = plan.plays["play"].isin(run.config.strategy.approved) & (run.config.part is None)
    approved = plan.plays[named].assign(status="approved")
    held = evidence(run, as_of=given.dates.as_of, days=given.followed.days) if len(approved) else None
    channels = approved.sort_values("priority", kind="stable").drop_duplicates("play").set_index("play")["channel"]
    told = {key: held.told(book[key], channel) for key, channel in channels.items()}
    tables = _asked_tables(run, [book[key] for key in channels.index]) | {"features": given.features}
    drawn = {"hold_out": hold_out, "seed": run.period.label, "given": arms_given(run)}
    members = run.write_table("list_members", list_members(approved, book, given.segments, tables, told, **drawn))
    counts = run.write_table("list_counts", list_counts(members))
    reasons = run.write_table("list_reasons", list_reasons(members, told))
    story = words.story(
        counts,
        reasons,
        approved=len(run.config.strategy.approved),
        hold_out=hold_out,
        command=f"strata lists {run.client} {run.period.label}",
        whole=whole_name(run) if run.config.part is not None else None,
    )
    return DrawnLists(counts, reasons, story)


def _asked_tables(run: Run, plays: Sequence[Play]) -> dict[str, pd.DataFrame]:
    """The tables of customers that conditions of these plays ask, as far as they are held."""
    asked = {one.table for play in plays for one in play.where if not one.of_segments}
    return {name: run.read_table(name) for name in sorted(asked) if run.has_table(name)}
