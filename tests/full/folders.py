"""Real data sets as a new user would take them: files, `strata new`, `check`, `report`; nothing is changed by hand."""

import html
import re
from dataclasses import dataclass

import pytest

from tests.full.conftest import SHARED, Workspace


@dataclass(frozen=True)
class Folder:
    """A set, a period that it reaches into, the exit codes of `check` that are right, and figures of the page."""

    name: str
    period: str
    codes: tuple[int, ...]
    figures: tuple[str, ...]


def words(page: str) -> str:
    """What a reader sees of a page."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def taken(workspace: Workspace, folder: Folder) -> str:
    """The client's name, after `strata new` on everything in the folder."""
    source = SHARED / folder.name
    if not source.is_dir():
        pytest.skip(f"{folder.name} is not held here")
    client = folder.name.replace("-", "_")
    if not (workspace.data / client).is_dir():
        files = sorted(str(path) for path in source.iterdir() if path.name != "README.md")
        done = workspace.strata("new", client, *files)
        assert 0 == done.returncode, done.stdout + done.stderr
    return client


def reported(workspace: Workspace, folder: Folder) -> str:
    """The words of the report of a folder, whose check gives one of the right codes."""
    client = taken(workspace, folder)
    checked = workspace.strata("check", client, folder.period)
    assert checked.returncode in folder.codes, checked.stdout + checked.stderr
    return again(workspace, client, folder.period)


def again(workspace: Workspace, client: str, period: str, *options: str) -> str:
    """The words of a client's report with these options."""
    made = workspace.strata("report", client, period, *options)
    assert 0 == made.returncode, made.stdout + made.stderr
    return words(workspace.page(client, period))
