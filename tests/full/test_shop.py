"""What is too small to show, and what the client's own files do, from the command to the pages of chapters 02 to 05.

Three reports: the period before, by place; then the period with changes by hand, refitted and matched to the one before;
then in Chinese, with the limits of one lens kept.
"""

import html
import json
import re
import shutil
from datetime import timedelta

import nbformat
import pandas as pd
import pytest

from analysis import profiles
from analysis.config import load_segments
from analysis.findings.evaluation_moves import GROUPS, flows, shown_flows, shown_moves
from analysis.reporting.chosen import every_lens
from analysis.reporting.compose import features_on, recalled_dates
from analysis.reporting.records import dated_record
from analysis.segmentations.small_cells import hidden_of
from analysis.store import Run
from analysis.text import Text
from tests.full import shop, workbooks
from tests.full.conftest import Workspace, make_workspace
from tests.full.conftest import chapter as one_chapter
from tests.full.folders import words
from tests.full.side_by_side import Attack, add_change, add_flows, add_moves, add_sizes, published

pytestmark = pytest.mark.slow
BEFORE, NOW = "2025-Q3", "2025-Q4"
WIDTH = 9  # customers between the least and the most that a hidden size can be: one below the smallest that is shown
CHAPTERS = ("02_segmentation", "03_segment_profile", "04_strategy", "05_evaluation")
NOTEBOOKS = ("01_data_profile", *CHAPTERS)


@pytest.fixture(scope="module")
def matched(tmp_path_factory) -> Workspace:
    """The period before, by place, and the period itself, with changes by hand and matched groups."""
    made = make_workspace(tmp_path_factory.mktemp("shop"))
    folder = shop.write_shop(made.data / "shop")
    (folder / "segments.yaml").write_text(shop.NAMES, encoding="utf-8")
    report(made, BEFORE, "segment_by=geographic.place")
    (folder / "overrides.csv").write_text(shop.overrides(), encoding="utf-8")
    report(made, NOW, f"definitions=match {BEFORE}", "segment_by=rfm")
    return made


@pytest.fixture(scope="module")
def frozen(matched, tmp_path_factory) -> Workspace:
    """The same period in Chinese, with the limits of recency, frequency and money kept."""
    folder = tmp_path_factory.mktemp("frozen")
    shutil.copytree(matched.data, folder / "data")
    (folder / "reports").mkdir()
    made = Workspace(folder / "data", folder / "reports")
    yaml = made.data / "shop" / "client.yaml"
    yaml.write_text(f"{yaml.read_text(encoding='utf-8')}definitions: {{rfm: {BEFORE}}}\n", encoding="utf-8")
    report(made, NOW, "language=zh", "segment_by=rfm")
    return made


def report(made: Workspace, period: str, *parameters: str) -> None:
    done = made.strata("report", "shop", period, *(part for one in parameters for part in ("-p", one)))
    assert 0 == done.returncode, done.stdout + done.stderr


def table(made: Workspace, period: str, name: str) -> pd.DataFrame:
    return Run.open("shop", period, data=made.data, reports=made.reports).read_table(name)


def of(made: Workspace, period: str, lens: str, name: str = "segments") -> pd.Series:
    """The segments of a lens by the id that the client writes."""
    found = table(made, period, name)
    ids = pd.read_parquet(made.data / "shop" / "pseudonyms.parquet").set_index("customer_id")["client_id"]
    own = found[found["method"] == lens]
    return pd.Series(own["segment"].to_numpy(), index=own["customer_id"].map(ids))


def rows(page: str) -> list[list[str]]:
    """The cells of every table row of a page."""
    found = (
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in re.findall(r"<tr.*?</tr>", page, flags=re.DOTALL)
    )
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in found]


