"""The demo clinic: the same bytes every time, believable, exactly as dirty as it says, and its money comes out even."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from analysis.config import load_client
from analysis.engine import read_parquet, to_pandas
from analysis.schema import CANONICAL
from analysis.sources import read_inputs
from analysis.sources.demo import DEMOS, clinic, make_demo
from analysis.sources.demo.faults import generators_of
from analysis.sources.demo.lanting import campaigns, comments, season
from analysis.sources.demo.lanting.latent_types import NAMES
from analysis.sources.demo.lanting.purse import Course, Purse

MONEY = ("receipts", "refunds", "consumed", "cash", "course")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The demo client, made once."""
    made = tmp_path_factory.mktemp("data") / "demo_clinic"
    make_demo("demo_clinic", made)
    return made


@pytest.fixture(scope="module")
def truth(folder) -> dict:
    """parameters.json."""
    return json.loads((folder / "truth" / "parameters.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def customers(folder) -> pd.DataFrame:
    """The truth about each customer, by card."""
    return pd.read_parquet(folder / "truth" / "customers.parquet").set_index("card_no")


@pytest.fixture(scope="module")
def ledger(folder) -> pd.DataFrame:
    """The true ledger, money as exact decimals."""
    rows = pd.read_parquet(folder / "truth" / "ledger.parquet")
    return rows.assign(**{name: [Decimal(f"{value:.2f}") for value in rows[name]] for name in MONEY})


@pytest.fixture(scope="module")
def raw(folder) -> dict[str, pd.DataFrame]:
    """The files as they are, all text, 收费明细 with the file that each line comes from."""
    tables = {name: pd.read_csv(folder / "raw" / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
              for name in ("储值余额", "卡号合并登记", "活动触达记录", "客户评价", "项目价目表")}  # fmt: skip
    tables["到诊记录"] = pd.read_csv(folder / "raw" / "到诊记录.csv", sep="\t", dtype=str, keep_default_na=False, encoding="utf-16")
    years = [
        pd.read_csv(folder / "raw" / f"收费明细_{year}.csv", dtype=str, keep_default_na=False, encoding=encoding).assign(
            file=f"raw/收费明细_{year}.csv"
        )
        for year, encoding in ((2023, "gbk"), (2024, "gb18030"))
    ]
    book = CalamineWorkbook.from_path(folder / "raw" / "收费明细_2025.xlsx")
    years.append(sheet_of(book, "收费明细", skip=1).assign(file="raw/收费明细_2025.xlsx"))
    tables["收费明细"] = pd.concat(years, ignore_index=True)
    tables["退费单"] = sheet_of(book, "退费单")
    people = CalamineWorkbook.from_path(folder / "raw" / "客户档案.xlsx")
    tables["客户档案"] = sheet_of(people, "客户档案")
    return tables


@pytest.fixture(scope="module")
def inputs(folder) -> dict:
    """What the kit reads, ids left as they are."""
    return read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)


@pytest.fixture(scope="module")
def canonical(inputs) -> dict[str, pd.DataFrame]:
    return {name: to_pandas(read_parquet(one.path)) for name, one in inputs.items()}


def sheet_of(book: CalamineWorkbook, name: str, *, skip: int = 0) -> pd.DataFrame:
    """A sheet with every cell as a text, whole numbers without a decimal."""
    rows = book.get_sheet_by_name(name).to_python()[skip:]
    texts = [[str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in row] for row in rows]
    return pd.DataFrame(texts[1:], columns=texts[0])


def contents(folder: Path) -> dict[str, bytes]:
    kept = [path for part in ("raw", "truth", "client.yaml") for path in [folder / part, *sorted((folder / part).rglob("*"))]]
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept if path.is_file()}


# Making the folder


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    make_demo("demo_clinic", tmp_path / "demo_clinic")

    assert contents(folder) == contents(tmp_path / "demo_clinic")


def test_a_second_call_leaves_the_files_alone(folder):
    before = {path: path.stat().st_mtime_ns for path in (folder / "raw").iterdir()}
    make_demo("demo_clinic", folder)

    assert before == {path: path.stat().st_mtime_ns for path in (folder / "raw").iterdir()}


def test_an_interrupted_run_leaves_nothing(tmp_path, monkeypatch):
    """The error comes last of all, when the files are written but not yet in place."""

    def stop(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(clinic.truth, "parameters", stop)
    with pytest.raises(KeyboardInterrupt):
        make_demo("demo_clinic", tmp_path / "data" / "demo_clinic")

    assert [] == list((tmp_path / "data").iterdir())


def test_both_demos_are_registered_and_the_retailer_comes_first():
    assert ["demo_retail", "demo_clinic"] == list(DEMOS)


def test_another_seed_makes_other_customers(tmp_path, folder):
    """The stamp of one demo or seed is not mistaken for that of another."""
    assert clinic.stamp(7) == (folder / "raw" / ".complete").read_text(encoding="utf-8")
    assert clinic.stamp(7) != clinic.stamp(8)


# What the kit reads


def test_every_input_table_is_held(canonical):
    """All but the calendar, which is read with client.yaml, the consents, which stand with the customers, and rates: all is in yuan."""
    assert set(CANONICAL) - {"calendar", "consents", "rates"} == set(canonical)


def test_the_member_system_counts_the_same_receipts(folder, ledger):
    """会员汇总 adds up to all receipts of the ledger, before refunds."""
    told = pd.read_csv(folder / "raw" / "会员汇总.csv", dtype=str, encoding="utf-8-sig")

    assert sum(ledger["receipts"]) == sum(Decimal(value) for value in told["累计实收"])
    assert (told["距首次消费天数"].astype(int) >= told["距最近消费天数"].astype(int)).all()


def test_no_name_number_or_referrer_passes_the_door(canonical, raw):
    people = raw["客户档案"]
    assert {"姓名", "手机号", "介绍人卡号"} <= set(people.columns)

    kept = canonical["customers"]
    cells = {str(cell) for name in kept.columns if name != "customer_id" for cell in kept[name].dropna().unique()}
    assert set() == cells & (set(people["姓名"]) | set(people["手机号"]) | set(people["介绍人卡号"]) - {""})


def test_telephone_numbers_in_comments_are_masked(canonical):
    text = canonical["feedback"]["text"]

    assert (3, 1) == (text.str.contains("[telephone]", regex=False).sum(), text.str.contains("[e-mail]", regex=False).sum())
    assert not text.str.contains("10012345678").any()


def test_the_lines_are_sorted_by_what_is_wrong_with_them(canonical, truth):
    fate = canonical["transactions"]["fate"].value_counts()
    dirt = {name: entry["lines"] for name, entry in truth["dirt"].items()}

    assert dirt["unknown_date"] + dirt["zero_date"] == fate["unreadable_date"]
    assert dirt["amount_text"] == fate["unreadable_amount"]
    assert dirt["no_card"] == fate["no_customer"]
    assert dirt["paid_from_card"] + dirt["test_card"] == fate["excluded"]


def test_the_readable_totals_are_the_true_ones(canonical, truth):
    """Staff, companies and test cards included: the role decides about the base, not about the money."""
    lines = canonical["transactions"]
    lines = lines[lines["fate"].isin(["ok", "other_role"])]
    for year, wanted in truth["totals"]["readable"].items():
        part = lines[lines["ordered_at"].dt.year == int(year)]
        sold = part[part["amount"] > 0]

        assert wanted["lines"] == len(part)
        assert wanted["sold"] == pytest.approx(sold["amount"].sum(), abs=0.005)
        assert wanted["negative"] == pytest.approx(part.loc[part["amount"] < 0, "amount"].sum(), abs=0.005)
        assert wanted["returned"] == pytest.approx(-sold.loc[sold["status"] == "refunded", "amount"].sum(), abs=0.005)


def test_returns_of_the_other_sheet_mark_their_receipts(canonical, raw, truth):
    returned = canonical["transactions"].query("status == 'refunded'")
    listed = raw["退费单"]

    assert truth["returned_receipts"] == len(listed) == returned["order_id"].nunique() >= 10
    assert set(listed["收费单号"]) == set(returned["order_id"])
    assert listed["退费金额"].astype(float).sum() == pytest.approx(returned["amount"].sum())


def test_visits_hold_what_was_performed(canonical, ledger):
    visits = canonical["visits"]
    performed = visits[visits["consumed"] > 0]

    assert {"performed"} == set(performed["stage"])
    assert not visits.loc[visits["stage"].isin(["booked", "cancelled", "no_show"]), "arrived_at"].notna().any()
    assert float(ledger["consumed"].sum()) >= performed["consumed"].sum() > 0.95 * float(ledger["consumed"].sum())


def test_balances_of_consumers_are_the_true_ones_at_every_date(canonical, folder, customers):
    true = pd.read_parquet(folder / "truth" / "balances.parquet")
    true = true[true["card_no"].map(customers["role"]) == "consumer"]
    held = canonical["balances"].assign(as_of=lambda rows: rows["as_of"].astype(str).str[:10])
    for kind, column in {"cash": "cash", "bonus": "bonus", "course_units": "units", "points": "points"}.items():
        found = held[held["kind"] == kind].groupby("as_of")["amount"].sum()
        wanted = true.groupby("as_of")[column].sum()

        assert 13 == len(wanted)
        assert found.reindex(wanted.index, fill_value=0).to_numpy() == pytest.approx(wanted.to_numpy(), abs=0.005)


def test_a_balance_is_named_once_and_lapses_later(canonical):
    held = canonical["balances"]
    lapses = held.dropna(subset=["expires_at"])

    assert not held.duplicated(["customer_id", "kind", "as_of"]).any()
    assert {"bonus", "course_units", "points"} == set(lapses["kind"])
    assert (pd.to_datetime(lapses["expires_at"]) >= pd.to_datetime(lapses["as_of"])).all()


def test_two_cards_of_one_person_become_one(canonical, raw, customers):
    links, again = raw["卡号合并登记"], customers["second_card"]
    again = again[again != ""]

    assert 2 * len(again) == len(links) == len(canonical["links"])
    assert set(again) <= set(raw["客户档案"]["卡号"])
    assert set() == set(again) & set(canonical["customers"]["customer_id"])
    assert len(customers) == canonical["customers"]["customer_id"].nunique()


def test_roles_are_told(canonical, customers):
    assert customers["role"].value_counts().to_dict() == canonical["customers"]["role"].value_counts().to_dict()


def test_words_and_items_are_read(canonical):
    responses = canonical["responses"]
    needs = responses[["safety", "price_clarity", "privacy", "waiting", "aftercare"]]

    assert 640 == len(responses) == responses["customer_id"].nunique()
    assert responses["recommend"].between(0, 10).all()
    assert needs.stack().dropna().between(1, 5).all()
    assert needs["aftercare"].isna().any()
    assert {"view", "click", "search", "save", "share", "login"} == set(canonical["events"]["kind"])


# Money


def test_receipts_less_refunds_less_performed_is_the_change_of_what_is_held(ledger):
    held = ledger["cash"] + ledger["course"]
    flow = ledger["receipts"] - ledger["refunds"] - ledger["consumed"]

    assert 13 == len(ledger)
    assert held.iloc[0] > 0
    assert list(held.diff().iloc[1:]) == list(flow.iloc[1:])


def test_the_ledger_is_that_of_the_files(ledger, raw, truth, folder):
    """Receipts, refunds, what was performed, and what is held, each added up from another file."""
    true = truth["totals"]["true"].values()
    returned = sum(entry["returned"] for entry in true)
    balances = raw["储值余额"].assign(money=lambda rows: [Decimal(text or 0) for text in rows["折合金额"]])
    performed = sum((Decimal(text) for text in raw["到诊记录"]["消耗金额"] if text), Decimal(0))

    assert float(ledger["receipts"].sum()) == pytest.approx(sum(entry["sold"] for entry in true), abs=0.005)
    assert float(ledger["refunds"].sum()) == pytest.approx(-sum(entry["negative"] for entry in true) - returned, abs=0.005)
    assert performed == ledger["consumed"].sum()
    for as_of, part in balances.groupby("截止日期"):
        row = ledger[ledger["as_of"] == as_of].iloc[0]
        assert part["money"].sum() == row["cash"] + row["course"]


def test_nobody_owes_the_clinic_anything(folder):
    held = pd.read_parquet(folder / "truth" / "balances.parquet")

    assert (held[["cash", "bonus", "units", "course", "points"]] >= 0).all().all()


def test_a_course_of_three_for_a_hundred_is_used_up_to_the_fen():
    course = Course(project=0, units=3, money=10_000, paid_day=0, line=0)

    assert [3333, 3333, 3334] == [course.use(day) for day in (1, 2, 3)]
    assert (0, 3) == (course.units_left, course.closed)


def test_a_course_that_is_given_back_leaves_nothing():
    course = Course(project=0, units=4, money=1000, paid_day=0, line=0)
    course.use(1)

    assert (3, 750) == course.give_back(2)
    assert (0, 0) == (course.units_left, course.money_left)
    assert (0, 0) == course.give_back(3)


def test_a_card_is_spent_in_the_proportion_of_cash_and_bonus():
    purse = Purse()
    purse.top_up(1000, 100, day=0)

    assert (500, 50) == purse.pay(550)
    assert (500, 50) == (purse.cash, purse.bonus)
    assert purse.covers(550)
    assert not purse.covers(551)
    assert 0 == purse.lapsed(729)
    assert 50 == purse.lapsed(730)
    assert (500, 0) == purse.pay(500)


# Files and faults


def test_files_are_in_their_declared_encodings(folder, truth):
    declared = {name: one["encoding"] for name, one in truth["files"].items()}
    text_2024 = (folder / "raw" / "收费明细_2024.csv").read_bytes()

    assert {"raw/收费明细_2023.csv": "gbk", "raw/收费明细_2024.csv": "gb18030", "raw/收费明细_2025.xlsx": "xlsx"} == declared
    assert "Ø" in text_2024.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        text_2024.decode("gbk")
    assert (folder / "raw" / "到诊记录.csv").read_bytes().startswith(b"\xff\xfe")
    assert (folder / "raw" / "储值余额.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "timestamp" in str(pq.read_schema(folder / "raw" / "小程序行为_2025.parquet").field("时间").type)


def test_the_workbook_has_a_note_above_its_header_and_serial_times(folder):
    book = CalamineWorkbook.from_path(folder / "raw" / "收费明细_2025.xlsx")
    rows = book.get_sheet_by_name("收费明细").to_python()

    assert ["收费明细", "退费单"] == book.sheet_names
    assert clinic.NOTE == rows[0][0]
    assert ("收费单号", "收费时间") == tuple(rows[1][:2])
    assert isinstance(rows[2][1], float)


def test_the_ledger_of_faults_counts_what_is_in_the_files(folder, raw):
    lines = raw["收费明细"]
    before = lines.drop(columns="file").eq(lines.drop(columns="file").shift()).all(axis=1)
    first_file = lines.groupby("收费单号")["file"].transform("min")
    shown = {
        "unknown_date": lines["收费时间"] == "不详",
        "zero_date": lines["收费时间"] == "0000-00-00 00:00",
        "amount_text": lines["实收金额"] == "见备注",
        "wide_digits": lines["实收金额"].str.contains("[０-９]"),
        "wide_blank": lines["卡号"].str.endswith("\u3000"),
        "plain_blank": lines["卡号"].str.startswith(" "),
        "decimal_card": lines["卡号"].str.endswith(".0"),
        "no_card": lines["卡号"] == "",
        "duplicate": before,
        "overlap": (first_file < lines["file"]),
        "test_card": lines["卡号"] == "TEST01",
        "paid_from_card": lines["支付方式"] == "储值卡",
    }
    dirt = pd.read_parquet(folder / "truth" / "dirt.parquet")
    dirt = dirt[dirt["file"] != "raw/客户档案.xlsx"].set_index(["fault", "file"])["lines"]
    found = {(name, file): int(n) for name, mask in shown.items() for file, n in lines[mask].groupby("file").size().items()}

    assert dirt.to_dict() == found


def test_birth_dates_of_1900_are_as_many_as_recorded(raw, truth):
    assert truth["dirt"]["sentinel_birth_date"]["lines"] == (raw["客户档案"]["出生日期"] == "1900-01-01").sum()


def test_some_are_under_eighteen_and_some_tell_no_age(customers):
    assert 60 < customers["minor"].sum() < 400
    assert 0.07 < (~customers["birth_known"]).mean() < 0.13
    assert not customers.loc[customers["minor"], "role"].ne("consumer").any()


# Behaviour


def test_nobody_comes_after_leaving_and_prospects_pay_nothing(raw, customers):
    """Beside operations that were booked before, and the check-ups after them."""
    lines = raw["收费明细"]
    card = lines["卡号"].str.strip().str.removesuffix(".0")
    main = dict(zip(raw["卡号合并登记"]["卡号"], raw["卡号合并登记"]["主卡号"], strict=True))
    who = card.map(lambda number: main.get(number, number))
    dated = lines["收费时间"].str.match(r"\d{4}-[01]") & (lines["收费类型"] != "退费") & ~lines["收费时间"].str.startswith("0000")
    gone = who[dated].map(customers["alive_until"])

    assert not who.map(customers["origin"]).eq("prospect").any()
    assert not (pd.to_datetime(lines.loc[dated, "收费时间"]).dt.normalize() > gone).any()


def test_young_customers_come_for_what_is_meant_for_them(raw, customers):
    minors = set(customers.index[customers["minor"]])
    projects = raw["到诊记录"].loc[raw["到诊记录"]["卡号"].isin(minors), "项目"]

    assert {"祛痘护理", "隐形正畸", "超声洁牙"} >= set(projects)


def test_gaps_follow_the_doctors_cycle(raw, customers):
    """The regular injection customers come a little later than their doctor says, and come again and again."""
    visits = raw["到诊记录"].query("到院时间 != ''").assign(at=lambda rows: pd.to_datetime(rows["到院时间"]))
    visits["gap"] = visits.sort_values(["卡号", "at"]).groupby("卡号")["at"].diff().dt.days
    faithful = customers[(customers["type"] == "injection_maintainer") & customers["cycle_days"].between(90, 160)]
    ratio = (visits["gap"] / visits["卡号"].map(faithful["cycle_days"])).dropna()

    assert len(ratio) > 1000
    assert 0.75 < ratio.median() < 1.15


def test_operations_are_one_off(raw, customers):
    operated = raw["收费明细"].query("科室 == '外科手术' and 收费类型 == '单次'").groupby("卡号").size()
    kind = operated.index.to_series().str.strip().map(customers["type"])
    one_off = operated[(kind == "one_off_surgery").to_numpy()]

    assert len(one_off) > 250
    assert (one_off == 1).mean() > 0.85


def test_the_spring_festival_makes_the_year(raw):
    """Full before it, shut during it, quiet after it, whenever it falls."""
    came = pd.to_datetime(raw["到诊记录"].query("到院时间 != ''")["到院时间"]).dt.normalize().value_counts()
    festivals = ("2023-01-22", "2024-02-10", "2025-01-29")

    assert [season.day_number(day) for day in festivals] == list(season.spring_festivals()[:3])
    for day in map(pd.Timestamp, festivals):
        usual = came.reindex(pd.date_range(day + pd.Timedelta(days=45), periods=28), fill_value=0).mean()
        around = came.reindex(pd.date_range(day - pd.Timedelta(days=21), day + pd.Timedelta(days=16)), fill_value=0)
        assert 0 == around.iloc[20:26].sum()
        assert around.iloc[:14].mean() > 1.15 * usual
        assert around.iloc[26:36].mean() < 0.8 * usual


def test_sales_days_are_fuller_than_the_weeks_around_them(raw):
    came = pd.to_datetime(raw["到诊记录"].query("到院时间 != ''")["到院时间"]).dt.normalize().value_counts()
    for year in season.YEARS:
        peak = came.reindex(pd.date_range(f"{year}-11-01", periods=12), fill_value=0).mean()
        before = came.reindex(pd.date_range(f"{year}-10-11", periods=20), fill_value=0).mean()
        assert peak > 1.15 * before


def test_a_clinic_would_believe_it(raw, customers, ledger, truth):
    sold = {year: entry["sold"] for year, entry in truth["totals"]["true"].items()}
    visits = raw["到诊记录"]
    stage = visits["状态"].value_counts(normalize=True)

    assert all(12e6 < money < 26e6 for money in sold.values())
    assert 0.65 < float(ledger["consumed"].sum() / ledger["receipts"].sum()) < 0.95
    assert 0.01 < float(ledger["refunds"].sum() / ledger["receipts"].sum()) < 0.05
    assert 0.05 < stage["爽约"] + stage["已取消"] < 0.15
    assert set(stage.index) == {"已预约", "已到院", "已面诊", "已付费", "已治疗", "已取消", "爽约"}
    assert 0.45 < (customers.loc[customers["receipts"] > 0, "receipts"] > 1).mean() < 0.75
    assert customers.loc[customers["source"] == "老客介绍", "referrer"].ne("").mean() > 0.95


# Campaigns


def test_another_adviser_is_more_frequent_on_last_visits_by_the_planted_odds(raw, truth):
    planted = truth["leaving"]
    odds = {
        name: planted[name]["with_a_new_adviser"] / (planted[name]["visits"] - planted[name]["with_a_new_adviser"])
        for name in ("left_afterwards", "stayed")
    }

    assert "adviser_changed" == planted["sign"]
    assert planted["odds"] == pytest.approx(odds["left_afterwards"] / odds["stayed"], rel=0.25)
    advisers = raw["到诊记录"].groupby("卡号")["咨询师"].nunique()
    assert 0.2 < (advisers > 1).mean() < 0.6


@pytest.mark.parametrize("campaign", campaigns.CAMPAIGNS, ids=["care", "sms"])
def test_the_hold_out_is_drawn_by_lot(canonical, customers, campaign):
    contacts = canonical["contacts"]
    contacts = contacts[contacts["campaign"] == campaign.name]
    held_out = contacts["arm"] == "control"
    kind = contacts["customer_id"].map(customers["type"])

    assert round(campaign.hold_out * len(contacts)) == held_out.sum()
    for _, part in held_out.groupby(kind):
        spread = np.sqrt(campaign.hold_out * (1 - campaign.hold_out) / len(part))
        assert part.mean() == pytest.approx(campaign.hold_out, abs=4 * spread)


def test_only_adults_who_consented_are_contacted(raw, customers):
    people = raw["客户档案"].set_index("卡号")
    for campaign, consent in zip(campaigns.CAMPAIGNS, ("企业微信授权", "短信授权"), strict=True):
        contacts = raw["活动触达记录"]
        cards = contacts.loc[contacts["活动名称"] == campaign.name, "卡号"]
        assert {"是"} == set(people.loc[cards, consent])
        assert not customers.loc[cards, "minor"].any()
        assert {"consumer"} == set(customers.loc[cards, "role"])


def test_effects_by_type_count_the_arms(raw, customers, truth):
    contacts = raw["活动触达记录"]
    found = contacts.groupby(["活动名称", contacts["卡号"].map(customers["type"]), "分组"]).size()
    for campaign in truth["campaigns"]:
        for entry in campaign["by_type"]:
            at = (campaign["name"], entry["type"])
            assert (entry["treated"], entry["held_out"]) == (found[(*at, "实施组")], found[(*at, "对照组")])


def test_the_shipped_demo_teaches_that_one_campaign_works_and_the_other_does_not(canonical):
    """Payments within 30 days, as a report counts them: well beyond chance for the one, within it for the other."""
    lines = canonical["transactions"].query("fate == 'ok' and amount > 0")
    scores = []
    for one in campaigns.CAMPAIGNS:
        contacts = canonical["contacts"][canonical["contacts"]["campaign"] == one.name]
        days = (lines["ordered_at"] - pd.Timestamp(str(season.DATES[one.sent]))).dt.days
        paid = contacts["customer_id"].isin(lines.loc[days.between(0, campaigns.WINDOW_DAYS - 1), "customer_id"])
        arms = paid.groupby(contacts["arm"])
        scores.append((arms.mean()["treated"] - arms.mean()["control"]) / np.sqrt((arms.var() / arms.size()).sum()))

    assert scores[0] > 2.5
    assert abs(scores[1]) < 1.5


def test_one_campaign_works_and_the_other_does_not():
    """Over eight seeds the difference of the arms is the recorded effect, and injection customers answer most."""
    outcomes, effects = [], []
    for seed in range(100, 108):
        world = clinic.simulate(generators_of(clinic.PARTS, seed))
        came = world.visits[world.visits["minute"] >= 0]
        for number, one in enumerate(campaigns.CAMPAIGNS):
            inside = came[came["day"].between(one.sent, one.sent + campaigns.WINDOW_DAYS - 1)]
            part = world.contacts[world.contacts["campaign"] == number]
            kind = world.folk.table["kind"].to_numpy()[part["customer"]]
            outcomes.append(part.assign(kind=kind, came=part["customer"].isin(inside["customer"])))
        effects.append(campaigns.effects(world.folk.table, world.left, world.contacts, world.visits))
    rows, effect = pd.concat(outcomes), pd.concat(effects)
    for number, one in enumerate(campaigns.CAMPAIGNS):
        part, planted = rows[rows["campaign"] == number], effect[effect["campaign"] == one.name]
        arms = part.groupby("treated")["came"]
        error = np.sqrt((arms.var() / arms.size()).sum())
        true = np.average(planted["true_effect"], weights=planted["eligible"])

        assert arms.mean().diff().iloc[-1] == pytest.approx(true, abs=3 * error)
        assert (true > 3 * error) == one.works
    care = rows[rows["campaign"] == 0].groupby(["kind", "treated"])["came"].mean().unstack()
    assert NAMES.index("injection_maintainer") == (care[True] - care[False]).idxmax()


# Comments


def test_comments_say_what_their_rating_says(raw):
    written = raw["客户评价"]
    praise = "|".join(phrase.split("{")[0] or "效果很满意|很自然" for phrases in comments.GOOD.values() for phrase in phrases)
    praised, rating = written["内容"].str.contains(praise), written["评分"].astype(int)

    assert (praised | (rating < 3)).all()
    assert written.loc[written["来源"] == "投诉登记", "评分"].isin(["1", "2"]).all()
    assert 100 < (written["来源"] == "投诉登记").sum() < 140
    assert written.loc[written["来源"] == "本地生活平台", "卡号"].eq("").all()


def test_open_complaints_are_flagged_in_the_customer_file(raw):
    people, written = raw["客户档案"], raw["客户评价"].query("来源 == '投诉登记'")
    flagged = people.loc[people["未结投诉"] == "是", "卡号"]
    main = dict(zip(raw["卡号合并登记"]["卡号"], raw["卡号合并登记"]["主卡号"], strict=True))
    complained = {main.get(number, number) for number in written["卡号"]}

    assert 5 < len(flagged) < 60
    assert {main.get(number, number) for number in flagged} <= complained
    assert 20 < (people["不良反应记录"] == "是").sum() < 150


def test_the_groups_own_calendar_names_its_promotions(folder):
    """618 and 双十一 in each of three years, every day a row; the kit reads it with client.yaml."""
    days = load_client(folder / "client.yaml").calendar.days

    assert {"618", "双十一"} == {day.holiday for day in days}
    assert 3 * (20 + 12) == len(days)
    assert "618" == next(day.holiday for day in days if day.date == date(2024, 6, 18))
