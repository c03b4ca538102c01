"""A client of two shops: the report of the whole, one of each shop, and nothing of one in the files of the other."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from analysis.sources.pseudonyms import pseudonyms
from tests.full import workbooks
from tests.full.conftest import Workspace, make_workspace

pytestmark = pytest.mark.slow
PERIOD = "2024-Q4"
CLIENT = """\
name: Two Shops
currency: GBP
language: en
source:
  transactions: {files: raw/orders.csv, columns: {customer_id: Id, ordered_at: Day, amount: Sum, order_id: No, store: Shop, category: Kind, product: Item}}
methods: [rfm, value]
window: 12 months
split_by: store
split_minimum: 30
"""  # fmt: skip
KEY = "a key of sixteen characters"


def orders(seed: int = 3) -> pd.DataFrame:
    """Two years of 120 customers: 0–49 buy in the north, 50–99 in the south, 100–109 in both, 110–119 where nobody wrote it down."""
    random, rows = np.random.default_rng(seed), []
    for who in range(120):
        for _ in range(random.integers(2, 9)):
            shop = "North" if who < 50 else "South" if who < 100 else random.choice(["North", "South"]) if who < 110 else ""
            day = pd.Timestamp("2023-01-01") + pd.Timedelta(days=int(random.integers(0, 731)))
            number, kind = len(rows) + 1, random.choice(["Tea", "Cups"])
            rows.append(
                (
                    f"c{who:03d}",
                    day.date(),
                    f"{random.gamma(2, 20):.2f}",
                    f"{shop or 'X'}-{number}",
                    shop,
                    kind,
                    f"{shop or 'X'} {kind}",
                )
            )
    return pd.DataFrame(rows, columns=["Id", "Day", "Sum", "No", "Shop", "Kind", "Item"])


@pytest.fixture(scope="module")
def shops(tmp_path_factory) -> Workspace:
    made = make_workspace(tmp_path_factory.mktemp("shops"))
    folder = made.data / "shops"
    (folder / "raw").mkdir(parents=True)
    (folder / "client.yaml").write_text(CLIENT, encoding="utf-8")
    (folder / ".pseudonym-key").write_text(KEY, encoding="utf-8")
    orders().to_csv(folder / "raw" / "orders.csv", index=False)
    done = made.strata("report", "shops", PERIOD, "--jobs", "2")
    assert 0 == done.returncode, done.stdout + done.stderr
    return made


def part(shops: Workspace, label: str) -> str:
    """The part's name as a client."""
    found = [
        path.parent.name
        for path in (shops.data / "shops" / "children").glob("*/client.yaml")
        if path.parent.name.startswith(label.lower())
    ]
    return f"shops/children/{found[0]}"


def table(shops: Workspace, client: str, name: str) -> pd.DataFrame:
    return pd.read_parquet(shops.data / client / PERIOD / f"{name}.parquet")


def test_each_shop_has_a_report_and_the_index_links_both(shops):
    index = (shops.reports / "shops" / "index.html").read_text(encoding="utf-8")

    for label in ("North", "South"):
        page = shops.page(part(shops, label), PERIOD)
        assert f"Two Shops · {label}" in page
        assert f'href="{part(shops, label).removeprefix("shops/")}/{PERIOD}/report.html">{label}</a>' in index
        assert f'href="{part(shops, label).removeprefix("shops/")}/{PERIOD}/summary.xlsx"' in index
    assert 3 == shops.strata("status").stdout.count("done")


def test_the_reports_of_the_parts_add_up_to_that_of_the_whole(shops):
    """Orders and money as each report counted them; with what belongs to no shop they are the whole's, to the cent."""
    north, south, whole = (table(shops, client, "orders") for client in (part(shops, "North"), part(shops, "South"), "shops"))
    given = orders()
    nowhere = given[(given["Shop"] == "") & (pd.to_datetime(given["Day"]) <= "2024-12-31")]

    assert len(whole) == len(north) + len(south) + len(nowhere)
    assert 100 * whole["amount"].sum() == 100 * (north["amount"].sum() + south["amount"].sum()) + sum(
        int(x.replace(".", "")) for x in nowhere["Sum"]
    )
    assert "Yes: lines, orders, revenue and customers of the parts add up to the whole report, to the cent." in shops.page(
        "shops", PERIOD
    )


def test_every_figure_of_a_part_is_that_of_its_report(shops):
    sums = table(shops, "shops", "part_sums").set_index("part")
    for label in ("North", "South"):
        client = part(shops, label)
        own, kpis = sums.loc[client.rpartition("/")[2]], table(shops, client, "kpis").set_index("kpi")["value"]
        features = table(shops, client, "features")
        assert own["reported"]
        assert (own["period_revenue"], own["customers"]) == (pytest.approx(kpis["revenue"]), (features["state"] == "buyer").sum())


def test_the_ruler_is_that_of_the_whole(shops):
    """Definitions byte by byte; the manifests name the whole and the definitions."""
    whole = json.loads((shops.reports / "shops" / PERIOD / "manifest.json").read_text(encoding="utf-8"))
    for label in ("North", "South"):
        client = part(shops, label)
        made = json.loads((shops.reports / client / PERIOD / "manifest.json").read_text(encoding="utf-8"))
        assert ("shops", "store", whole["definitions"]) == (made["part"]["of"], made["part"]["by"], made["part"]["definitions"])
        for name in ("definition_rfm", "definition_value"):
            files = [shops.data / one / PERIOD / f"{name}.parquet" for one in (client, "shops")]
            assert files[0].read_bytes() == files[1].read_bytes()


def test_no_file_of_a_part_holds_a_row_of_the_other(shops):
    """Pseudonyms, order numbers and products of the other shop are looked for in every table, page and note."""
    given = orders()
    pairs = pseudonyms(given["Id"], key=KEY.encode()).set_index("client_id")["customer_id"]
    for own, other in (("North", "South"), ("South", "North")):
        here, there = (given[given["Shop"] == shop] for shop in (own, other))
        strangers = set(pairs[sorted(set(there["Id"]) - set(here["Id"]))])
        forbidden = strangers | set(there["No"]) | set(there["Item"]) | {f"X-{n}" for n in range(1, 1000)}
        files = [path for base in (shops.data, shops.reports) for path in (base / part(shops, own)).rglob("*") if path.is_file()]
        found = {(path.name, word) for path in files for word in held(path) & forbidden}
        assert len(strangers) == 50
        assert len(files) > 50
        assert set() == found
        assert "summary.xlsx" in {path.name for path in files}


def held(path) -> set[str]:
    """The words and values of a file."""
    if path.suffix == ".parquet":
        columns = pd.read_parquet(path)
        return {str(value) for name in columns for value in columns[name].dropna().unique() if isinstance(value, str)}
    text = workbooks.words(path) if path.suffix == ".xlsx" else path.read_text(encoding="utf-8")
    return set(re.findall(r"[\w-]+", text)) | {
        f"{shop} {kind}" for shop in ("North", "South") for kind in ("Tea", "Cups") if f"{shop} {kind}" in text
    }


def test_a_second_run_finds_nothing_to_do(shops):
    again = shops.strata("report", "shops", PERIOD)

    assert 3 == again.stdout.count("nothing has changed")