def everything(made: Workspace) -> dict[str, str]:
    """Every file of the folder that is sent, as words."""
    files = [path for path in made.reports.rglob("*") if path.is_file()]
    assert {".html", ".json", ".xlsx"} == {path.suffix for path in files}  # a new kind of file is a new place to look
    held = {path.relative_to(made.reports).as_posix(): path for path in files}
    return {
        name: workbooks.words(path) if path.suffix == ".xlsx" else words(path.read_text(encoding="utf-8"))
        for name, path in held.items()
    }


def workbook(made: Workspace, period: str) -> dict[str, list[list]]:
    return workbooks.sheets(made.reports / "shop" / period / "summary.xlsx")


def cells_of(made: Workspace, period: str) -> list[list[str]]:
    """The rows of every table, on the pages and in the workbook."""
    pages = [row for name in CHAPTERS for row in rows(matched_page(made, period, name)) if row]
    sheets = [
        [f"{cell:.10g}" if isinstance(cell, float) else cell for cell in row]
        for own in workbook(made, period).values()
        for row in own
    ]
    return pages + sheets


def matched_page(made: Workspace, period: str, chapter: str) -> str:
    return made.page("shop", period, f"{chapter}.html")


def test_six_customers_of_one_place_are_told_nowhere(matched):
    """West has six, East beside it 24: neither has a figure, in any chapter, and no chapter names both of its sums."""
    shown = table(matched, BEFORE, "shown_segments").set_index(["method", "segment"])["shown"]
    places = shown["geographic.place"]

    assert {"West": False, "East": False, "North": True, "South": True} == places.to_dict()
    for chapter in CHAPTERS:
        own = rows(matched.page("shop", BEFORE, f"{chapter}.html"))
        for place in ("West", "East"):
            assert not [row for row in own if row and row[0] == place and any(re.search(r"\d", cell) for cell in row[1:])]
    for own in workbook(matched, BEFORE).values():
        assert not [row for row in own if row[0] in ("West", "East") and any(re.search(r"\d", str(cell)) for cell in row[1:])]
    assert [row for row in rows(matched.page("shop", BEFORE, "02_segmentation.html")) if row[:2] == ["North", "170"]]


@pytest.mark.parametrize("period", [BEFORE, NOW])
def test_no_small_segment_comes_back_from_the_chapters_together(matched, period):
    """Totals less all that any file of the report tells of a lens leave nothing, or two segments at least."""
    sizes = table(matched, period, "segment_sizes")
    names = {"champions": "Regulars", "loyal": "Old friends"}
    told = cells_of(matched, period)
    assert (sizes["customers"] < 10).any()
    for lens, own in sizes[~sizes["method"].isin(["clusters", "value"])].groupby("method"):
        seen = {
            row.segment
            for row in own.itertuples()
            for cells in told
            if cells[0] == names.get(row.segment, str(row.segment).replace("_", " ").title()) and f"{row.customers}" in cells[1:]
        }
        small = set(own.loc[own["customers"] < 10, "segment"])
        left = set(own["segment"]) - seen
        assert not small & seen, lens
        assert not small or len(left) > 1, lens


def test_the_hidden_have_no_size_in_any_file(matched):
    """Also not in the words under a chart, nor in the manifest."""
    for name, text in everything(matched).items():
        assert not re.search(r"\bWest\W{1,4}6\b|\bEast\W{1,4}24\b", text), name
    made = json.loads((matched.reports / "shop" / BEFORE / "manifest.json").read_text(encoding="utf-8"))
    assert "segments" not in made


@pytest.mark.parametrize("period", [BEFORE, NOW])
def test_every_number_of_the_workbook_stands_on_the_page_and_has_no_digit_more(matched, period):
    """Each sheet is a table of the pages; a number in it is what the words there say."""
    page = {filled(row) for name in NOTEBOOKS for row in rows(matched_page(matched, period, name))}
    held = list(workbook(matched, period).values())[1:]
    tables = [table for chapter in NOTEBOOKS for table in carried(matched, period, chapter)]

    assert len(held) == len(tables) > 25
    for sheet, table in zip(held, tables, strict=True):
        for row, own in zip(sheet[4:], table["rows"], strict=False):
            shown = [cell if isinstance(cell, str) else cell["text"] for cell in own["cells"]]
            assert filled(shown) in page
            for cell, said in zip(row, shown, strict=False):
                assert workbooks.number(said) == pytest.approx(cell) if isinstance(cell, float) else cell == said


