"""Every real data set as a new user would take it: files, `strata new`, `check`, `report`, and the published figures on the page.

Nothing in the proposed client.yaml is changed.  The figures are those that were verified by other means beside the data.
"""

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


FOLDERS = (
    Folder("airline-satisfaction", "2024", (0, 1), ("25,976", "43.9%")),
    Folder("cdnow", "1998-Q2", (0, 1), ("69,659", "23,570", "$2,500,315.63")),
    Folder("cn-ecom-rfm", "2019-Q2", (0, 1), ("28,833", "27,793", "25,420", "¥3,640,644.00", "¥3,511,305.00")),
    Folder("cn-ecom-tgi", "2019-Q2", (0, 1), ("28,832", "27,792", "25,419", "¥1,564,906.7")),
    Folder("cn-superstore", "2017-Q4", (0, 1), ("10,000", "790", "¥16,117,548.24", "2,773个订单号中有1,407个由多位客户共用")),
    Folder("ecommerce-customer-behavior", "2024", (0, 1), ("350",)),
    Folder("hillstrom", "2024", (0, 1), ("21,307", "21,387", "21,306", "18.28%", "15.14%", "10.62%", "1.253%", "0.884%", "0.573%", "1.4226", "1.0772", "0.6528")),
    Folder("mall-customers", "2024", (0, 1), ("200",)),
    Folder(
        "marketing-campaign", "2014-H1", (0, 1),
        ("2,240", "680,816", "373,968", "98,609", "84,057", "60,621", "58,917", "12,970", "9,150", "5,963", "5,208", "52,247", "864", "580", "480", "232", "334"),
    ),
    Folder("mcdonalds-survey", "2024", (0, 1), ("1,453", "55.3%", "90.8%", "9.4%", "86.7%", "52.6%", "90.0%", "59.9%", "64.4%", "35.8%", "19.9%", "24.3%", "788", "665")),
    Folder("online-retail", "2011-Q4", (0, 1), ("541,909", "£9,747,747.93", "135,080", "4,372")),
    Folder("superstore-en", "2019-Q4", (0, 1), ("9,994", "$2,297,200.86", "$286,397.02", "5,009", "793")),
    Folder("telco-churn", "2024", (0, 1), ("7,043", "1,869")),
    Folder("wholesale-customers", "2024", (0, 1), ("440", "298", "142", "316", "5,280,131", "3,498,562", "2,550,357")),
)  # fmt: skip


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


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_becomes_a_report(workspace, folder):
    client = taken(workspace, folder)
    checked = workspace.strata("check", client, folder.period)
    assert checked.returncode in folder.codes, checked.stdout + checked.stderr

    made = workspace.strata("report", client, folder.period)
    assert 0 == made.returncode, made.stdout + made.stderr
    page = words(workspace.page(client, folder.period))
    assert [] == [figure for figure in folder.figures if figure not in page]
