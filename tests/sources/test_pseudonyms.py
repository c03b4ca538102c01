"""Pseudonyms: the same for the same key, different for another, and never the id itself."""

import hashlib
import stat

import pandas as pd
import pytest

from analysis.errors import SourceError
from analysis.sources import pseudonyms as module
from analysis.sources.pseudonyms import KEY_FILE, MAPPING, client_key, keep_private, pseudonyms, remember


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


def test_a_key_that_is_soon_guessed_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("STRATA_KEY", "k")

    with pytest.raises(SourceError, match=r"The key in STRATA_KEY has 1 characters. Give at least 8"):
        client_key(tmp_path)


def test_long_keys_count_to_their_end():
    """BLAKE2b takes 64 bytes; keys that differ later must still differ."""
    ids = pd.Series(["a"])
    one, two = (pseudonyms(ids, key=b"x" * 64 + end)["customer_id"][0] for end in (b"1", b"2"))

    assert one != two


def test_another_key_than_that_of_the_mapping_is_refused(tmp_path, monkeypatch):
    """Two sets of pseudonyms would pass for twice as many customers."""
    monkeypatch.setenv("STRATA_KEY", "the first key")
    remember(tmp_path, pseudonyms(pd.Series(["7", "8"]), key=client_key(tmp_path)))
    before = (tmp_path / MAPPING).read_bytes()
    monkeypatch.setenv("STRATA_KEY", "another key")
    with pytest.raises(
        SourceError, match=r"pseudonyms.parquet was made with another key than the one in STRATA_KEY. .* delete"
    ) as error:
        client_key(tmp_path)

    assert "another key" in str(error.value)
    assert before == (tmp_path / MAPPING).read_bytes()
    monkeypatch.setenv("STRATA_KEY", "the first key")
    assert b"the first key" == client_key(tmp_path)


def test_a_lost_key_is_not_replaced(tmp_path, monkeypatch):
    monkeypatch.delenv("STRATA_KEY", raising=False)
    remember(tmp_path, pseudonyms(pd.Series(["7"]), key=client_key(tmp_path)))
    (tmp_path / KEY_FILE).unlink()

    with pytest.raises(SourceError, match=r"holds pseudonyms but not the key they were made with. Put back .pseudonym-key"):
        client_key(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()


def test_the_mapping_grows_and_is_for_its_owner_only(tmp_path):
    key = b"some secret"
    remember(tmp_path, pseudonyms(pd.Series(["b"]), key=key))
    remember(tmp_path, pseudonyms(pd.Series(["a", "b"]), key=key))

    assert ["a", "b"] == pd.read_parquet(tmp_path / MAPPING)["client_id"].tolist()
    assert 0o600 == stat.S_IMODE((tmp_path / MAPPING).stat().st_mode)
    assert [MAPPING] == [path.name for path in tmp_path.iterdir()]


def test_a_key_file_that_others_can_read_is_closed(tmp_path, monkeypatch):
    monkeypatch.delenv("STRATA_KEY", raising=False)
    client_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    client_key(tmp_path)

    assert 0o600 == stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode)


def test_a_folder_is_kept_for_its_owner(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o755)
    (folder / "a.parquet").write_bytes(b"x")
    (folder / "a.parquet").chmod(0o644)
    keep_private(folder)

    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert 0o600 == stat.S_IMODE((folder / "a.parquet").stat().st_mode)
