"""The demo retailer: the same bytes every time, believable, and exactly as dirty as it says."""

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError
from analysis.sources.demo import DEMOS, make_demo, retail
from analysis.sources.demo.faults import generators_of
from analysis.sources.demo.northgate import campaign, reviews, season
from analysis.sources.demo.northgate.latent_types import NAMES

ENCODINGS = {"orders_2023.csv": "utf-8", "orders_2024.csv": "cp1252", "orders_2025.csv": "utf-8-sig"}
OTHER_FILES = ("customers.csv", "events.csv", "campaign_2025_03.csv", "survey_2025.csv", "reviews.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The demo client, made once."""
    made = tmp_path_factory.mktemp("data") / "demo_retail"
    make_demo("demo_retail", made)
    return made


@pytest.fixture(scope="module")
def lines(folder) -> list[dict[str, str]]:
    """All order lines as the csv module reads them, with the file that they come from."""
    found = []
    for name, encoding in ENCODINGS.items():
        with (folder / "raw" / name).open(encoding=encoding, newline="") as file:
            found += [row | {"file": f"raw/{name}"} for row in csv.DictReader(file, strict=True)]
    return found


@pytest.fixture(scope="module")
def sound(lines) -> pd.DataFrame:
    """Lines of known customers as a careful reader keeps them: money as float, number and date read."""
    rows = pd.DataFrame(distinct(lines))
    rows["customer"] = rows["Customer No"].map(number_of)
    rows = rows[~rows["customer"].isin(["", "TEST001"]) & (rows["Line Total"] != "n/a") & (rows["Order Date"] != "")]
    date = pd.to_datetime(rows["Order Date"], format="%d/%m/%Y %H:%M")
    return rows.assign(date=date, money=rows["Line Total"].astype(float))


@pytest.fixture(scope="module")
def truth(folder) -> dict:
    """parameters.json."""
    return json.loads((folder / "truth" / "parameters.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def customers(folder) -> pd.DataFrame:
    """The truth about each customer, by number."""
    return pd.read_parquet(folder / "truth" / "customers.parquet").set_index("customer_no")


def number_of(given: str) -> str:
    return given.strip().removesuffix(".0")


def distinct(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    """The lines without repeats, once customer numbers are written alike."""
    seen = {}
    for row in lines:
        cells = row | {"Customer No": number_of(row["Customer No"])}
        seen.setdefault(tuple(value for key, value in cells.items() if key != "file"), row)
    return list(seen.values())


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / "raw" / name, dtype=str, keep_default_na=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# Making the folder


def test_the_same_seed_gives_the_same_bytes(folder, tmp_path):
    make_demo("demo_retail", tmp_path / "demo_retail")

    assert contents(folder) == contents(tmp_path / "demo_retail")


def test_a_second_call_leaves_the_files_alone(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    make_demo("demo_retail", folder)

    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_an_interrupted_run_leaves_nothing(tmp_path, monkeypatch):
    """The error comes last of all, when the files are written but not yet in place."""

    def stop(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(retail.truth, "parameters", stop)
    with pytest.raises(KeyboardInterrupt):
        make_demo("demo_retail", tmp_path / "data" / "demo_retail")

    assert [] == list((tmp_path / "data").iterdir())


def test_a_damaged_folder_is_made_again_and_keeps_what_people_wrote(folder, tmp_path):
    damaged = tmp_path / "demo_retail"
    (damaged / "raw").mkdir(parents=True)
    (damaged / "notes").mkdir()
    (damaged / "raw" / "orders_2023.csv").write_text("half a li")
    (damaged / "client.yaml").write_text("# edited\n")
    (damaged / "notes" / "01.md").write_text("Ours.")
    make_demo("demo_retail", damaged)
    kept = {"client.yaml": b"# edited\n", "notes/01.md": b"Ours."}

    assert contents(folder) | kept == contents(damaged)
    assert ["demo_retail"] == [path.name for path in tmp_path.iterdir()]


def test_an_unknown_demo_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"Unknown demo client 'demo_zoo'. Choose one of: .*demo_retail"):
        make_demo("demo_zoo", tmp_path / "demo_zoo")


def test_the_registry_holds_the_demo():
    assert retail.make_retail is DEMOS["demo_retail"]


def test_client_yaml_is_accepted(folder):
    config = load_client(folder / "client.yaml")

    assert ("GBP", "Europe/London", 24) == (config.currency, config.timezone, config.window_months)
    assert {"transactions", "customers", "events", "contacts", "responses", "feedback"} == set(config.source.tables())


def test_client_yaml_maps_columns_that_are_there(folder):
    for spec in load_client(folder / "client.yaml").source.tables().values():
        wanted = {how.column for how in spec.columns.values() if hasattr(how, "column")}
        wanted |= {item.column for item in spec.items.values()} | set(spec.exclude)
        for path in folder.glob(spec.files):
            header = path.read_text(encoding=ENCODINGS.get(path.name, "utf-8")).split("\n", 1)[0]

            assert set() == wanted - set(next(csv.reader([header.strip()])))


# Files and faults


def test_files_are_in_their_declared_encodings(folder, truth):
    declared = {name.removeprefix("raw/"): file["encoding"] for name, file in truth["files"].items()}
    with pytest.raises(UnicodeDecodeError):
        (folder / "raw" / "orders_2024.csv").read_text(encoding="utf-8")

    assert declared == ENCODINGS
    assert (folder / "raw" / "orders_2025.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for name in OTHER_FILES:
        (folder / "raw" / name).read_text(encoding="utf-8", errors="strict")


def test_special_characters_read_alike_in_all_files(lines):
    products = {name: {row["Product"] for row in lines if row["file"] == f"raw/{name}"} for name in ENCODINGS}

    assert products["orders_2023.csv"] == products["orders_2024.csv"] == products["orders_2025.csv"]
    assert {"Café Bistro Set", "Gift Card £25", 'Pizza Pan, 12", Non-Stick'} <= products["orders_2024.csv"]


def test_every_row_has_as_many_cells_as_the_header(folder):
    for name in (*ENCODINGS, *OTHER_FILES):
        with (folder / "raw" / name).open(encoding=ENCODINGS.get(name, "utf-8"), newline="") as file:
            widths = Counter(len(row) for row in csv.reader(file, strict=True))

        assert 1 == len(widths), name


def faults_of(row: dict[str, str], before: dict[str, str] | None, earlier: set[tuple]) -> list[str]:
    """The faults that one line shows by itself, beside the line before it, or as a repeat of an earlier file."""
    department, product, number = row["Department"], row["Product"], row["Customer No"]
    shown = {
        "blank_date": row["Order Date"] == "",
        "amount_text": row["Line Total"] == "n/a",
        "zero_price": row["Unit Price"] == "0.00",
        "department_upper": department.isupper(),
        "department_lower": department == "kitchen ",
        "city_trailing_blank": row["City"].endswith("  "),
        "customer_trailing_blank": number.endswith(" "),
        "duplicate": row == before,
        "overlap": (row["Order No"], row["SKU"]) in earlier,
        "test_customer": number == "TEST001",
        "no_customer": number == "",
        "decimal_customer": number.endswith(".0"),
        "quoted_product": "," in product and '"' in product,
        "special_character": not product.isascii(),
    }
    return [name for name, here in shown.items() if here]


def test_the_ledger_of_faults_counts_what_is_in_the_files(folder, lines):
    counts, money = Counter(), Counter()
    earlier, current, before = set(), set(), None
    for row in lines:
        if before and before["file"] != row["file"]:
            earlier, current = earlier | current, set()
        current.add((row["Order No"], row["SKU"]))
        for fault in faults_of(row, before, earlier):
            counts[fault, row["file"]] += 1
            money[fault, row["file"]] += Decimal(row["Line Total"].replace("n/a", "0"))
        before = row
    ledger = pd.read_parquet(folder / "truth" / "dirt.parquet")
    ledger = ledger[ledger["file"] != "raw/customers.csv"].set_index(["fault", "file"])

    assert ledger["lines"].to_dict() == dict(counts)
    assert {key: Decimal(f"{value:.2f}") for key, value in ledger["money_in_file"].items()} == dict(money)


def test_birth_dates_of_1900_are_as_many_as_recorded(folder, truth):
    sentinels = (table(folder, "customers.csv")["Birth Date"] == "1900-01-01").sum()

    assert truth["dirt"]["sentinel_birth_date"]["lines"] == sentinels


def test_lost_amounts_are_worth_what_is_recorded(lines, truth):
    """The price of a line that says n/a still stands in another column."""
    lost = sum(Decimal(row["Unit Price"]) * int(row["Qty"]) for row in lines if row["Line Total"] == "n/a")

    assert Decimal(f"{truth['dirt']['amount_text']['money']:.2f}") == lost


def test_repeats_are_the_planted_ones(lines, truth):
    planted = truth["dirt"]["duplicate"]["lines"] + truth["dirt"]["overlap"]["lines"]

    assert planted == len(lines) - len(distinct(lines))


def test_a_careful_reader_arrives_at_the_recorded_totals(sound, truth):
    for year, wanted in truth["totals"]["readable"].items():
        part = sound[sound["date"].dt.year == int(year)]
        paid = part[part["Status"] == "Completed"]

        assert wanted["known"]["lines"] == len(part)
        assert (wanted["known"]["orders"], wanted["known"]["customers"]) == (
            paid["Order No"].nunique(),
            paid["customer"].nunique(),
        )
        assert wanted["known"]["paid"] == round(paid["money"].sum(), 2)
        assert wanted["known"]["refunded"] == round(part.loc[part["Status"] == "Returned", "money"].sum(), 2)


def test_about_three_lines_in_a_hundred_are_of_guests(lines):
    assert 0.02 < sum(row["Customer No"] == "" for row in lines) / len(lines) < 0.04


# Orders


def test_a_return_follows_its_order_and_sends_back_no_more(sound):
    """A few sales are missing beside their return, because a fault was planted in them."""
    sold = sound[sound["Status"] == "Completed"].assign(**{"Order No": lambda rows: "R" + rows["Order No"]})
    back = sound[sound["Status"] == "Returned"]
    both = back.merge(sold, on=["Order No", "SKU"], suffixes=("_back", "_sold"), validate="1:1")

    assert len(both) > 0.99 * len(back)
    assert (both["Qty_back"].astype(int) < 0).all()
    assert (both["money_back"] < 0).all()
    assert (-both["Qty_back"].astype(int) <= both["Qty_sold"].astype(int)).all()
    assert (both["date_back"] > both["date_sold"]).all()


def test_lighting_comes_back_more_often_than_garden_goods(sound, truth):
    count = sound.groupby(["Department", "Status"]).size().unstack()
    rate = count["Returned"] / count["Completed"]

    assert rate["Lighting"] == pytest.approx(truth["return_rates"]["Lighting"], abs=0.02)
    assert rate["Garden"] == pytest.approx(truth["return_rates"]["Garden"], abs=0.01)


def test_returns_are_more_frequent_on_last_orders_by_the_planted_odds(truth):
    """Odds of a line multiplied by 3.5 make those of an order about as many times as high."""
    planted = truth["leaving"]
    odds = {
        name: planted[name]["with_a_return"] / (planted[name]["orders"] - planted[name]["with_a_return"])
        for name in ("left_afterwards", "stayed")
    }

    assert "refund" == planted["sign"]
    assert planted["odds_of_a_line"] == pytest.approx(odds["left_afterwards"] / odds["stayed"], rel=0.2)


def test_every_buyer_is_in_the_customer_file(folder, sound, customers):
    known = set(table(folder, "customers.csv")["Customer No"])

    assert set(sound["customer"]) <= known
    assert known == set(customers.index)


def test_nobody_orders_after_leaving_and_prospects_not_at_all(sound, customers):
    bought = sound[sound["Status"] != "Returned"]
    gone = bought["customer"].map(customers["alive_until"]) + pd.Timedelta(days=1)

    assert not (bought["date"] >= gone).any()
    assert not bought["customer"].map(customers["origin"]).eq("prospect").any()


def test_purchase_rates_follow_the_latent_rates(customers):
    """Stock customers without a departure have three years, plus what new ones gain from growth."""
    loyal = customers[(customers["origin"] == "stock") & customers["alive_until"].isna()]

    assert 1 == pytest.approx(loyal["orders"].sum() / (3.1 * loyal["rate_per_year"].sum()), abs=0.08)


def test_a_retailer_would_believe_it(sound):
    """Concentration, repeat buying, size, growth and season are those of a home and garden chain."""
    paid = sound[sound["Status"] == "Completed"]
    spent = paid.groupby("customer")["money"].sum().sort_values(ascending=False)
    orders = paid.groupby("customer")["Order No"].nunique()
    yearly = paid.groupby(paid["date"].dt.year)["money"].sum()
    quarters = paid.groupby(paid["date"].dt.to_period("Q"))["money"].sum()
    months = paid.groupby([paid["date"].dt.month, "Department"])["money"].sum().unstack()

    assert 0.40 < spent.iloc[: len(spent) // 10].sum() / spent.sum() < 0.55
    assert 0.45 < (orders > 1).mean() < 0.65
    assert yearly.between(2e6, 4e6).all()
    assert yearly.pct_change().dropna().between(0, 0.12).all()
    assert 12 == len(quarters)
    assert quarters["2025Q4"] > 0.9 * quarters["2024Q4"] > 0.7 * quarters["2024Q2"]
    assert 5 == months["Garden"].rolling(3, center=True).mean().idxmax()
    assert months["Seasonal"].idxmax() in (11, 12)


def test_no_time_falls_into_the_hour_that_summer_time_skips(folder, sound):
    events = pd.to_datetime(table(folder, "events.csv")["Time"])

    assert not (sound["date"].dt.hour == 1).any()
    assert not (events.dt.hour == 1).any()


# Campaign


def test_the_hold_out_is_drawn_by_lot(folder, sound, customers):
    """Three in ten of each latent type, and no different in what they bought before."""
    contacts = table(folder, "campaign_2025_03.csv")
    held_out = contacts["Group"] == "hold-out"
    kind = contacts["Customer No"].map(customers["type"])
    earlier = sound[(sound["date"] < "2025-03-12") & (sound["Status"] == "Completed")].groupby("customer")["money"].sum()
    spent = np.log1p(contacts["Customer No"].map(earlier).fillna(0))
    spread = spent.std() * np.sqrt(1 / held_out.sum() + 1 / (~held_out).sum())

    assert round(0.3 * len(contacts)) == held_out.sum()
    for _, part in held_out.groupby(kind):
        assert part.mean() == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / len(part)))
    assert abs(spent[held_out].mean() - spent[~held_out].mean()) < 3.5 * spread


def test_only_consenting_customers_are_contacted(folder):
    consent = table(folder, "customers.csv").set_index("Customer No")["E-mail Consent"]

    assert {"yes"} == set(table(folder, "campaign_2025_03.csv")["Customer No"].map(consent))


def test_the_planted_uplift_shows_in_the_orders():
    """Over twelve seeds the difference of the arms is the recorded effect, and gardeners answer most."""
    outcomes, effects = [], []
    for seed in range(100, 112):
        world = retail.simulate(generators_of(retail.PARTS, seed))
        orders = world.orders[~world.orders["guest"]]
        window = orders["day"].between(campaign.SENT, campaign.SENT + campaign.WINDOW_DAYS - 1)
        bought = world.contacts["customer"].isin(orders.loc[window, "customer"])
        kind = world.folk.table["kind"].to_numpy()[world.contacts["customer"]]
        outcomes.append(world.contacts.assign(bought=bought, kind=kind))
        effects.append(world.effect)
    rows, effect = pd.concat(outcomes), pd.concat(effects)
    share = rows.groupby(["kind", "mailed"])["bought"].mean().unstack()
    difference = rows.groupby("mailed")["bought"].mean().diff().iloc[-1]
    error = np.sqrt((rows.groupby("mailed")["bought"].var() / rows.groupby("mailed").size()).sum())
    planted = np.average(effect["true_effect"], weights=effect["eligible"])

    assert difference > 5 * error
    assert difference == pytest.approx(planted, abs=3 * error)
    assert NAMES.index("garden_enthusiast") == (share[True] - share[False]).idxmax()


def test_effects_by_type_count_the_arms(folder, customers, truth):
    contacts = table(folder, "campaign_2025_03.csv")
    found = contacts.groupby([contacts["Customer No"].map(customers["type"]), "Group"]).size()
    for entry in truth["campaign"]["by_type"]:
        assert (entry["mailed"], entry["held_out"]) == (
            found[entry["type"], "mailing"],
            found[entry["type"], "hold-out"],
        )


# Events, survey, reviews


def test_events_are_of_2025_and_of_those_who_are_still_customers(folder, customers):
    events = table(folder, "events.csv")
    per_head = events.groupby("Customer No").size().reindex(customers.index, fill_value=0)
    gone = customers["alive_until"] < pd.Timestamp("2025-01-01")

    assert 60_000 <= len(events) <= 90_000
    assert {"2025"} == set(events["Time"].str[:4])
    assert {"view", "click", "search", "save", "login"} == set(events["Event"])
    assert per_head[gone].mean() < 0.2 * per_head[customers["origin"] != "prospect"].mean()


def test_events_follow_taste(folder, customers):
    events = table(folder, "events.csv").query("Department != ''")
    favourite = events["Customer No"].map(customers["favourite_department"])

    assert (events["Department"] == favourite).mean() > 0.3


def test_survey_answers_keep_to_their_scales(folder):
    answers = table(folder, "survey_2025.csv")
    importance = answers.filter(like="Important").astype(int)

    assert 700 == len(answers) == answers["Customer No"].nunique()
    assert answers["Satisfaction (1-5)"].astype(int).between(1, 5).all()
    assert answers["Recommend (0-10)"].astype(int).between(0, 10).all()
    assert {1, 2, 3, 4, 5, 9} == set(importance.to_numpy().ravel())


def test_reviews_say_what_their_rating_says(folder):
    written = table(folder, "reviews.csv")
    praise = [phrase.split("{")[0] for phrases in reviews.GOOD.values() for phrase in phrases]
    blame = [phrase.split("{")[0] for phrases in reviews.BAD.values() for phrase in phrases]
    praised = written["Text"].str.contains("|".join(map(re.escape, praise)))
    blamed = written["Text"].str.contains("|".join(map(re.escape, blame)))
    rating = written["Rating"].astype(int)

    assert (praised == (rating >= 3)).all()
    assert (blamed == (rating <= 3)).all()


def test_some_reviews_hold_what_has_to_be_masked(folder):
    texts = table(folder, "reviews.csv")["Text"]

    assert 2 == texts.str.contains(r"\S+@example\.org").sum()
    assert 2 == texts.str.contains(r"\b0\d{4} \d{6}\b").sum()


def test_years_and_weekdays_are_those_of_the_calendar():
    """New Year's Day of 2023 was a Sunday; 2024 had a 29 February."""
    assert (6, 1096) == (season.WEEKDAY[0], season.DAYS)
    assert [365, 366, 365] == np.bincount(season.YEAR).tolist()
