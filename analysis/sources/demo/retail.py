"""The demo client `demo_retail`: three years of an invented British home and garden retailer.

Six latent kinds of customer (northgate/latent_types.py) buy by BG/NBD on seasonal clocks; their
orders, web events, one campaign with a hold-out, a survey and reviews are written as the
retailer would export them, faults included.  `truth/` holds what an analysis should find.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.sources.demo import staging
from analysis.sources.demo.faults import generators_of
from analysis.sources.demo.northgate import campaign, catalogue, dirt, exports, season, truth, unmet
from analysis.sources.demo.northgate.demographics import demographics
from analysis.sources.demo.northgate.events import events
from analysis.sources.demo.northgate.lines import lines
from analysis.sources.demo.northgate.orders import orders
from analysis.sources.demo.northgate.people import People, people
from analysis.sources.demo.northgate.purchases import purchases
from analysis.sources.demo.northgate.returns import by_leaving, returns
from analysis.sources.demo.northgate.reviews import reviews
from analysis.sources.demo.northgate.survey import OPENED, survey

CONFIG = Path(__file__).parent / "northgate" / "client.yaml"
VERSION = 2  # of the files: raise it when they change, so that old ones are made anew
PARTS = ("people", "demographics", "purchases", "arms", "extra", "orders", "lines", "returns", "events", "survey",
         "reviews", "dirt", "sentinels", "unmet")  # fmt: skip


def make_retail(folder: Path, *, seed: int = 7) -> None:
    """Write client.yaml, raw/*.csv and truth/* of the demo retailer into `folder`.

    The same seed gives the same bytes.  Takes about two seconds; files of an earlier make are replaced,
    an existing client.yaml stays.
    """
    generators = generators_of(PARTS, seed)
    world = simulate(generators)
    with staging.staged(Path(folder), stamp=stamp(seed)) as made:
        shutil.copyfile(CONFIG, made / "client.yaml")
        _write_files(world, generators, made, seed)


def stamp(seed: int) -> str:
    """What the marker of a complete folder says."""
    return f"demo_retail version {VERSION} seed {seed}\n"


@dataclass(frozen=True)
class World:
    """Who there is and what was bought; each table as its module describes it."""

    folk: People
    details: pd.DataFrame  # demographics.demographics
    left: np.ndarray  # purchases.purchases, second result
    contacts: pd.DataFrame  # campaign.arms
    effect: pd.DataFrame  # campaign.effect_by_type
    orders: pd.DataFrame
    lines: pd.DataFrame
    returns: pd.DataFrame


def simulate(generators: dict[str, np.random.Generator]) -> World:
    """Customers, the campaign, orders, their lines and returns."""
    folk = people(generators["people"])
    details = demographics(folk.table, generators["demographics"])
    natural, left = purchases(folk.table, generators["purchases"])
    contacts = campaign.arms(folk.table, details["consent"], generators["arms"])
    extra = campaign.extra_purchases(folk.table, left, contacts, generators["extra"])
    ordered = orders(folk, natural, extra, generators["orders"])
    sold = lines(folk, ordered, generators["lines"])
    return World(
        folk=folk,
        details=details,
        left=left,
        contacts=contacts,
        effect=campaign.effect_by_type(folk.table, left, contacts, natural, extra),
        orders=ordered,
        lines=sold,
        returns=returns(ordered, sold, left, generators["returns"]),
    )


def _write_files(world: World, generators: dict[str, np.random.Generator], made: Path, seed: int) -> None:
    """All of raw/ and truth/."""
    folk = world.folk
    rows = exports.order_rows(folk, world.details, ordered=world.orders, lines=world.lines, returned=world.returns)
    written, entries = dirt.plant(rows, generators["dirt"])
    for year, (name, encoding, line_end) in dirt.ORDER_FILES.items():
        part = written.loc[written["year"] == year, list(exports.ORDER_HEADERS)]
        _write_csv(part, made / name, encoding=encoding, line_end=line_end)
    customers = exports.customer_rows(folk, world.details, _recent_spend(world))
    customers, sentinels = dirt.sentinel_birth_dates(customers, generators["sentinels"])
    missed = unmet.searches(folk, world.left, generators["unmet"])
    found = unmet.with_searches(events(folk, world.left, world.orders, generators["events"]), missed)
    answered = unmet.with_satisfaction(_answers(world, generators["survey"]), generators["unmet"])
    reviewed, themes = reviews(folk.table, _reviewable(world), generators["reviews"])
    files = {
        "customers": customers,
        "events": exports.event_rows(folk, found),
        "campaign_2025_03": exports.campaign_rows(folk, world.contacts),
        "survey_2025": exports.survey_rows(folk, answered),
        "reviews": exports.review_rows(folk, reviewed),
    }
    for name, table in files.items():
        _write_csv(table, made / "raw" / f"{name}.csv")
    ledger = pd.concat([entries, sentinels], ignore_index=True)
    ledger.to_parquet(made / "truth" / "dirt.parquet", index=False)
    truth.customer_truth(folk, world.left, world.orders).to_parquet(made / "truth" / "customers.parquet", index=False)
    leaving = by_leaving(world.orders, world.returns, world.left)
    answers = truth.parameters(
        seed=seed, effect=world.effect, written=written, ledger=ledger, themes=themes, leaving=leaving
    )  # fmt: skip
    answers["unmet_needs"] = unmet.truth(missed)
    (made / "truth" / "parameters.json").write_text(json.dumps(answers, indent=2) + "\n", encoding="utf-8")


def _write_csv(table: pd.DataFrame, path: Path, *, encoding: str = "utf-8", line_end: str = "\n") -> None:
    table.to_csv(path, index=False, encoding=encoding, lineterminator=line_end)


def _recent_spend(world: World) -> np.ndarray:
    """Each customer's net money of the last 24 months, in pounds."""
    order = world.orders[["customer", "day", "guest", "cancelled"]]
    moves = pd.concat([world.lines, world.returns[world.lines.columns]]).join(order, on="order")
    moves = moves[~moves["guest"] & ~moves["cancelled"] & (moves["day"] >= season.day_number("2024-01-01"))]
    spent = (moves["quantity"] * moves["unit"]).groupby(moves["customer"]).sum() / 100
    return spent.reindex(world.folk.table.index, fill_value=0).to_numpy()


def _reviewable(world: World) -> pd.DataFrame:
    """Completed lines of known customers: customer, day, name of the product, returned."""
    order = world.orders.iloc[world.lines["order"]].reset_index(drop=True)
    key = ["order", "department", "product"]
    back = pd.MultiIndex.from_frame(world.lines[key]).isin(pd.MultiIndex.from_frame(world.returns[key]))
    cells = (world.lines["department"], world.lines["product"])
    found = order[["customer", "day"]].assign(name=catalogue.PRODUCT_NAMES[cells], returned=back)
    return found[~order["guest"] & ~order["cancelled"]]


def _answers(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """The survey among customers with e-mail consent who ordered in the year before it."""
    recent = world.orders[~world.orders["guest"] & world.orders["day"].between(OPENED - 365, OPENED - 1)]
    index = world.folk.table.index
    active = index.isin(recent["customer"]) & (world.details["consent"] == "yes").to_numpy()
    returned = index.isin(world.orders["customer"].to_numpy()[world.returns["order"]])
    return survey(world.folk.table, active, returned, rng)
