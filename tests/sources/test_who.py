"""Who counts: accounts become people or households, roles outside the base are set apart, and nothing is lost."""

import pandas as pd
import pytest

from analysis.config import load_client
from analysis.engine import read_parquet, to_pandas
from analysis.errors import ConfigError
from analysis.quality import linked_accounts, roles_overview
from analysis.sources import read_inputs
from tests.stories import write_client

CLIENT = """\
name: A
currency: GBP
source:
  transactions:
    files: raw/orders.csv
    columns: {customer_id: Customer, ordered_at: Date, amount: Total, order_id: No}
  customers:
    files: raw/members.csv
    columns: {customer_id: Customer, joined_at: Joined, role: Role, sex: Sex, city: City}
    attributes: {sex: demographic, city: geographic}
  links:
    files: raw/links.csv
    columns: {customer_id: Card, entity_id: Household}
  feedback:
    files: raw/comments.csv
    columns: {customer_id: Customer, text: Text}
"""
FILES = {
    # 1 and 2 are one household; 3 is staff, 4 a company, 5 stands for itself, 6 is in no customer file.
    "orders.csv": "No,Customer,Date,Total\na,1,2024-01-13,5\nb,2,2024-01-14,6\nc,3,2024-01-15,7\nd,4,2024-01-16,80\ne,5,2024-01-17,9\nf,6,2024-01-18,1\ng,,2024-01-19,2\n",
    "members.csv": "Customer,Joined,Role,Sex,City\n1,2020-05-01,consumer,F,Leeds\n2,2019-03-01,,M,Leeds\n3,2020-01-01,staff,F,York\n4,2020-01-01,company,,York\n5,2021-01-01,consumer,M,\n",
    "links.csv": "Card,Household\n1,H7\n2,H7\n1,H7\n5,\n",
    "comments.csv": "Customer,Text\n2,fine\n3,from the shop floor\n6,well\n",
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """Reads the client as an entity with roles in the base; tables by name, ids left as they are."""

    def tables(entity: str, roles=("consumer",), yaml: str = CLIENT) -> dict[str, pd.DataFrame]:
        folder = write_client(tmp_path / "a", yaml, FILES)
        config = load_client(folder / "client.yaml")
        held = read_inputs(config.source, folder=folder, pseudonymise=False, entity=entity, roles=roles)
        tables.paths = {name: one.path for name, one in held.items()}
        return {name: to_pandas(read_parquet(one.path)) for name, one in held.items()}

    return tables


def test_accounts_become_their_household(read):
    tables = read("household", roles=("consumer", "staff", "company"))

    assert ["H7", "H7", "3", "4", "5", "6"] == list(tables["transactions"]["customer_id"].dropna())
    assert ["H7", "3", "6"] == list(tables["feedback"]["customer_id"])


def test_a_household_has_one_row_with_what_its_members_share(read):
    """She joined later; of both the city is known and the same, the sex differs, one role is known."""
    home = read("household")["customers"].set_index("customer_id").loc["H7"]

    assert ("Leeds", pd.Timestamp("2019-03-01"), "consumer") == (home["city"], pd.Timestamp(home["joined_at"]), home["role"])
    assert pd.isna(home["sex"])


def test_accounts_stay_accounts_where_asked_for(read):
    tables = read("account", roles=("consumer", "staff", "company"))

    assert ["1", "2", "3", "4", "5", "6"] == list(tables["transactions"]["customer_id"].dropna())
    assert 5 == len(tables["customers"])


def test_other_roles_keep_their_lines_but_not_in_the_base(read):
    tables = read("account")
    fates = dict(zip(tables["transactions"]["order_id"], tables["transactions"]["fate"], strict=True))

    assert {"a": "ok", "b": "ok", "c": "other_role", "d": "other_role", "e": "ok", "f": "ok", "g": "no_customer"} == fates
    assert ["2", "6"] == list(tables["feedback"]["customer_id"])
    assert {"staff", "company"} <= set(tables["customers"]["role"].dropna())


def test_the_base_follows_client_yaml_when_it_changes(read):
    first = read("account")["transactions"]["fate"].value_counts()["other_role"]
    second = read("account", roles=("consumer", "company"))["transactions"]["fate"].value_counts()["other_role"]

    assert (2, 1) == (first, second)


def test_roles_are_counted_with_their_money(read):
    lines = read("account")["transactions"]
    table = roles_overview(
        read_parquet(read.paths["transactions"]),
        read.paths["customers"],
        roles=("consumer",),
        as_of=lines["ordered_at"].max().date(),
    )

    assert [("company", False, 1, 1, 80.0), ("consumer", True, 4, 4, 21.0), ("staff", False, 1, 1, 7.0)] == list(
        table.itertuples(index=False, name=None)
    )


def test_joined_numbers_are_counted(read):
    read("household")

    assert (2, 1) == linked_accounts(read.paths["links"])
    assert (0, 0) == linked_accounts(None)


def test_households_need_a_table_that_names_them(read):
    alone = CLIENT.replace("  links:\n    files: raw/links.csv\n    columns: {customer_id: Card, entity_id: Household}\n", "")

    with pytest.raises(ConfigError, match=r"entity is household, but source\.links is not declared"):
        read("household", yaml=alone)
