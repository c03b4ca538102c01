"""The demo clients from nothing to four reports and two indexes, looked at as a reader and as an auditor would."""

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.features.part_orders import orders_by_part
from analysis.profiles.part_sums import APART, SEVERAL, WHOLE, part_sums, reconciled
from analysis.reporting.compose import inputs_of, recalled_dates
from analysis.reporting.digest import digest_of
from analysis.reporting.notebooks import CHAPTERS
from analysis.schema import CANONICAL
from analysis.sources.parts import write_parts
from analysis.store import Run
from tests.full import (
    truths_clusters,
    truths_drivers,
    truths_leaving,
    truths_lifetime,
    truths_money,
    truths_next,
    truths_preference,
    truths_survey,
    workbooks,
)
from tests.full.browser import opened
from tests.full.conftest import Workspace, chapter, make_workspace

pytestmark = pytest.mark.slow
PERIODS = ("2025-Q3", "2025-Q4")
CLIENTS = ("demo_retail", "demo_clinic")
PAGES = ("report.html", "analyst.html", "appendix.html", *(f"{chapter}.html" for chapter in CHAPTERS))


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Workspace:
    made = make_workspace(tmp_path_factory.mktemp("demo"))
    done = made.strata("demo")
    assert 0 == done.returncode, done.stdout + done.stderr
    return made


def tables(demo: Workspace) -> dict[str, str]:
    folder = demo.data / "demo_retail" / "2025-Q4"
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def sent(folder: Path) -> str:
    """Everything that lies in a folder of reports, pictures left out, as text."""
    files = [path for path in sorted(folder.rglob("*.*")) if path.is_file()]
    return "".join(
        workbooks.words(path) if path.suffix == ".xlsx" else re.sub(r"data:[^\"')]+", "", path.read_text(encoding="utf-8"))
        for path in files
    )


@pytest.mark.parametrize("client", CLIENTS)
def test_two_reports_and_an_index(demo, client):
    index = (demo.reports / client / "index.html").read_text(encoding="utf-8")

    for period in PERIODS:
        assert f'href="{period}/report.html"' in index
        assert f'href="{period}/summary.xlsx"' in index
        assert all((demo.reports / client / period / page).is_file() for page in PAGES)


@pytest.mark.parametrize(("client", "least"), [("demo_retail", "Contents"), ("demo_clinic", "目录")])
def test_the_workbook_holds_every_table_of_the_page_in_numbers(demo, client, least):
    """As many sheets as the chapters have tables, in their language; most cells of a column of numbers are numbers."""
    held = workbooks.sheets(demo.reports / client / "2025-Q4" / "summary.xlsx")
    shown = sum(demo.page(client, "2025-Q4", f"{chapter}.html").count("<table") for chapter in CHAPTERS)

    assert least == next(iter(held))
    assert len(held) - 1 == shown > 30
    cells = [cell for rows in list(held.values())[1:] for row in rows[4:] for cell in row[1:] if cell != ""]
    assert sum(isinstance(cell, float) for cell in cells) > 0.3 * len(cells)


def test_the_two_clients_hold_every_input_table(demo):
    """So every section of every chapter shows somewhere."""
    held = {path.stem for client in CLIENTS for path in (demo.data / client / "canonical").glob("*.parquet")} & set(CANONICAL)

    assert (
        set(CANONICAL) - {"calendar", "consents", "rates"} == held
    )  # consents stand with the customers, and each has one currency
    assert (demo.data / "demo_clinic" / "raw" / "促销日历.csv").is_file()  # the calendar is read with client.yaml


def test_nothing_half_written_is_left(demo):
    leftovers = [
        path.name
        for folder in (demo.data, demo.reports)
        for path in folder.rglob("*")
        if ".partial" in path.name or ".old" in path.name
    ]

    assert [] == leftovers


