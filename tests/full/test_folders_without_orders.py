"""Published surveys, campaigns, contracts and figures per customer, from the files to the page.

The figures are those that were verified by other means beside the data.
"""

import pytest

from tests.full.conftest import SHARED
from tests.full.folders import Folder, again, parameters, reported, said

pytestmark = pytest.mark.slow

FOLDERS = (
    Folder("airline-satisfaction", "2024", (0, 1), ("25,976", "43.9%", "All customers 43.9% 43.3% to 44.5% 25,976")),
    Folder("ecommerce-customer-behavior", "2024", (0, 1), ("350", "San Francisco", "117")),
    Folder("hillstrom", "2024", (0, 1), ("nobody to divide", "21,307", "21,387", "21,306", "18.28%", "15.14%", "10.62%", "1.253%", "0.884%", "0.573%", "1.4226", "1.0772", "0.6528", "+7.66 pts", "+4.52 pts", "+0.681 pts", "+0.311 pts", "+0.7698", "+0.4244", "so sizes cannot be checked", "Womens E-Mail, by womens")),
    Folder("mall-customers", "2024", (0, 1), ("200", "112 customers, 56%", "Customers fall into 6 groups")),
    Folder(
        "marketing-campaign", "2014-H1", (0, 1),
        ("2,240", "680,816", "373,968", "98,609", "84,057", "60,621", "58,917", "12,970", "9,150", "5,963", "5,208", "52,247", "864", "580", "480", "232", "334", "Customers fall into 3 groups", "Champions"),
    ),
    Folder("mcdonalds-survey", "2024", (0, 1), ("1,453", "55.3%", "90.8%", "9.4%", "86.7%", "52.6%", "90.0%", "59.9%", "64.4%", "35.8%", "19.9%", "24.3%", "788", "665", "29.9%", "347 customers, 24%", "Like tells the segments apart most", "Attitude group 4 are the least satisfied", "No order lines are held")),
    Folder("telco-churn", "2024", (0, 1), ("7,043", "1,869", "59% (57% to 61%) stay 72 months or longer", "A median lifetime is not reached", "“Two year” keeps 94%, “Month-to-month” 23%", "2,702", "A customers, 2,702 customers and 38% of all, bring 80% of revenue", "Of customers with “Month-to-month” 42.7% left (41.2% to 44.3%; n = 3,875), of those with “Two year” 2.8% (n = 1,695); of all customers 26.5% (n = 7,043)", "n = 7,043 customers, of whom 1,869 left")),
    Folder("wholesale-customers", "2024", (0, 1), ("440", "298", "142", "316", "5,280,131", "3,498,562", "2,550,357", "Customers form no natural groups", "68%")),
)  # fmt: skip


@pytest.mark.parametrize("folder", parameters(FOLDERS))
def test_a_folder_becomes_a_report(workspace, folder):
    page = reported(workspace, folder)

    assert [] == [figure for figure in folder.figures if figure not in page]


@pytest.mark.published
def test_the_mall_in_the_five_groups_that_are_published(workspace):
    """Income against score, unscaled: 81, 39, 35, 23 and 22 customers."""
    file = SHARED / "mall-customers" / "Mall_Customers.csv"
    if not file.is_file():
        pytest.skip("the set is not held here")
    said(workspace, "new", "mall_five", str(file))
    with (workspace.data / "mall_five" / "client.yaml").open("a", encoding="utf-8") as yaml:
        yaml.write("settings: {clusters: {columns: [income, spending_score], scaling: raw, k: 5}}\n")
    page = again(workspace, "mall_five", "2024")

    assert "client.yaml asks for 5 groups." in page
    assert [] == [size for size in ("81", "39", "35", "23", "22") if f" {size} " not in page]
