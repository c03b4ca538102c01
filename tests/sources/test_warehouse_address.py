"""Where the warehouse is, and that its password is never seen."""

import re

import pytest

from analysis.errors import ConfigError
from analysis.sources.warehouse.address import read_address

HIDDEN = {"USER": "ann", "WORD": "p@ss/w:rd %", "HOST": "db.example.org", "ALL": "postgresql://ann:s3cret@db/shop", "HOME": "/srv"}


@pytest.fixture
def address(tmp_path):
    def read(connection: str):
        return read_address(connection, folder=tmp_path, environment=HIDDEN)

    return read


def test_variables_of_the_environment_are_filled_in_and_fit_into_an_address(address):
    found = address("postgresql://${USER}:${WORD}@${HOST}:5433/shop?sslmode=require")

    assert "postgresql://ann:p%40ss%2Fw%3Ard%20%25@db.example.org:5433/shop?sslmode=require&connect_timeout=15" == found.uri
    assert ("postgresql", "db.example.org:5433/shop") == (found.driver, found.shown)
    assert "p%40ss" not in repr(found)


def test_the_whole_address_may_be_a_variable(address):
    found = address("${ALL}")

    assert "postgresql://ann:s3cret@db/shop?connect_timeout=15" == found.uri
    assert "db/shop" == found.shown


def test_a_socket_is_shown_by_its_folder(address):
    assert "/var/run/pg/shop" == address("postgres://ann@/shop?host=%2Fvar%2Frun%2Fpg").shown


def test_a_file_of_sqlite_is_found_from_the_clients_folder(address, tmp_path):
    assert str(tmp_path / "raw/shop.db") == address("sqlite:///raw/shop.db").uri
    assert "/srv/shop.db" == address("sqlite:////srv/shop.db").uri
    assert "raw/shop 1.db" == address("sqlite:///raw/shop%201.db").database


def test_snowflake_goes_without_the_name_in_front(address):
    found = address("snowflake://${USER}:${WORD}@account/DB/PUBLIC?warehouse=W")

    assert "ann:p%40ss%2Fw%3Ard%20%25@account/DB/PUBLIC?warehouse=W" == found.uri
    assert "account/DB/PUBLIC" == found.shown


@pytest.mark.parametrize(
    "connection",
    [
        "postgresql://ann:s3cret@db/shop",
        "postgresql://ann:s3c/r@et@db/shop",
        "postgresql://ann:x${WORD}@db/shop",
        "postgresql://db/shop?user=ann&password=s3cret",
        "snowflake://ann@account/DB?token=s3cret",
    ],
)
def test_a_password_in_plain_sight_is_refused_and_not_repeated(address, connection):
    with pytest.raises(ConfigError, match=r"source.connection holds a password\. Take it out") as error:
        address(connection)
    assert "s3c" not in str(error.value)


@pytest.mark.parametrize(
    ("connection", "problem"),
    [
        ("postgresql://${NOBODY}@db/shop", "uses ${NOBODY}, which is not set in the environment. Set it before the command"),
        ("mysql://db/shop", "no address the kit knows. Write one that begins with one of: postgresql://, sqlite://, snowflake://"),
        ("shop.db", "no address the kit knows"),
        ("sqlite://raw/shop.db", "is written sqlite:///raw/shop.db"),
        ("sqlite:///", "is written sqlite:///raw/shop.db"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_with_the_way_out(address, connection, problem):
    with pytest.raises(ConfigError, match=re.escape(problem)):
        address(connection)
