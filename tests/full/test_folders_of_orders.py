"""Published order lines, from the files to the page.

The figures are those that were verified by other means beside the data.
"""

import pytest

from tests.full.browser import opened
from tests.full.conftest import chapter
from tests.full.folders import Folder, parameters, reported, taken, words

pytestmark = pytest.mark.slow

FOLDERS = (
    Folder("cdnow", "1998-Q2", (0, 1), ("69,659", "23,570", "$2,500,315.63")),
    Folder("cn-ecom-rfm", "2019-Q2", (0, 1), ("28,833", "27,793", "25,420", "25,949", "1,040", "¥3,640,644.00", "¥129,339.00", "¥3,511,305.00")),
    Folder("cn-ecom-tgi", "2019-Q2", (0, 1), ("28,832", "27,792", "25,419", "¥1,564,906.7")),
    Folder("cn-superstore", "2017-Q4", (0, 1), ("10,000", "790", "1,163", "¥16,117,548.24", "2,773个订单号中有1,407个由多位客户共用")),
    Folder("online-retail", "2011-Q4", (0, 1), ("541,909", "406,829", "£9,747,747.93", "£8,300,065.81", "135,080", "£1,447,682.12", "4,372")),
    Folder("superstore-en", "2019-Q4", (0, 1), ("9,994", "$2,297,200.86", "$286,397.02", "5,009", "793")),
)  # fmt: skip


@pytest.mark.parametrize("folder", parameters(FOLDERS))
def test_a_folder_becomes_a_report(workspace, folder):
    page = reported(workspace, folder)

    assert [] == [figure for figure in folder.figures if figure not in page]


@pytest.mark.published
def test_the_orders_add_up_to_the_penny(workspace):
    page = words(workspace.page("cdnow", "1998-Q2"))

    assert "Yes. What the chapters use equals what the files hold, to the penny." in page


@pytest.mark.published
def test_sections_without_data_say_so(workspace):
    """CDNOW holds days without hours, and no survey: the headings stay, with the reason."""
    page = words(workspace.page("cdnow", "1998-Q2"))

    assert "When do they buy? Section skipped" in page
    assert "days without a time of day" in page


@pytest.mark.published
def test_a_chinese_shop_is_divided_into_eight_boxes_from_two_orders_on(workspace):
    """92 % bought once: a median would put everybody on the high side of frequency, so two orders are asked for."""
    page = words(workspace.page("cn_ecom_rfm", "2019-Q2"))

    assert "观察窗内满2单（设定值）" in page
    assert "重要价值客户" in page


def test_a_chinese_folder_gives_a_chinese_page(workspace):
    assert 'lang="zh' in workspace.page("cn_superstore", "2017-Q4")


def test_online_retail_without_refunds(workspace, tmp_path):
    """397,884 rows, 4,338 customers, 18,532 invoices, 8,911,407.90: all told in the first chapter, which is run alone."""
    client = taken(workspace, next(folder for folder in FOLDERS if folder.name == "online-retail"))
    done, page = chapter(workspace, "01_data_profile", tmp_path, client=client, period="2011-Q4", refunds="drop")

    assert 0 == done.returncode, done.stderr[-2000:]
    assert [] == [figure for figure in ("397,884", "4,338", "18,532", "£8,911,407.90", "to the penny") if figure not in words(page)]


def test_the_pages_open_in_silence(workspace):
    for client, period in (("superstore_en", "2019-Q4"), ("online_retail", "2011-Q4"), ("cn_superstore", "2017-Q4")):
        seen = opened(workspace.reports / client / period / "report.html")
        assert ([], [], 0) == (seen["console"], seen["outside"], seen["broken"])
