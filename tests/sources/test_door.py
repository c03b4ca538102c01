"""At the door: columns of identifiers are left out by their content, others stay, and what was done is told without a value."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError
from analysis.sources import read_inputs
from tests.stories import write_client

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ["伟", "芳", "小明", "秀英", "敏", "静", "丽华", "强"]
FIRST = ["Emily", "James", "Olivia", "Thomas", "Sarah", "Daniel", "Laura", "Kevin", "Helen", "Peter"]
LAST = ["Carter", "Brown", "Nkemelu", "O'Neil", "Schmidt", "Lopez", "Haddad"]
CITIES = ["北京", "上海", "广州", "深圳", "杭州", "成都", "武汉", "苏州", "南京", "西安", "常州", "温州"]
N = 40


def chinese(n: int) -> str:
    return SURNAMES[n % 10] + GIVEN[n % 8]


def mobile(n: int) -> str:
    return f"1{3 + n % 7}{n % 10}{(n * 7919) % 10**8:08d}"


# Column -> (its value in row n, what the door does with it, the kind told).
COLUMNS = {
    "cell": (mobile, "left_out", "telephone"),
    "mail": (lambda n: f"user{n}@example.org", "left_out", "email"),
    "person": (chinese, "left_out", "name"),
    "human": (lambda n: f"{FIRST[n % 10]} {LAST[n % 7]}", "left_out", "name"),
    "home": (lambda n: f"{n + 1} High Street, Leeds", "left_out", "address"),
    "住处": (lambda n: f"杭州市西湖区文三路{n + 1}号", "left_out", "address"),
    "machine": (lambda n: f"10.0.0.{n}", "left_out", "ip_address"),
    "spot": (lambda n: f"31.2304{n}, 121.4737{n}", "left_out", "coordinates"),
    "surname": (lambda n: LAST[n % 7], "left_out", "name"),
    "QQ": (lambda n: str(10_000_000 + n * 999), "left_out", "account"),
    "remark": (lambda n: f"客户说下次再来看看有没有新的项目，可以打{mobile(n)}联系她本人。", "masked", "text"),
    "mixed": (lambda n: mobile(n) if n == 3 else "gold", "masked", "some"),
    "place": (lambda n: CITIES[n % 12], None, None),
    "job": (lambda n: ["教师", "医生", "公务员", "工程师", "学生", "白领"][n % 6], None, None),
    "card": (lambda n: ["金卡", "银卡", "白金"][n % 3], None, None),
    "brand": (lambda n: ["Fiskars", "Hon", "Staples", "Xerox"][n % 4], None, None),
    "code": (lambda n: f"US-2015-{3017568 + n}", None, None),
    "long_code": (lambda n: str(6901234567000 + n), None, None),
    "group": (lambda n: f"A{n % 3}", None, None),
}


def client(folder: Path, *, privacy: dict[str, list[str]] | None = None, columns: dict = COLUMNS):
    """A customer file with these columns, read by the kit."""
    table = pd.DataFrame(
        {"Id": [f"C{n}" for n in range(N)]} | {name: [made(n) for n in range(N)] for name, (made, _, _) in columns.items()}
    )
    keys = {name: f"a{place}" for place, name in enumerate(columns)}
    mapped = "".join(f"      {key}: {name}\n" for name, key in keys.items())
    kinds = "".join(f"      {key}: demographic\n" for key in keys.values())
    text = (
        "name: Door\ncurrency: CNY\nsource:\n  customers:\n    files: raw/members.csv\n    columns:\n"
        f"      customer_id: Id\n{mapped}    attributes:\n{kinds}"
    )
    write_client(folder, text, {"members.csv": table.to_csv(index=False)})
    source = load_client(folder / "client.yaml").source
    return keys, read_inputs(source, folder=folder, **(privacy or {}))["customers"]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    keys, found = client(tmp_path_factory.mktemp("door") / "door")
    return keys, found, pq.read_table(found.path).to_pandas()


@pytest.mark.parametrize(("name", "action", "kind"), [(name, action, kind) for name, (_, action, kind) in COLUMNS.items()])
def test_a_column_is_treated_by_what_it_holds(read, name, action, kind):
    keys, found, table = read
    told = {one.column: (one.action, one.kind) for one in found.treated}

    assert (None if action is None else (action, kind)) == told.get(keys[name])
    assert (action != "left_out") == (keys[name] in table)


def test_columns_that_stay_are_unchanged_and_texts_are_masked(read):
    keys, _, table = read
    table = table.sort_values("source_row", ignore_index=True)
    for name, (made, action, _) in COLUMNS.items():
        if action is None:
            assert [made(n) for n in range(N)] == table[keys[name]].tolist(), name

    assert "客户说下次再来看看有没有新的项目，可以打[telephone]联系她本人。" == table[keys["remark"]][0]
    assert ["gold", "[telephone]"] == table[keys["mixed"]][2:4].tolist()


def test_what_was_done_is_told_again_from_the_note(read, tmp_path):
    """A second reading takes the table from disk and still knows; no value is told."""
    _, _, _ = read
    _, first = client(tmp_path / "door")
    _, second = client(tmp_path / "door")
    one = next(treated for treated in second.treated if treated.header == "cell")

    assert first.treated == second.treated
    assert (1.0, N) == (one.share, one.rows)
    assert mobile(1) not in (tmp_path / "door" / "canonical" / "customers.json").read_text()


def test_keep_lets_a_column_pass_by_header_or_by_name(tmp_path):
    keys, found = client(tmp_path / "kept", privacy={"keep": ["human", "a2"]})

    assert {keys["human"], keys["person"]} <= set(pq.read_schema(found.path).names)
    assert keys["cell"] not in pq.read_schema(found.path).names


def test_drop_and_mapping_contradict_each_other(tmp_path):
    with pytest.raises(ConfigError, match=r"privacy.drop lists 'cell', but source.customers.columns.a0 reads it"):
        client(tmp_path / "dropped", privacy={"drop": ["cell"]})
    with pytest.raises(ConfigError, match=r"privacy.keep lists 'cel', which no input table reads"):
        client(tmp_path / "misspelt", privacy={"keep": ["cel"]})


def test_figures_that_are_telephone_numbers_are_left_out(tmp_path):
    """Declared as a metric, a telephone number is a number; so are real figures, which stay."""
    generator = np.random.default_rng(7)
    rows = "".join(f"C{n},{mobile(n)},{generator.integers(1, 9000)}\n" for n in range(N))
    text = (
        "name: M\ncurrency: CNY\nsource:\n  customers:\n    files: raw/m.csv\n    columns: {customer_id: Id, tel: T, spent: S}\n"
        "    attributes: {tel: metric, spent: metric}\n"
    )
    folder = write_client(tmp_path / "m", text, {"m.csv": "Id,T,S\n" + rows})
    found = read_inputs(load_client(folder / "client.yaml").source, folder=folder)["customers"]

    assert [("tel", "left_out", "telephone")] == [(one.column, one.action, one.kind) for one in found.treated]
    assert "spent" in pq.read_schema(found.path).names


ORDERS = """\
name: O
currency: CNY
source:
  transactions:
    files: raw/o.csv
    columns: {{customer_id: Phone, ordered_at: Day, amount: Paid, order_id: {order}, category: Kind, product: Item, city: City}}
