"""Published surveys, campaigns, contracts and figures per customer, from the files to the page.

The figures are those that were verified by other means beside the data.
"""

import pytest

from tests.full.folders import Folder, reported

pytestmark = pytest.mark.slow

FOLDERS = (
    Folder("airline-satisfaction", "2024", (0, 1), ("25,976", "43.9%")),
    Folder("ecommerce-customer-behavior", "2024", (0, 1), ("350",)),
    Folder("hillstrom", "2024", (0, 1), ("21,307", "21,387", "21,306", "18.28%", "15.14%", "10.62%", "1.253%", "0.884%", "0.573%", "1.4226", "1.0772", "0.6528")),
    Folder("mall-customers", "2024", (0, 1), ("200",)),
    Folder(
        "marketing-campaign", "2014-H1", (0, 1),
        ("2,240", "680,816", "373,968", "98,609", "84,057", "60,621", "58,917", "12,970", "9,150", "5,963", "5,208", "52,247", "864", "580", "480", "232", "334"),
    ),
    Folder("mcdonalds-survey", "2024", (0, 1), ("1,453", "55.3%", "90.8%", "9.4%", "86.7%", "52.6%", "90.0%", "59.9%", "64.4%", "35.8%", "19.9%", "24.3%", "788", "665")),
    Folder("telco-churn", "2024", (0, 1), ("7,043", "1,869")),
    Folder("wholesale-customers", "2024", (0, 1), ("440", "298", "142", "316", "5,280,131", "3,498,562", "2,550,357")),
)  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_becomes_a_report(workspace, folder):
    page = reported(workspace, folder)

    assert [] == [figure for figure in folder.figures if figure not in page]