def test_the_manifest_names_what_went_in(demo):
    made = json.loads((demo.reports / "demo_retail" / "2025-Q4" / "manifest.json").read_text(encoding="utf-8"))

    assert {"client.yaml", "raw/customers.csv", "raw/orders_2025.csv"} <= set(made["inputs"])
    assert set(CHAPTERS) <= set(made["seconds"])
    assert "pandas" in made["versions"]
    assert "summary.xlsx" == made["workbook"]
    assert ["2025-Q3"] == list(made["shown_before"])


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_chapter_has_charts_and_tables(demo, chapter, client):
    """At least four charts, each with a finding above it and a text for those who cannot see it, and two tables."""
    html = demo.page(client, "2025-Q4", f"{chapter}.html")
    charts = re.findall(r"<picture>.*?</picture>", html, flags=re.DOTALL)

    assert 4 <= len(charts)
    assert 2 <= html.count("<table")
    least = 12 if client == "demo_retail" else 9  # a Chinese sign says more than a letter
    assert all(re.search(rf'alt="[^"]{{{least},}}"', chart) for chart in charts)
    assert len(charts) <= html.count('class="ft"')


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("page", ["report.html", *(f"{chapter}.html" for chapter in CHAPTERS)])
def test_a_page_asks_for_nothing_and_complains_of_nothing(demo, page, client):
    seen = opened(demo.reports / client / "2025-Q4" / page)

    assert [] == seen["console"]
    assert [] == seen["outside"]
    assert 0 == seen["broken"]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_phone_scrolls_down_only(demo, client):
    seen = opened(demo.reports / client / "2025-Q4" / "report.html", width=390, height=844)

    assert seen["page"] <= seen["window"]


def test_no_page_holds_a_customer(demo):
    """Neither names, addresses and numbers of the files, nor pseudonyms, reach the folder that is sent."""
    with (demo.data / "demo_retail" / "raw" / "customers.csv").open(encoding="utf-8-sig", newline="") as file:
        people = list(csv.DictReader(file))
    forbidden = {row["E-mail"] for row in people} | {row["Full Name"] for row in people if row["Full Name"].count(" ")}
    text = sent(demo.reports)
    mapping = demo.data / "demo_retail" / "pseudonyms.parquet"
    import pandas as pd

    pseudonyms = set(pd.read_parquet(mapping)["customer_id"])

    assert [] == [word for word in forbidden if word and word in text]
    assert set() == pseudonyms & set(re.findall(r"\b[0-9a-f]{16}\b", text))
    assert "01632 960417" not in text


def test_it_adds_up_in_view(demo):
    assert "Yes. What the chapters use equals what the files hold, to the penny." in demo.page("demo_retail", "2025-Q4")
    assert "各章所用的数字与文件一致，分文不差。" in demo.page("demo_clinic", "2025-Q4")


def test_no_page_of_the_clinic_holds_a_person(demo):
    """Neither names nor telephone numbers of the workbook, nor card numbers, reach the folder that is sent."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(demo.data / "demo_clinic" / "raw" / "客户档案.xlsx").get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(rows) if "卡号" in row)
    people = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    phones = {str(row["手机号"]).strip() for row in people if len(str(row.get("手机号", ""))) > 8}
    text = sent(demo.reports / "demo_clinic")

    assert 1000 < len(phones)
    assert [] == [phone for phone in phones if phone in text]
    assert 3 > sum(row["姓名"] in text for row in people[:500] if len(str(row["姓名"])) > 2)  # a name may be a common word


def test_the_clinics_report_says_what_is_owed(demo):
    """Receipts, consumption and balances stand side by side, in words and in the table of chapter 05."""
    html = demo.page("demo_clinic", "2025-Q4")

    assert "不得相加" in html
    assert "中秋节今年在2025年10月6日" in html
    assert "距最近一次到访的天数" in html
    assert "距最近一单的天数" not in html


def test_the_retailers_report_skips_what_it_does_not_hold(demo):
    html = demo.page("demo_retail", "2025-Q4", "01_data_profile.html")

    assert "No bookings, visits or prepaid balances are held." in html


@pytest.mark.parametrize("client", CLIENTS)
def test_who_has_left_is_recovered_by_the_probability_of_being_alive(demo, client):
    """Calibration and ranking against the planted end of each customer; see the limits there."""
    assert 10 == len(truths_lifetime.check(demo.data / client))


@pytest.mark.parametrize("client", CLIENTS)
def test_the_planted_sign_of_leaving_is_named_first(demo, client):
    assert len(truths_leaving.check(demo.data / client)) > 5


@pytest.mark.parametrize("client", CLIENTS)
def test_what_goes_together_is_found_and_popularity_is_beaten_on_the_days_held_out(demo, client):
    """The pair planted strongest comes first; what is named as new is right more often than what most customers bought."""
    grade = truths_next.check(demo.data / client)
    named = pd.read_parquet(demo.data / client / "2025-Q4" / "next_best_customers.parquet")

    assert grade.loc[grade["kind"] == "new", "n"].min() > 150
    assert {"new", "repurchase"} == set(named["kind"])
    assert not any(customer in demo.page(client, "2025-Q4") for customer in named["customer_id"].head(200))


def test_planted_favourites_are_recovered_where_a_preference_is_stated(demo):
    found = truths_preference.check(demo.data / "demo_retail").set_index(["what", "confidence"])

    assert found.loc[("category", 0.9), "share"] > 0.9
    assert found.loc[("price", 0.9), "share"] > 0.9
    assert found.loc[("category", 0.9), "stated"] > 100


@pytest.mark.parametrize("client", CLIENTS)
def test_the_planted_driver_of_each_type_is_the_one_that_is_found(demo, client):
    """Profiled as segments, every type leads in the category it was given; where its lead is wide (over .35) that is also the first difference."""
    found = truths_drivers.check(demo.data / client)

    assert found["planted"].tolist() == found["found"].tolist()
    assert {"category"} == set(found.loc[found["lead"] > 0.35, "strongest"])


def test_planted_needs_are_recovered_as_far_as_answers_tell(demo):
    """The ceiling is what the types' own mean answers would reach: people of one type do not all answer alike."""
    found = truths_survey.check(demo.data / "demo_retail")

    assert found["needs"] > 0.9 * found["needs_ceiling"]


