"""Pseudonyms: the same for the same key, different for another, and never the id itself."""

import hashlib
import stat

import pandas as pd
import pytest

from analysis.errors import SourceError
from analysis.sources import pseudonyms as module
from analysis.sources.pseudonyms import KEY_FILE, client_key, pseudonyms


def test_a_pseudonym_is_the_keyed_hash_of_the_id():
    """BLAKE2b with eight bytes, which any other program can compute as well."""
    made = pseudonyms(pd.Series(["17850"]), key=b"secret")

    assert [("17850", hashlib.blake2b(b"17850", key=b"secret", digest_size=8).hexdigest())] == list(
        made.itertuples(index=False, name=None)
    )


def test_ids_are_taken_once_missing_ones_not_at_all():
    made = pseudonyms(pd.Series(["b", "a", None, "b"]), key=b"k")

    assert ["a", "b"] == made["client_id"].tolist()
    assert 2 == made["customer_id"].nunique()


def test_another_key_gives_other_pseudonyms():
    ids = pd.Series(["a", "b"])

    assert not set(pseudonyms(ids, key=b"one")["customer_id"]) & set(pseudonyms(ids, key=b"two")["customer_id"])


def test_two_ids_with_one_pseudonym_are_an_error(monkeypatch):
    """With one byte, three hundred ids must collide."""
    monkeypatch.setattr(module, "LENGTH", 1)

    with pytest.raises(SourceError, match="Two customer numbers share a pseudonym"):
        pseudonyms(pd.Series([str(n) for n in range(300)]), key=b"k")


def test_the_key_is_made_once_and_is_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("STRATA_KEY", raising=False)
    key = client_key(tmp_path / "acme")

    assert 64 == len(key)
    assert key == client_key(tmp_path / "acme")
    assert 0o600 == stat.S_IMODE((tmp_path / "acme" / KEY_FILE).stat().st_mode)


def test_the_environment_may_hold_the_key_instead(tmp_path, monkeypatch):
    monkeypatch.setenv("STRATA_KEY", "from the vault")

    assert b"from the vault" == client_key(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()
