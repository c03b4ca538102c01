"""Lists as other programs import them: headers, telephone numbers, hashes that anyone can work out again, and faulty files."""

import hashlib
from importlib.resources import files

import pandas as pd
import pytest
import yaml

from analysis.errors import ConfigError
from analysis.reporting.list_exports import e164, exported, load_export, one_piece

SHIPPED = [one.name.removesuffix(".yaml") for one in files("analysis.exports").iterdir() if one.name.endswith(".yaml")]
ROWS = pd.DataFrame(
    {
        "customer_number": ["1", "2", "3"], "name": ["Ana", "王小明", "Cho"], "email": [" Ana@Example.ORG ", "", "nowhere"],
        "phone": ["07700 900123", "+86 139-1234-5678", ""], "play": "Wake", "segment": "Dormant", "channel": "E-mail",
    }
)  # fmt: skip


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_export_can_be_read_and_used(name, tmp_path):
    export = load_export(name, tmp_path)

    assert name == export.name
    assert len(exported(ROWS, export, country_code="44")) >= 1


@pytest.mark.parametrize(
    ("number", "code", "wanted"),
    [
        ("07700 900123", "44", "+447700900123"), ("447700900123", "44", "+447700900123"), ("0044 7700 900123", None, "+447700900123"),
        ("139 1234 5678", "86", "+8613912345678"), ("8613912345678", "86", "+8613912345678"), ("+86 139-1234-5678", "44", "+8613912345678"),
        ("139 1234 5678", None, ""), ("call me", "44", ""), ("", "44", ""), ("+1", "44", ""),
    ],
)  # fmt: skip
def test_a_number_gets_its_country_code_once(number, code, wanted):
    assert wanted == e164(number, code)


def test_a_number_in_one_piece():
    assert ["+8613912345678", "02079460000", "ext. 12"] == [
        one_piece(n) for n in ("+86 139-1234-5678", "(020) 7946 0000", "ext. 12")
    ]


def test_advertising_platforms_get_hashes_of_normalised_values(tmp_path):
    """Ana by both, 王小明 by telephone; Cho, whose address is none, not at all."""
    google = exported(ROWS, load_export("google_customer_match", tmp_path), country_code="44")
    meta = exported(ROWS, load_export("meta_custom_audience", tmp_path), country_code="44")

    assert [(sha("ana@example.org"), sha("+447700900123")), ("", sha("+8613912345678"))] == list(
        google.itertuples(index=False, name=None)
    )
    assert ["Email", "Phone"] == list(google.columns)
    assert [sha("447700900123"), sha("8613912345678")] == list(meta["phone"])


def test_an_import_of_addresses_leaves_out_who_has_none(tmp_path):
    table = exported(ROWS, load_export("mailchimp", tmp_path), country_code=None)

    assert [("ana@example.org", "Ana", "Wake", "Dormant")] == list(table.itertuples(index=False, name=None))


def test_no_platform_for_advertising_is_fed_by_plays_of_another_channel(tmp_path):
    assert {("ads",)} == {load_export(name, tmp_path).channels for name in ("google_customer_match", "meta_custom_audience")}


OWN = {
    "name": "ours",
    "source": "their manual",
    "channels": ["email"],
    "any_of": ["email"],
    "columns": [{"header": "Mail", "field": "email"}],
}


def test_an_export_of_the_clients_own(tmp_path):
    (tmp_path / "ours.yaml").write_text(yaml.safe_dump(OWN))

    assert ["Mail"] == list(exported(ROWS, load_export("ours.yaml", tmp_path), country_code=None).columns)


FAULTS = [
    ({"columns": [{"header": "Mail", "field": "mail"}]}, r"ours.yaml, columns.0.field"),
    ({"columns": [{"header": "=1+1", "field": "email"}]}, "spreadsheets run"),
    ({"columns": [{"header": "Mail", "field": "email", "hash": "sha256"}]}, "the same wherever it is hashed"),
    ({"columns": [{"header": "Mail", "field": "email", "form": "e164"}]}, "is for telephone numbers"),
    ({"any_of": ["phone"]}, "no column carries it"),
    ({"channels": ["pigeon"]}, "ours.yaml, channels.0"),
    ({"more": 1}, "ours.yaml, more"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), FAULTS)
def test_a_faulty_export_names_file_and_field(tmp_path, change, said):
    (tmp_path / "ours.yaml").write_text(yaml.safe_dump(OWN | change))

    with pytest.raises(ConfigError, match=said):
        load_export("ours.yaml", tmp_path)


def test_an_export_that_does_not_exist_or_lies_elsewhere(tmp_path):
    (tmp_path / "client").mkdir()
    (tmp_path / "ours.yaml").write_text(yaml.safe_dump(OWN))

    with pytest.raises(ConfigError, match="mailchimp"):
        load_export("mailchmp", tmp_path)
    for given in ("none.yaml", "../ours.yaml"):
        with pytest.raises(ConfigError, match=r"strategy\.lists\.exports"):
            load_export(given, tmp_path / "client")
    (tmp_path / "client" / "ours.yaml").write_text("a: [")
    with pytest.raises(ConfigError, match=r"ours\.yaml is not readable YAML"):
        load_export("ours.yaml", tmp_path / "client")