def filled(row: list[str]) -> tuple[str, ...]:
    """The cells of a row that say something: bars and blanks do not."""
    return tuple(" ".join(cell.split()) for cell in row if cell.strip())


def carried(made: Workspace, period: str, chapter: str) -> list[dict]:
    """The tables that an executed notebook carries for the workbook."""
    executed = nbformat.read(made.data / "shop" / period / "notebooks" / f"{chapter}.ipynb", as_version=4)
    said = [
        output.metadata.get("strata", {}) for cell in executed.cells for output in cell.get("outputs", ()) if "metadata" in output
    ]
    return [one["table"] for one in said if "table" in one]


def test_two_reports_side_by_side_do_not_tell_what_a_place_holds(matched):
    """A place never shrinks, and the end of one report is the start of the next: still no small size lies between near limits."""
    text, attack = Text("en", "GBP"), Attack()
    days = {BEFORE: {"then": "start", "now": "middle"}, NOW: {"then": "middle", "now": "end"}}
    segments = sorted(set(of(matched, NOW, "geographic.place")))
    for period, own in days.items():
        sizes = published(workbook(matched, period), "place", segments, text)
        assert {"North", "South"} <= set(sizes["now"])
        add_sizes(attack, own, sizes, segments, len(shop.ids()))
    for first, second in (("start", "middle"), ("middle", "end")):
        for segment in segments:
            attack.never_more((first, segment), (second, segment))

    for day in ("start", "middle", "end"):
        low, high = attack.bounds((day, "West"))
        assert low <= 6 <= high
        assert high - low >= WIDTH


def test_two_reports_under_the_same_limits_do_not_tell_who_moved_where(matched, frozen):
    """Recency, frequency, money with kept limits, by both workbooks and the moves of chapter 05."""
    attack, segments = (
        Attack(),
        sorted({*of(matched, BEFORE, "rfm"), *of(frozen, NOW, "rfm"), *of(frozen, NOW, "rfm", "segments-start")}),
    )
    own = load_segments(matched.data / "shop" / "segments.yaml").words()
    chinese = Text("zh", "GBP", own=own)
    for made, period, days, (language, name) in (
        (matched, BEFORE, {"then": "start", "now": "middle"}, ("en", "Recency, frequency, money")),
        (frozen, NOW, {"then": "middle", "now": "end"}, ("zh", "近度·频度·金额（RFM）")),
    ):
        sizes = published(workbook(made, period), name, segments, Text(language, "GBP", own=own))
        assert len(sizes["now"]) > 4
        add_sizes(attack, days, sizes, segments, len(shop.ids()))
    hidden = hidden_of(table(frozen, NOW, "shown_segments"), "rfm")
    moves = shown_moves(table(frozen, NOW, "migration"), minimum=10, hide=profiles.hidden_cells)
    add_moves(attack, moves, ("middle", "end"), hidden)
    groups, order = {"groups": GROUPS["rfm"]}, {"order": [key for key in segments if key not in hidden]}
    cautious = {"minimum": 10, "hide": profiles.hidden_cells, "tell": profiles.telling_sums}
    add_change(attack, workbook(frozen, NOW), moves, {str(chinese.name("segment", key)): key for key in segments}, chinese)
    add_flows(attack, shown_flows(flows(moves, **groups, **order), moves, **groups, **order, **cautious), moves, GROUPS["rfm"])

    small = {("middle", key): n for key, n in of(matched, BEFORE, "rfm").value_counts().items()}
    small |= {("end", key): n for key, n in of(frozen, NOW, "rfm").value_counts().items()}
    small |= {("move", move.from_segment, move.to_segment): move.customers for move in moves[moves["customers"] > 0].itertuples()}
    small = {place: n for place, n in small.items() if n < 10}
    assert len(small) > 10
    for place, n in small.items():
        low, high = attack.bounds(place)
        assert low - 1e-6 <= n <= high + 1e-6
        assert high - low >= (WIDTH if place[0] != "move" else 1), place