@pytest.mark.parametrize("client", CLIENTS)
def test_the_planted_unmet_needs_are_listed_first(demo, client):
    """In the order planted, with as many customers as searched early enough to have had time to buy."""
    truth = json.loads((demo.data / client / "truth" / "parameters.json").read_text(encoding="utf-8"))["unmet_needs"]
    ideas = pd.read_parquet(demo.data / client / "2025-Q4" / "product_ideas.parquet")
    planted = [(one["evidence"], one["subject"]) for one in truth]

    assert planted == list(zip(ideas["evidence"], ideas["subject"], strict=True))[: len(planted)]
    looked = next(one["customers"] for one in truth if one["evidence"] == "not_held")
    found = ideas.loc[ideas["evidence"] == "not_held", "customers"].iloc[0]
    assert 0.75 * looked < found <= looked


def test_changes_of_categories_add_up_to_the_change_of_revenue(demo):
    trends = pd.read_parquet(demo.data / "demo_retail" / "2025-Q4" / "category_trends.parquet").set_index("category")
    kpis = pd.read_parquet(demo.data / "demo_retail" / "2025-Q4" / "kpis.parquet").set_index("kpi")

    assert trends["change"].drop("(all)").sum() == pytest.approx(trends.loc["(all)", "change"])
    assert kpis.loc["revenue", "value"] == pytest.approx(trends.loc["(all)", "revenue"])
    assert kpis.loc["revenue", "reference"] == pytest.approx(trends.loc["(all)", "revenue_before"])


def test_natural_groups_are_held_against_the_planted_types(demo):
    """The types are tastes above all, which rhythm and money show little of: a weak link, and more than lot."""
    found = truths_clusters.check(demo.data / "demo_retail")

    assert 0.03 < found["rand"] < 0.3


def test_again_says_that_nothing_has_changed(demo):
    done = demo.strata("report", "demo_retail", "2025-Q4")

    assert 0 == done.returncode
    assert "nothing has changed" in done.stdout


def test_the_same_input_gives_the_same_tables_and_the_same_page(demo):
    book = demo.reports / "demo_retail" / "2025-Q4" / "summary.xlsx"
    before, page, bytes_before = tables(demo), demo.page("demo_retail", "2025-Q4"), book.read_bytes()
    done = demo.strata("report", "demo_retail", "2025-Q4", "--force")

    assert 0 == done.returncode, done.stdout
    assert before == tables(demo)
    assert page == demo.page("demo_retail", "2025-Q4")
    assert bytes_before == book.read_bytes()


def test_status_knows_what_is_done(demo):
    done = demo.strata("status")

    assert done.stdout.count("done") == len(PERIODS) * len(CLIENTS)


def test_plain_papermill_and_nbconvert_work_too(demo, tmp_path):
    """Without the kit's runner."""
    done, page = chapter(demo, "01_data_profile", tmp_path, period="2025-Q3")

    assert 0 == done.returncode, done.stderr[-2000:]
    assert "Does it add up?" in page


def test_an_unknown_parameter_is_an_error_everywhere(demo, tmp_path):
    done = demo.strata("report", "demo_retail", "2025-Q4", "-p", "windw=12")
    assert 1 == done.returncode
    assert "No notebook has a parameter 'windw'" in done.stdout
    done, page = chapter(demo, "01_data_profile", tmp_path, windw="12")
    assert (True, "") == (bool(done.returncode), page)
    assert "has no parameter 'windw'" in done.stderr


