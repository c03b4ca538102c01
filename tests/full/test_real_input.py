"""Published data sets through the whole line; the pages reconcile with the published figures in view."""

import re

import pytest

from tests.full.browser import opened
from tests.full.conftest import SHARED, real_client

pytestmark = pytest.mark.slow


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"data:[^\"')]+", "", html)))


def run(workspace, client: str, period: str, *options: str) -> str:
    done = workspace.strata("report", client, period, *options)
    assert 0 == done.returncode, done.stdout + done.stderr
    return words(workspace.page(client, period))


@pytest.fixture(scope="module")
def cdnow(workspace) -> str:
    real_client(workspace, "cdnow", SHARED / "cdnow" / "CDNOW_master.txt")
    return run(workspace, "cdnow", "1998-Q2")


@pytest.fixture(scope="module")
def online_retail_net(workspace) -> str:
    real_client(workspace, "online_retail", SHARED / "online-retail" / "online_retail.parquet")
    return run(workspace, "online_retail", "2011-Q4")


@pytest.fixture(scope="module")
def online_retail_drop(workspace, online_retail_net) -> str:
    return run(workspace, "online_retail", "2011-Q4", "-p", "refunds=drop")


def test_cdnow_master(cdnow):
    """23,570 customers, 69,659 rows, 2,500,315.63 (Fader & Hardie)."""
    for figure in ("69,659", "23,570", "2,500,315.63"):
        assert figure in cdnow
    assert "Yes. What the chapters use equals what the files hold, to the penny." in cdnow


def test_online_retail_net_of_refunds(online_retail_net):
    """406,829 rows with an id, 4,372 customers, 8,300,065.81; rows without a customer are reported, not lost."""
    for figure in ("541,909", "406,829", "4,372", "£8,300,065.81", "135,080", "£1,447,682.12"):
        assert figure in online_retail_net
    assert "to the penny" in online_retail_net


def test_online_retail_without_refunds(online_retail_drop):
    """397,884 rows, 4,338 customers, 18,532 invoices, 8,911,407.90."""
    for figure in ("397,884", "4,338", "18,532", "£8,911,407.90"):
        assert figure in online_retail_drop
    assert "to the penny" in online_retail_drop


def test_sections_without_data_say_so(cdnow):
    """CDNOW holds days without hours, and no survey: the headings stay, with the reason."""
    assert "When do they buy? Section skipped" in cdnow
    assert "days without a time of day" in cdnow


def test_the_pages_open_in_silence(workspace, cdnow, online_retail_drop):
    for client, period in (("cdnow", "1998-Q2"), ("online_retail", "2011-Q4")):
        seen = opened(workspace.reports / client / period / "report.html")
        assert ([], [], 0) == (seen["console"], seen["outside"], seen["broken"])