"""


def orders(folder: Path, order: str, number) -> tuple:
    rows = "".join(
        f"{mobile(n % 9)},2024-01-{n % 28 + 1:02d},5,{number(n)},李先生,{['13912345678', '微信：lily_2020 要求'][n % 2]},{CITIES[n % 12]}\n"
        for n in range(N)
    )
    write_client(folder, ORDERS.format(order=order), {"o.csv": "Phone,Day,Paid,No,Kind,Item,City\n" + rows})
    found = read_inputs(load_client(folder / "client.yaml").source, folder=folder)["transactions"]
    return found, pq.read_table(found.path).to_pandas()


def test_order_numbers_stay_and_a_product_that_is_a_code_stays(tmp_path):
    """A category named after a person is none; a bare number is a product's code, an account in it is masked."""
    found, table = orders(tmp_path / "o", "No", lambda n: 17000000000 + n)

    assert [("product", "masked")] == [(one.column, one.action) for one in found.treated]
    assert {"李先生"} == set(table["category"])
    assert {"13912345678", "[account] 要求"} == set(table["product"])
    assert {str(17000000000 + n) for n in range(N)} == set(table["order_id"])


@pytest.mark.parametrize(
    ("order", "number", "kind"),
    [
        ("No", mobile, "telephone"),
        ("No", lambda n: f"{chinese(n)}{GIVEN[n % 8][:1]}", "name"),
        ('{concat: [Phone, Day], separator: "/"}', str, "same_as_key"),
    ],
)
def test_an_order_number_that_names_a_person_is_hashed(tmp_path, order, number, kind):
    found, table = orders(tmp_path / "o", order, number)

    assert ("order_id", "hashed", kind) in [(one.column, one.action, one.kind) for one in found.treated]
    assert table["order_id"].str.fullmatch("[0-9a-f]{16}").all()
    assert (
        len(set(zip([mobile(n % 9) for n in range(N)], [n % 28 for n in range(N)], strict=True)))
        if kind == "same_as_key"
        else len({number(n) for n in range(N)})
    ) == table["order_id"].nunique()
    mapping = pd.read_parquet(tmp_path / "o" / "pseudonyms.parquet")
    assert 9 == len(mapping)


def test_a_city_with_whole_addresses_is_left_out(tmp_path):
    text = "name: A\ncurrency: CNY\nsource:\n  transactions:\n    files: raw/o.csv\n    columns: {customer_id: C, ordered_at: D, amount: A, city: X}\n"
    rows = "".join(f"c{n},2024-01-05,5,杭州市西湖区文三路{n + 1}号\n" for n in range(N))
    folder = write_client(tmp_path / "a", text, {"o.csv": "C,D,A,X\n" + rows})
    found = read_inputs(load_client(folder / "client.yaml").source, folder=folder)["transactions"]

    assert [("city", "left_out", "address")] == [(one.column, one.action, one.kind) for one in found.treated]
    assert "city" not in pq.read_schema(found.path).names