def test_the_retailers_report_in_chinese(demo):
    """The language is a parameter; no heading, title or answer of any chapter stays English."""
    done = demo.strata("report", "demo_retail", "2025-Q3", "-p", "language=zh", language="zh")
    assert 0 == done.returncode, done.stdout
    html = demo.page("demo_retail", "2025-Q3")

    assert '<html lang="zh-Hans">' in html
    assert "前10%的客户贡献" in html
    assert [] == [title for title in re.findall(r"<h2[^>]*>(.*?)</h2>", html) if re.search(r"[A-Za-z]{3,}", title)]
    told = re.findall(r'class="(?:ft|fs|answer|src|so)">(.*?)</', html)
    assert 100 < len(told)
    own = re.compile("Yorkshire and the Humber|strata lists demo_retail")  # the client's word for a region, and a command
    assert [] == [words for words in told if re.search(r"[a-z]{4,} [a-z]{2,} [a-z]{2,}", own.sub("", words))]


@pytest.mark.published
def test_the_clinics_report_in_english(demo):
    """The client's own words stay Chinese, with their font in the page; every heading is English."""
    done = demo.strata("report", "demo_clinic", "2025-Q3", "-p", "language=en")
    assert 0 == done.returncode, done.stdout
    html = demo.page("demo_clinic", "2025-Q3")

    assert '<html lang="en">' in html
    assert [] == [title for title in re.findall(r"<h2[^>]*>(.*?)</h2>", html) if re.search(r"[\u4e00-\u9fff]", title)]
    assert "Noto Sans SC" in html
    assert "receipts" in html.lower()


def test_a_failing_report_leaves_no_page_and_keeps_the_notebook(demo, tmp_path):
    """The first failing notebook stops the report, with the cell's source and where it is kept."""
    workspace = make_workspace(tmp_path)
    left_behind = shutil.ignore_patterns("20*-*")  # the periods that were reported
    shutil.copytree(demo.data / "demo_retail", workspace.data / "demo_retail", ignore=left_behind)
    earlier = workspace.reports / "demo_retail" / "2024-Q4"
    earlier.mkdir(parents=True)
    (earlier / "report.html").write_text("an earlier report", encoding="utf-8")
    config = workspace.data / "demo_retail" / "client.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("definitions: refit", "definitions: 2023-Q1"), encoding="utf-8")
    done = workspace.strata("report", "demo_retail", "2024-Q4")

    assert 1 == done.returncode
    assert "The definitions of 2023-Q1 are to be reused, but demo_retail 2023-Q1 was never run." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert (workspace.data / "demo_retail" / "2024-Q4" / "failed" / "02_segmentation.ipynb").is_file()
    assert not earlier.exists()
    assert "an earlier report" == (workspace.data / "demo_retail" / "2024-Q4" / "earlier-report" / "report.html").read_text(
        encoding="utf-8"
    )


def test_mistakes_of_use_have_their_exit_codes(demo):
    for arguments, code, words in [
        (("repot",), 64, "No such command"),
        (("report", "demo_retail", "2025-Q4", "-p", "window"), 64, "NAME=VALUE"),
        (("report", "nobody", "2025-Q4"), 2, "There is no client 'nobody'"),
        (("report", "demo_retail", "2025-Q7"), 2, "is not a period"),
        (("report", "demo_retail", "2031-Q1"), 1, "has no order"),
        (("check", "demo_retail", "2025-Q4"), 0, "ready"),
        (("new", "demo_retail", str(Path(__file__))), 2, "is there already"),
    ]:
        done = demo.strata(*arguments)
        shown = " ".join((done.stdout + done.stderr).split())
        assert code == done.returncode, (arguments, shown)
        assert words in shown
        assert "Traceback" not in shown


def test_the_clinics_add_up_by_site(demo, tmp_path):
    """Every line, order, yuan and customer of the group is in one of its sites, in several, or in none; nothing is left."""
    run = Run.open("demo_clinic", "2025-Q4", data=demo.data, reports=demo.reports)
    inputs, dates = inputs_of(run), recalled_dates(run)
    made = write_parts(inputs, tmp_path, place=("transactions", "store"), minimum=100, least=10, secret=b"")
    paths = {
        key: tmp_path / "children" / key / "canonical" / "transactions.parquet" for key in (*(one.key for one in made), "rest")
    }
    orders, start = orders_by_part(paths, as_of=dates.as_of, refunds="net"), pd.Timestamp(dates.start)
    read = {key: pq.read_metadata(path).num_rows for key, path in paths.items()}
    sums = part_sums(orders, lines_read=read, start=start).assign(label="", shown_as=list(paths), reported=True)
    whole = run.read_table("orders")
    lines = pq.read_metadata(inputs["transactions"].path).num_rows
    table = reconciled(sums, orders, whole, lines_read=lines, start=start).set_index("part")

    assert {"湖墅院", "滨江院", "甬江院"} == {one.label for one in made}
    assert run.read_table("kpis").set_index("kpi").loc["revenue", "value"] == pytest.approx(
        table.loc[WHOLE, "period_revenue"], abs=0.005
    )
    assert 0 == table.loc[SEVERAL, "customers"]  # each buys at one site
    assert not table.loc[APART].drop(["label", "count"]).astype(float).any()


