"""The first screen: five figures, the findings that weigh most, the decisions asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.findings.data_profile_checks import OF_COLUMNS
from analysis.reporting.compose import recalled_dates
from analysis.reporting.exporter import Chapter
from analysis.reporting.notebooks import CHAPTERS
from analysis.reporting.overview import reference
from analysis.reporting.parts import whole_name
from analysis.store import Run
from analysis.text import Message, Text, Value, change, count, day, decimal, money, name, points, raw, share
from analysis.text.formats import is_missing

MOST_FINDINGS, MOST_DECISIONS, TILES = 6, 3, 5
_TILES = ("revenue", "customers", "average_order", "repeat_rate", "return_rate", "orders")
_SHOWN: Mapping[str, Any] = {
    "revenue": money, "average_order": money, "customers": count, "orders": count, "repeat_rate": share, "return_rate": share,
}  # fmt: skip


def cover(run: Run, text: Text, chapters: Sequence[Chapter]) -> dict[str, Any]:
    """The mapping that `render_page` shows as the first screen, all values plain text."""
    dates = recalled_dates(run)
    found = _gathered(run, "findings")
    found = found[~found["by_definition"].astype(bool)].sort_values("money", key=abs, ascending=False, kind="stable")
    decisions = _gathered(run, "decisions").sort_values("weight", ascending=False, kind="stable").head(MOST_DECISIONS)
    places = {section.key: section for chapter in chapters for section in chapter.sections if section.key}
    brand = run.config.brand
    return {
        "client": run.config.name,
        "period": f"{text.show(day(dates.start))} – {text.show(day(dates.as_of))}",
        "as_of": text.show(day(dates.as_of)),
        "version": brand.version,
        "status": brand.status or "",
        "headline": headline(found, text),
        "kpis": _figures(run, text, basis=reference(run, dates.as_of).basis),
        "findings": [_finding(row, places) for row in found.head(MOST_FINDINGS).itertuples()],
        "decisions": [{"title": row.title, "reason": row.reason} for row in decisions.itertuples()],
        "confidence": _of_part(run, text, confidence(run, text)),
    }


def _gathered(run: Run, table: str) -> pd.DataFrame:
    parts = [run.read_table(f"{table}-{chapter}") for chapter in CHAPTERS if run.has_table(f"{table}-{chapter}")]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def headline(found: pd.DataFrame, text: Text) -> str:
    """The weightiest finding as a headline, joined with the weightiest of another chapter."""
    told = found[found["headline"] != ""]
    if told.empty:
        return ""
    first = told.iloc[0]
    others = told[told["chapter"] != first["chapter"]]
    if others.empty:
        return first["headline"]
    return text.say(Message("{first}, and {second}", first=raw(first["headline"]), second=raw(others.iloc[0]["headline"])))


def tiles(kpis: pd.DataFrame, text: Text, *, basis: str) -> list[dict[str, str]]:
    """Five figures, each beside the days a year before that are like the period, or the reason why not."""
    held = kpis.set_index("kpi")
    chosen = [key for key in _TILES if key in held.index and held.loc[key, "value"] == held.loc[key, "value"]][:TILES]
    return [_tile(key, held.loc[key], text, basis=basis) for key in chosen]


def _figures(run: Run, text: Text, *, basis: str) -> list[dict[str, str]]:
    """Figures of the orders; without order lines what the other inputs hold: rows, and scores of the survey."""
    if run.config.source.transactions is not None:
        return tiles(run.read_table("kpis"), text, basis=basis)
    inputs, items = run.read_table("inputs"), run.read_table("survey_items")
    made = [
        {"label": text.name("table", row.table), "figure": text.show(count(row.rows)), "missing": text("rows held")}
        for row in inputs.sort_values("rows", ascending=False, kind="stable").head(3).itertuples()
    ]
    for row in items[items["role"].isin(["satisfaction", "recommendation"])].head(TILES - len(made)).itertuples():
        form = share if row.measure == "share" else (lambda value: decimal(value, 2))
        between = Message("between {low} and {high}", low=form(row.low), high=form(row.high))
        made.append({"label": text.name("item", row.item), "figure": text.show(form(row.value)), "missing": text.say(between)})
    return made


def _tile(key: str, row: pd.Series, text: Text, *, basis: str) -> dict[str, str]:
    tile = {"label": text.name("kpi", key), "figure": text.show(_SHOWN[key](row["value"]))}
    if row["change"] != row["change"]:
        return tile | {"missing": text("No earlier year held to compare with")}
    moved: Value = points(row["change"]) if _SHOWN[key] is share else change(row["change"])
    against = text.say(Message("against {then}", then=name("comparison", basis)))
    return tile | {"delta": text.show(moved), "comparison": against}


def _finding(row: Any, places: Mapping[str, Any]) -> dict[str, str]:
    place = places.get(row.section)
    told = {"figure": row.figure, "sentence": row.sentence}
    return told | {"href": f"#{place.id}", "link": str(place.short)} if place else told


def _of_part(run: Run, text: Text, told: dict[str, Any]) -> dict[str, Any]:
    """The line on the data, and that this is a part where it is one."""
    part = run.config.part
    if part is None:
        return told
    sentence = Message(
        "This report is one part of {whole}. Its segments are measured by the limits of the whole, its customers by their orders in this part; its budget is the share that it has in revenue ({share}).",
        whole=raw(whole_name(run)), share=share(part.share),
    )  # fmt: skip
    return told | {"sentence": f"{told['sentence']} {text.say(sentence)}"}


def confidence(run: Run, text: Text) -> dict[str, Any]:
    """How far the data can be relied on: one line, and the reasons behind it."""
    if run.config.source.transactions is None:
        return _without_orders(run, text)
    waterfall, checks = run.read_table("waterfall").set_index("step"), run.read_table("quality_checks")
    later = waterfall.loc["later", "rows"] if "later" in waterfall.index else 0  # after the period: nothing wrong with them
    kept, read = waterfall.loc["analysed", "rows"], waterfall.loc["raw", "rows"] - later
    # What client.yaml leaves out or keeps apart is no fault of the data.
    wanted = read - sum(waterfall.loc[step, "rows"] for step in ("excluded", "other_role") if step in waterfall.index)
    part, sound = (kept / read, kept / wanted) if read and wanted else (0.0, 0.0)
    level = "good" if sound >= 0.95 else "fair" if sound >= 0.7 else "poor"
    sentence = Message(
        "{kept} of the {read} order lines up to the end of the period analysed ({share}).",
        kept=count(kept),
        read=count(read),
        share=share(part),
    )
    return {"headline": _level(level, text), "sentence": text.say(sentence), "reasons": _reasons(checks, text)}


def _level(level: str, text: Text) -> str:
    return {
        "good": text("Data confidence: good."),
        "fair": text("Data confidence: good for what is analysed, with gaps."),
        "poor": text("Data confidence: low."),
    }[level]


def _reasons(checks: pd.DataFrame, text: Text) -> list[str]:
    def of(row: Any) -> Message:
        facts = {
            "check": name("check", row.check),
            "rows": count(row.rows),
            "share": share(row.share),
            "action": name("action", row.action),
        }
        if row.check in OF_COLUMNS:
            return Message("{check}, {column}: {rows} rows ({share}); {action}.", column=raw(row.column), **facts)
        if is_missing(row.amount) and row.rows == 1:
            return Message("{check}: one row ({share}); {action}.", **{key: facts[key] for key in ("check", "share", "action")})
        if is_missing(row.amount):
            return Message("{check}: {rows} rows ({share}); {action}.", **facts)
        return Message("{check}: {rows} lines ({share}), {amount}; {action}.", **facts, amount=money(row.amount))

    return [text.say(of(row)) for row in checks[checks["check"] != "missing_value"].head(5).itertuples()]


def _without_orders(run: Run, text: Text) -> dict[str, Any]:
    """The confidence in figures that rest on no order lines: what can be analysed, and the faults found."""
    ready, checks = run.read_table("readiness"), run.read_table("quality_checks")
    held = ready[~ready["status"].isin(["absent"])]
    good = int((held["status"] == "pass").sum())
    level = "good" if good and not (checks["share"] > 0.2).any() else "fair" if good else "poor"
    sentence = Message("No order lines: {good} analyses are ready on what is held.", good=count(good))
    return {"headline": _level(level, text), "sentence": text.say(sentence), "reasons": _reasons(checks, text)}
