"""Real data sets as a new user would take them: files, `strata new`, `check`, `report`; nothing is changed by hand."""

import html
import io
import os
import re
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest import mock

import pytest

from analysis.__main__ import main
from tests.full.conftest import SHARED, Workspace


@dataclass(frozen=True)
class Folder:
    """A set, a period that it reaches into, the exit codes of `check` that are right, and figures of the page."""

    name: str
    period: str
    codes: tuple[int, ...]
    figures: tuple[str, ...]


FURTHER = {
    "airline-satisfaction",
    "cdnow",
    "cn-ecom-rfm",
    "cn-ecom-tgi",
    "ecommerce-customer-behavior",
    "mall-customers",
    "wholesale-customers",
}


def parameters(folders: Iterable[Folder]) -> list:
    """One test a folder; those that tell the kit nothing that the others do not are left to `make bench`."""
    marks = {True: [pytest.mark.published], False: []}
    return [pytest.param(folder, id=folder.name, marks=marks[folder.name in FURTHER]) for folder in folders]


def words(page: str) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def said(workspace: Workspace, *arguments: str) -> tuple[int, str]:
    """Exit code and words of the command, run in this process: many processes would spend their time importing."""
    words = io.StringIO()
    folders = {
        "STRATA_DATA": str(workspace.data),
        "STRATA_REPORTS": str(workspace.reports),
        "STRATA_LANGUAGE": "en",
        "COLUMNS": "200",
    }
    with mock.patch.dict(os.environ, folders), redirect_stdout(words), redirect_stderr(words), pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0), words.getvalue()


def taken(workspace: Workspace, folder: Folder) -> str:
    """The client's name, after `strata new` on everything in the folder."""
    source = SHARED / folder.name
    if not source.is_dir():
        pytest.skip(f"{folder.name} is not held here")
    client = folder.name.replace("-", "_")
    if not (workspace.data / client).is_dir():
        files = sorted(str(path) for path in source.iterdir() if path.name != "README.md")
        code, words_said = said(workspace, "new", client, *files)
        assert 0 == code, words_said
    return client


def reported(workspace: Workspace, folder: Folder) -> str:
    """The words of the report of a folder, whose check gives one of the right codes."""
    client = taken(workspace, folder)
    code, words_said = said(workspace, "check", client, folder.period)
    assert code in folder.codes, words_said
    return again(workspace, client, folder.period)


def again(workspace: Workspace, client: str, period: str) -> str:
    """The words of a client's report."""
    made = workspace.strata("report", client, period)
    assert 0 == made.returncode, made.stdout + made.stderr
    return words(workspace.page(client, period))
