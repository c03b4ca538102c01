"""The page's own words in the reader's language, and the rows of a client's index."""

import json
from collections.abc import Mapping
from pathlib import Path

from analysis.reporting.template import LABELS
from analysis.text import Text


def page_labels(text: Text) -> Mapping[str, str]:
    """The words of the frame, translated."""
    return {key: text(word) for key, word in LABELS.items()}


def index_entries(folder: Path) -> list[dict[str, str]]:
    """One entry per report of a client, newest period first, from the manifests beside the pages."""
    entries = []
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
            }
        )
    return entries