def test_changes_by_hand_come_last_are_counted_and_listed(matched):
    by_hand, page = shop.ids()[: shop.BY_HAND], matched.page("shop", NOW, "02_segmentation.html")
    applied = table(matched, NOW, "overrides_applied")

    assert {"churned"} == set(of(matched, NOW, "lifecycle")[by_hand])
    assert shop.BY_HAND == applied["customers"].sum()
    assert [row for row in rows(page) if shop.REASON in row and "Owner" in row]
    assert "change nothing at the end of the period, because the customer is not known: 16." in words(page)
    assert not [who for who in by_hand if who in page]


def test_who_is_changed_by_hand_throughout_has_not_moved(matched):
    start = of(matched, NOW, "lifecycle", "segments-start")
    known = start.index.intersection(shop.ids()[: shop.BY_HAND])

    assert len(known)
    assert {"churned"} == set(start[known])


def test_parts_of_the_change_add_up_and_kept_limits_leave_the_ruler_none(matched, frozen):
    """Recency, frequency, money: refitted in the one report, kept in the other; every customer and every cent has its part."""
    for made, refitted in ((matched, True), (frozen, False)):
        parts = table(made, NOW, "segment_split")
        wide = {value: parts.pivot(index="segment", columns="part", values=value) for value in ("customers", "revenue")}
        for sums in wide.values():
            assert sums.drop(columns="end").sum(axis=1).sub(sums["end"]).abs().max() < 0.005
        ruler = wide["customers"][["ruler_in", "ruler_out"]].abs().sum().sum()
        assert refitted == (ruler > 0)
        kinds, features = table(made, NOW, "movement_kinds"), table(made, NOW, "features")
        assert len(features) == kinds["customers"].sum()
        assert features["period_revenue"].sum() == pytest.approx(kinds["during"].sum(), abs=0.005)
    assert "沿用上一份报告的定义" in words(matched_page(frozen, NOW, "05_evaluation"))
    assert "because the definitions were made anew" in words(matched_page(matched, NOW, "05_evaluation"))


def test_history_begins_before_the_first_report_and_holds_every_customer(matched):
    spells, features = table(matched, NOW, "segment_history"), table(matched, NOW, "features")
    now = spells[spells["until"].isna()]

    assert {"2025-06-30", "2025-09-30", "2025-12-31"} == set(spells["since"].astype(str))
    for lens in ("rfm", "lifecycle", "geographic.place"):
        assert set(features["customer_id"]) == set(now.loc[now["method"] == lens, "customer_id"])
        own = now[now["method"] == lens].set_index("customer_id")["segment"]
        assert (own.rename(index=_client_ids(matched)).sort_index() == of(matched, NOW, lens).sort_index()).all()


def _client_ids(made: Workspace) -> pd.Series:
    return pd.read_parquet(made.data / "shop" / "pseudonyms.parquet").set_index("customer_id")["client_id"]


