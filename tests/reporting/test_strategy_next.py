"""The section "What should we offer next?" on runs as chapters 01 and 02 leave them: with categories, products, neither."""

from dataclasses import asdict
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.features import Dates
from analysis.findings.strategy_next import NO_CATEGORY, NO_ORDERS
from analysis.reporting.strategy_next import next_offers
from analysis.store import Run, write_json
from analysis.text import Skip, Words
from tests import stories
from tests.strategies.test_next_best_grade import ITEMS, world

CLIENT = """\
name: Shop
currency: GBP
source:
  transactions:
    files: raw/orders.csv
    columns: {customer_id: Customer, ordered_at: Date, amount: Paid, product: Product}
"""
PHASES = ("2024-06-01", "2025-06-01", "2025-11-01")  # before, between and after the cuts of two years


@pytest.fixture
def page(tmp_path):
    """A page of a run whose orders are those of `test_next_best_grade.world`, by category or by product."""

    def make(bought: pd.DataFrame, *, level: str = "category", first: date = date(2024, 1, 1)) -> SimpleNamespace:
        folder = tmp_path / "data" / "shop"
        stories.write_client(folder, CLIENT, {"orders.csv": "Customer,Date,Paid,Product\n"})
        run = Run.open("shop", "2025-Q4", data=tmp_path / "data", reports=tmp_path / "reports")
        lines = bought.assign(
            order_id=[str(number) for number in range(len(bought))], ordered_at=pd.to_datetime(bought["phase"].map(dict(enumerate(PHASES))))
        )  # fmt: skip
        run.folder.mkdir(parents=True)
        lines.assign(is_order=True)[["customer_id", "order_id", "ordered_at", "is_order"]].to_parquet(run.path("orders"))
        named = lines if level == "category" else lines.iloc[:0]
        columns = ["customer_id", "order_id", "category", "ordered_at"]
        named.rename(columns={"item": "category"})[columns].to_parquet(run.path("order_categories"))
        (folder / "canonical").mkdir()
        held = lines["item"] if level == "product" else lines["item"].where(lines["n"] < 0)
        sold = lines.assign(
            amount=10.0, fate="ok", source_file="orders.csv", source_row=range(len(lines)), product=held.astype("string")
        )
        sold.to_parquet(folder / "canonical" / "transactions.parquet")
        people = pd.DataFrame({"customer_id": sorted(bought["customer_id"].unique())})
        segments = people.assign(method="lifecycle", segment=np.where(people.index % 2, "loyal", "dormant"))
        for name in ("segments", "segments-start", "segments-earlier"):
            segments.to_parquet(run.path(name))
        shown = pd.DataFrame({"method": "lifecycle", "segment": ["loyal", "dormant"], "shown": True, "shown_then": True})
        shown.to_parquet(run.path("shown_segments"))
        people.assign(state="buyer").to_parquet(run.path("features"))
        dates = Dates(first, date(2025, 12, 31), date(2025, 10, 1), date(2025, 12, 31), date(2024, 1, 1))
        write_json(run.folder / "dates.json", {field: str(day) for field, day in asdict(dates).items()})
        return SimpleNamespace(run=run, minimum_cell=10, refunds="net")

    return make


@pytest.mark.parametrize("level", ["category", "product"])
def test_what_follows_is_named_by_category_or_where_none_is_held_by_product(page, level):
    opened = page(world(900, follow=0.9), level=level)
    found = next_offers(opened, "lifecycle")

    assert isinstance(found.story["next"], Words)
    assert {"loyal", "dormant"} == set(found.segments["segment"])
    assert {level} == set(opened.run.read_table("category_pairs")["level"])
    assert set(ITEMS) >= set(opened.run.read_table("next_best_customers")["category"])


def test_where_choice_is_chance_nobody_is_named_anything_new(page):
    opened = page(world(900, follow=0.0))
    found = next_offers(opened, "lifecycle")

    assert isinstance(found.story["next"], Words)
    assert "new" not in set(opened.run.read_table("next_best_customers")["kind"])


def skipped(opened: SimpleNamespace) -> Skip:
    """Why a section is skipped, whose tables are then empty."""
    found = next_offers(opened, "lifecycle")
    assert isinstance(found.story["next"], Skip)
    for name in ("next_best_grade", "next_best_segments", "next_best_customers"):
        assert opened.run.read_table(name).empty
    return found.story["next"]


def test_without_categories_and_products_the_section_says_so(page):
    assert NO_CATEGORY == skipped(page(world(900, follow=0.9), level="neither"))


def test_a_short_history_is_no_ground_for_a_suggestion(page):
    assert "too short" in skipped(page(world(900, follow=0.9), first=date(2025, 9, 1))).reason.template


def test_where_hardly_anybody_came_back_the_data_cannot_say(page):
    assert "too few customers" in skipped(page(world(60, follow=0.9))).reason.template


def test_a_client_of_figures_without_orders_is_told_so(page):
    opened = page(world(60, follow=0.9))
    opened.run.path("orders").unlink()

    assert NO_ORDERS == skipped(opened)
    assert opened.run.read_table("category_pairs").empty
