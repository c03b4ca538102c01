"""Errors say what is wrong and the way out, and cross process borders whole."""

import copy
import pickle

import pytest

from analysis.errors import (
    AnalysisError,
    ConfigError,
    MissingTableError,
    NotebookError,
    SchemaError,
    SourceError,
    listed,
    unknown_choice,
)  # fmt: skip


def test_a_message_is_its_template_filled():
    """Template and values stay apart, so that the command can say it in another language."""
    error = ConfigError("{file}: the key '{key}' is missing.", file="client.yaml", key="name")

    assert "client.yaml: the key 'name' is missing." == str(error)
    assert ("{file}: the key '{key}' is missing.", {"file": "client.yaml", "key": "name"}) == (error.template, error.values)


def test_a_template_without_values_may_hold_braces():
    assert "write {column: X}" == str(ConfigError("write {column: X}"))


@pytest.mark.parametrize("kind", [ConfigError, SourceError, SchemaError, MissingTableError, NotebookError])
@pytest.mark.parametrize("again", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))], ids=["copy", "pickle"])
def test_errors_survive_the_way_from_another_process(kind, again):
    error = again(kind("{table} of {client}", table="segments", client="acme"))

    assert isinstance(error, AnalysisError)
    assert (kind, "segments of acme", {"table": "segments", "client": "acme"}) == (type(error), str(error), error.values)


def test_an_unknown_choice_names_the_choices_in_order():
    error = unknown_choice("segmentation method", "kmean", ("rfm", "kmeans", 3))

    assert "Unknown segmentation method 'kmean'. Choose one of: 3, kmeans, rfm." == str(error)


def test_names_are_listed_in_the_order_given():
    assert "b, a, 1" == listed(["b", "a", 1])