def test_any_day_is_told_as_chapters_01_and_02_tell_the_start(frozen):
    """The customers of the eve, made again, are those that were written; so are the segments of every lens that needs no model."""
    run = Run.open("shop", NOW, data=frozen.data, reports=frozen.reports)
    eve, dates, then = run.period.start - timedelta(days=1), recalled_dates(run), run.read_table("features-start")
    made = features_on(run, eve, dates, window_months=18)[then.columns.tolist()]
    pd.testing.assert_frame_equal(
        then.sort_values("customer_id", ignore_index=True), made.sort_values("customer_id", ignore_index=True), check_dtype=False
    )
    changed, told = run.read_table("overrides_applied")["method"].unique(), []
    for lens, rule in every_lens(run).items():
        record = dated_record(run, dates, eve, then, columns=rule.defined_by)
        own = of(frozen, NOW, lens, "segments-start")
        if len(own) and lens not in changed and set(rule.defined_by) <= set(record.columns):
            again = rule.assign(record).set_index("customer_id")["segment"].rename(index=_client_ids(frozen))
            assert own.sort_index().to_dict() == again.sort_index().to_dict()
            told.append(lens)
    assert {"rfm", "value", "geographic.place"} <= set(told)


def test_another_day_can_be_compared(frozen, tmp_path):
    made = Workspace(tmp_path / "data", tmp_path / "reports")
    shutil.copytree(frozen.data, made.data)
    made.reports.mkdir()
    given = {"client": "shop", "period": NOW, "language": "en", "segment_by": "value"}
    done, page = one_chapter(made, "05_evaluation", tmp_path, **given, compare_with="2025-Q1")
    moves, then = table(made, NOW, "migration"), table(made, NOW, "features")
    assert 0 == done.returncode, done.stderr
    assert "on 31 Mar 2025" in words(page)
    assert len(then) == moves["customers"].sum()
    assert moves["during"].sum() > table(frozen, NOW, "migration")["during"].sum()


@pytest.mark.parametrize(("fixture", "regulars", "friends"), [("matched", "Regulars", "Old friends"), ("frozen", "熟客", "老主顾")])
def test_the_clients_own_words_stand_on_every_page(request, fixture, regulars, friends):
    """Champions and Loyal are one segment, first but for Hibernating, in the client's colour."""
    made = request.getfixturevalue(fixture)
    pages = {chapter: made.page("shop", NOW, f"{chapter}.html") for chapter in CHAPTERS}

    assert all(regulars in words(pages[chapter]) or friends in words(pages[chapter]) for chapter in CHAPTERS)
    assert all(regulars in pages[chapter] for chapter in ("02_segmentation", "03_segment_profile", "05_evaluation"))
    assert friends in words(pages["04_strategy"])
    assert all("#a21caf" in page for page in pages.values())
    assert "loyal" not in set(of(made, NOW, "rfm"))
    names = [row[0] for row in rows(pages["02_segmentation"]) if row]
    hibernating = Text("zh" if fixture == "frozen" else "en", "GBP").name("segment", "hibernating")
    assert regulars == names[names.index(hibernating) + 1]


def test_refitted_groups_are_matched_to_those_before_and_the_agreement_is_printed(matched):
    text = words(matched.page("shop", NOW, "02_segmentation.html"))

    assert re.search(
        r"Under the refitted limits \d+% of \d+ customers keep their segment; by lot it would be \d+%\. Adjusted Rand index", text
    )
    old, new = (table(matched, period, "definition_clusters") for period in (BEFORE, NOW))
    assert not old.equals(new)


def test_one_lens_frozen_places_the_same_customers_alike_and_the_others_are_refitted(frozen):
    """By the kept limits the customers of the start are where the period before left them."""
    left, start = of(frozen, BEFORE, "rfm"), of(frozen, NOW, "rfm", "segments-start")

    assert left.sort_index().equals(start.sort_index().reindex(left.sort_index().index))
    assert table(frozen, BEFORE, "definition_rfm").equals(table(frozen, NOW, "definition_rfm"))
    assert not table(frozen, BEFORE, "definition_lifecycle").equals(table(frozen, NOW, "definition_lifecycle"))
    assert f"界限沿用{BEFORE}，未作改动" in words(frozen.page("shop", NOW, "02_segmentation.html"))
