"""What a page says, found in its words: kinds of statement, and the phrase by which each was recognised."""

import html
import re
from pathlib import Path

# One expression for all pages; a kind counts as said where the page's visible words match it.
KINDS = {
    "type of each column": r"StringDtype|Real number|data dictionary",
    "missing values by column": r"null values \d\S*|missing \(%\)|value missing",
    "distinct values by column": r"unique values \S+|distinct \(%\)|different values",
    "mean and quantiles by column": r"mean ± std|quantile statistics",
    "histogram by column": r"distributions (?=associations)|histogram",
    "most frequent values": r"most frequent values|common values",
    "sample of rows": r"first rows|first 10|1st row",
    "association of columns": r"cram[ée]r['’]s? v|correlations|high correlation|pearson",
    "skew or many values flagged": r"high cardinality|highly skewed",
    "constant column flagged": r"same value throughout|constant value|column is constant",
    "repeated rows": r"duplicate rows|same line in two|repeated lines?|exact duplicates?",
    "extreme values": r"extreme values|outliers?|far from the rest|far outside",
    "stand-ins for missing": r"stand-in for \S+ \S+",
    "spellings of one value": r"several spellings|spelling variants?",
    "impossible days": r"impossible da\w+|before any|days? in the future",
    "refunds matched to orders": r"refund with(out)? its order",
    "money on each fault": r"money on them",
    "what was done about it": r"what was done",
    "raw to analysed, with money": r"lines in the files .{0,900}lines analysed",
    "which analyses are possible": r"\d+ analyses are ready",
    "gaps in time": r"weeks hold no order|no gaps?|days? without (sales|an order)",
    "customers by month": r"customers with an order, by month",
    "orders per customer": r"share of customers and of revenue, by number of orders",
    "value of an order": r"share of orders by their value",
    "time to the next order": r"kaplan.meier",
    "weekday and hour": r"orders by weekday and \S+ stretch",
    "who brings the money": r"top tenth",
    "cohorts that come back": r"share of each \w+['’]s new customers",
    "new and returning revenue": r"revenue by month: from customers",
    "by category, channel, place": r"customers, orders and revenue of the period",
    "figures reconciled": r"does it add up",
    "what to ask the client": r"what should we ask",
}
_WIDTH = 24


def words_of(page: Path) -> str:
    """The visible words of a page, without styles, scripts, drawings and marks."""
    text = page.read_text(encoding="utf-8")
    for hidden in (r"(?is)<(script|style|svg)\b.*?</\1>", r"(?s)<!--.*?-->", r"<[^>]+>"):
        text = re.sub(hidden, " ", text)
    return re.sub(r"\s+", " ", html.unescape(text))


def said(pages: dict[str, Path]) -> list[str]:
    """Lines of a table: kinds down, pages across, the first phrase found or a dash; the last line counts them."""
    texts = {name: words_of(page) for name, page in pages.items()}
    rows = {kind: [_phrase(sought, text) for text in texts.values()] for kind, sought in KINDS.items()}
    counts = [str(sum(cells[i] != "–" for cells in rows.values())) for i in range(len(texts))]
    table = {"kind": list(texts)} | rows | {f"of {len(KINDS)} kinds": counts}
    return [f"{kind:30s}" + "".join(f"{cell:{_WIDTH + 2}s}" for cell in cells) for kind, cells in table.items()]


def _phrase(sought: str, text: str) -> str:
    found = re.search(sought, text, re.IGNORECASE)
    if not found:
        return "–"
    return found[0] if len(found[0]) <= _WIDTH else f"{found[0][: _WIDTH - 1]}…"
