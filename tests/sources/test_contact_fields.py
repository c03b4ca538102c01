"""Contact fields lie apart, by pseudonym, and come back for lists inside the data folder alone."""

import stat

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError, MissingTableError
from analysis.sources import read_inputs
from analysis.sources.contact_fields import FILE, restore_contacts
from tests.stories import write_client

CLIENT = """\
name: C
currency: CNY
source:
  customers:
    files: raw/m*.csv
    columns: {customer_id: Id, city: City}
    attributes: {city: geographic}
    contact: {phone: Mobile, name: Name}
    exclude: {City: [TEST]}
  links:
    files: raw/links.csv
    columns: {customer_id: Id, entity_id: Main}
"""
FILES = {
    "m1.csv": "Id,Name,Mobile,City\nA1,王小明,13912345678,Leeds\nA2,,,York\nA3,李雷,,York\nT,Test,13900000000,TEST\n",
    "m2.csv": "Id,Name,Mobile,City\nA2,韩梅,18612345678,York\n",
    "links.csv": "Id,Main\nA3,A1\nA1,A1\n",
}


@pytest.fixture
def client(tmp_path):
    folder = write_client(tmp_path / "c", CLIENT, FILES)
    read_inputs(load_client(folder / "client.yaml").source, folder=folder)
    return folder, pd.read_parquet(folder / "pseudonyms.parquet").set_index("client_id")["customer_id"]


def test_one_row_per_person_with_the_first_of_each_field(client):
    """A1 and A3 are one person: A1's name and number stand; A2 is known from the second file; the test entry is nobody."""
    folder, named = client
    held = pd.read_parquet(folder / FILE).set_index("customer_id")

    assert {named["A1"], named["A2"]} == set(held.index)
    assert ["13912345678", "王小明"] == held.loc[named["A1"], ["phone", "name"]].tolist()
    assert ["18612345678", "韩梅"] == held.loc[named["A2"], ["phone", "name"]].tolist()
    assert 0o600 == stat.S_IMODE((folder / FILE).stat().st_mode)


def test_no_contact_field_is_in_a_canonical_table(client):
    folder, _ = client
    for path in (folder / "canonical").glob("*.parquet"):
        assert not {"phone", "name", "Mobile", "Name"} & set(pq.read_schema(path).names)


def test_a_list_gets_client_numbers_and_fields_in_its_own_order(client):
    folder, named = client
    target = folder / "2024-Q4" / "lists" / "calls.csv"
    table = restore_contacts(folder, [named["A2"], "unknown", named["A1"]], ["phone"], target=target)

    assert ["A2", "18612345678"] == table.iloc[0].tolist()
    assert table.iloc[1].isna().all()
    assert ["A1", "13912345678"] == table.iloc[2].tolist()
    assert "client_id,phone" == target.read_text(encoding="utf-8-sig").splitlines()[0]
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)


@pytest.mark.parametrize(
    "place", ["../calls.csv", "canonical/calls.csv", "2024-Q4/calls.csv", "../../reports/lists/calls.csv", "lists/calls.html"]
)
def test_a_list_is_written_nowhere_else(client, place):
    folder, named = client

    with pytest.raises(ConfigError, match=r"can only be written as .csv or .parquet into lists/"):
        restore_contacts(folder, [named["A1"]], ["phone"], target=folder / place)
    assert not (folder / place).exists()


def test_a_link_out_of_the_folder_is_followed_and_refused(client, tmp_path):
    folder, named = client
    (tmp_path / "lists").mkdir()
    (folder / "lists").symlink_to(tmp_path / "lists")

    with pytest.raises(ConfigError, match="can only be written"):
        restore_contacts(folder, [named["A1"]], ["phone"], target=folder / "lists" / "calls.csv")
    assert [] == list((tmp_path / "lists").iterdir())


def test_fields_that_are_not_held_are_named(client):
    folder, named = client
    with pytest.raises(ConfigError, match=r"Contact field 'email' is not held for c. Held: name, phone|Held: phone, name"):
        restore_contacts(folder, [named["A1"]], ["email"])


def test_the_file_goes_when_client_yaml_names_no_contact_field(client):
    folder, named = client
    text = (folder / "client.yaml").read_text().replace("    contact: {phone: Mobile, name: Name}\n", "")
    (folder / "client.yaml").write_text(text)
    read_inputs(load_client(folder / "client.yaml").source, folder=folder)

    assert not (folder / FILE).exists()
    with pytest.raises(MissingTableError, match="No contact fields are held for c"):
        restore_contacts(folder, [named["A1"]])


def test_the_file_comes_back_when_it_was_lost(client):
    folder, _ = client
    (folder / FILE).unlink()
    read_inputs(load_client(folder / "client.yaml").source, folder=folder)

    assert (folder / FILE).is_file()


def test_a_contact_column_that_the_file_lacks_is_named(client):
    folder, _ = client
    (folder / "client.yaml").write_text((folder / "client.yaml").read_text().replace("phone: Mobile", "phone: Mobil"))

    with pytest.raises(ConfigError, match=r"m1.csv has no column 'Mobil'. Did you mean 'Mobile'\?"):
        read_inputs(load_client(folder / "client.yaml").source, folder=folder)
