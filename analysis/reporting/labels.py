"""The page's own words in the reader's language, and the rows of a client's index."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.config.parts import FOLDER
from analysis.reporting.template import LABELS
from analysis.text import Text


def page_labels(text: Text) -> Mapping[str, str]:
    """The words of the frame, translated."""
    return {key: text(word) for key, word in LABELS.items()}


def index_entries(folder: Path) -> list[dict[str, Any]]:
    """One entry per report of a client, newest period first, from the manifests beside the pages.

    An entry holds those of the client's parts for the same period as `parts`: label, href, headline, workbook.
    """
    entries = []
    parts = _parts(folder)
    for path in sorted(folder.glob("*/manifest.json"), reverse=True):
        if path.parent.name.startswith("."):
            continue
        made = json.loads(path.read_text(encoding="utf-8"))
        entries.append(
            {
                "period": made["period"],
                "href": f"{made['period']}/report.html",
                "headline": made["pages"].get("report.html", ""),
                "as_of": made.get("as_of", ""),
                "workbook": _workbook(made, made["period"]),
                "parts": parts.get(made["period"], []),
            }
        )
    return entries


def _parts(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The reports of a client's parts by period, in order of their names."""
    found: dict[str, list[dict[str, str]]] = {}
    for path in sorted(folder.glob(f"{FOLDER}/*/*/manifest.json")):
        made = json.loads(path.read_text(encoding="utf-8"))
        if path.parent.name.startswith("."):
            continue
        place = path.parent.relative_to(folder).as_posix()
        entry = {"label": made["part"]["label"], "href": f"{place}/report.html", "headline": made["pages"].get("report.html", "")}
        entry["workbook"] = _workbook(made, place)
        found.setdefault(made["period"], []).append(entry)
    return {period: sorted(entries, key=lambda one: one["label"]) for period, entries in found.items()}


def _workbook(made: Mapping[str, Any], place: str) -> str:
    """The address of the workbook beside a report; nothing for one made before there was any."""
    return f"{place}/{made['workbook']}" if made.get("workbook") else ""