@pytest.mark.parametrize("client", CLIENTS)
def test_the_lists_are_what_the_report_counted(demo, client):
    """Files, tables and page hold the same people; nobody stands on two lists, and no hold-out can be reached."""
    done = demo.strata("lists", client, "2025-Q4")
    assert 0 == done.returncode, done.stdout + done.stderr
    run = Run.open(client, "2025-Q4", data=demo.data, reports=demo.reports)
    counts = run.read_table("list_counts")
    lists = {path.stem.removeprefix("list-"): path for path in (run.folder / "lists").glob("list-*.csv")}
    suppressed = pd.read_csv(lists.pop("suppressed"), dtype="str", keep_default_na=False)
    tables = {key: pd.read_csv(path, dtype="str", keep_default_na=False) for key, path in lists.items() if "-" not in key}
    arms = {key: table["arm"].value_counts().to_dict() for key, table in tables.items()}
    numbers = pd.concat([table["customer_number"] for table in tables.values()])

    assert arms == counts.groupby("play")[["treatment", "hold_out"]].sum().T.to_dict()
    assert len(suppressed) == counts["suppressed"].sum()
    assert numbers.is_unique
    reached = "email" if client == "demo_retail" else "phone"
    assert all({""} == set(table.loc[table["arm"] == "hold_out", reached]) for table in tables.values())
    assert all("" not in set(table.loc[table["arm"] == "treatment", reached]) for table in tables.values())
    assert f"{counts['treatment'].sum():,}" in demo.page(client, "2025-Q4", "04_strategy.html")
    assert not {one for one in tables if one not in run.config.strategy.approved}


@pytest.mark.parametrize("client", CLIENTS)
def test_planted_uplift_is_learned_and_a_null_campaign_stays_null(demo, client):
    """Over everybody the range holds what was planted; visits bring a receipt in part, so the clinic's may lie below."""
    run = truths_money.run_of(demo.data / client)
    truth, overall = truths_money.planted(run)
    own = truths_money.learned(run)
    everybody = own.loc["(all)"]

    assert 0 < everybody["low"] < overall
    assert everybody["high"] > 0.9 * overall
    segments = own.drop(index="(all)").join(truth)
    assert (segments["low"] <= segments["effect"]).mean() >= 0.8
    effects = run.read_table("play_effects").set_index(["play", "method"])
    if client == "demo_clinic":
        null = effects.loc[("light_health_notes", "(all)")]
        assert null["low"] < 0 < null["high"]
        assert abs(null["base"]) < 0.01


@pytest.mark.parametrize("client", CLIENTS)
def test_what_is_allotted_is_never_worse_than_proportional_under_the_planted_truth(demo, client):
    """The mean of thirty campaigns drawn from the truth, at four budgets."""
    margins = truths_money.spent(truths_money.run_of(demo.data / client))

    assert (margins["allocated"] >= margins["proportional"]).all()
    assert margins["allocated"].sum() >= margins[["customers", "top_value"]].sum().max()


@pytest.mark.parametrize("client", CLIENTS)
def test_tested_plays_alone_get_money_and_the_next_period_has_targets(demo, client):
    run = truths_money.run_of(demo.data / client)
    plays, spent = run.read_table("plays"), run.read_table("allocation")

    assert {"tested"} == set(spent["evidence"])
    assert plays.loc[plays["evidence"] == "to_be_tested", "margin_at_stake"].isna().all()
    assert spent["cost"].sum() <= run.config.strategy.budget
    assert {"evidence", "holding"} == set(run.read_table("kpi_targets")["source"])


@pytest.mark.parametrize(("client", "first"), [("demo_retail", "Revenue £"), ("demo_clinic", "收入")])
def test_a_digest_is_made_of_finished_tables_in_the_language_of_the_client(demo, client, first):
    run = Run.open(client, "2025-Q4", data=demo.data, reports=demo.reports)

    lines = digest_of(run).lines

    assert lines[0].startswith(first)
    assert len(lines) > 3
    known = set(run.read_table("features")["customer_id"])
    assert not {word for line in lines for word in line.split()} & known


def test_what_is_due_needs_a_schedule(demo):
    done = demo.strata("run", "--due", "demo_retail", "--today", "2026-01-06")

    assert 3 == done.returncode
    assert "demo_retail has no schedule. Write one" in done.stdout
