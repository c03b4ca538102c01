"""Everything that the engine computes, once: run as `STRATA_ENGINE=… python -m tests.engine_outputs FOLDER`.

Each result lies in FOLDER as one parquet file, rows in order, so that the results of two engines
can be laid side by side (test_engine.py does).
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import features, quality
from analysis.config import load_client
from analysis.engine import DataFrame, F, close, create_frame, named, read_columns, read_parquet, to_pandas, write_parquet
from analysis.features.browsing import browsed_categories, browsing_days, event_contexts
from analysis.features.gaps import gap_measures
from analysis.features.occasions import cycle_orders, occasion_counts, occasion_months, occasion_rule, order_occasions
from analysis.features.pairs import (
    browsed_items,
    category_baskets,
    chosen_items,
    customer_items,
    item_widths,
    of_items,
    pair_counts,
    product_baskets,
    visit_baskets,
)
from analysis.features.part_orders import orders_by_part
from analysis.features.preferences import habit_counts
from analysis.features.purchases import category_purchases
from analysis.features.replenishment import category_gaps, category_rhythm
from analysis.sources import in_base, read_inputs
from analysis.sources.expressions import identifier_of, number_of, text_of, timestamp_of, trimmed
from analysis.sources.masking import holds_identifier, masked, masked_surely
from tests import stories
from tests.features.test_engagement import EVENT_COLUMNS, EVENTS, FEEDBACK, FEEDBACK_COLUMNS
from tests.sources import test_who
from tests.sources.test_dates import READ
from tests.sources.test_expressions import COMMA, IDS, MONEY
from tests.sources.test_masking import CLEAN, FALSE_ALARMS, MISSED, PERSONAL, TEXTS

DAYS = {"as_of": stories.AS_OF, "window_start": stories.WINDOW_START, "period_start": stories.PERIOD_START}
DIMENSIONS = ("category", "channel", "store", "city")

CLIENT = """\
name: Vocabulary
currency: GBP
source:
  extra:
    returns: {files: raw/returns.csv, columns: {order_id: "No."}, exclude: {Kind: test}}
  transactions:
    files: raw/orders_*.csv
    columns:
      customer_id: {column: Customer, normalise: id}
      ordered_at: Date
      amount: {multiply: [Qty, Price]}
      order_id: {concat: [Store, "No."], separator: "-"}
      product: {row_number: true}
      channel: {constant: web}
      cost: {subtract: [Sales, Profit]}
      list_amount: {add: [Sales, Profit]}
      city: {column: 城 市, normalise: upper}
      store: {starts_with: {column: "No.", prefix: C}, then: one, otherwise: two}
      status: {from_table: returns, on: order_id, then: refunded, otherwise: paid}
    duplicates: across_files
  customers:
    files: raw/members.parquet
    columns: {customer_id: Id, joined_at: Day, level: Kind, birth_date: Time, points: Points}
    attributes: {level: membership, points: metric, birth_date: demographic}
  responses:
    files: raw/survey.csv
    columns: {respondent_id: No, answered_at: When}
    items:
      score: {column: Score, role: satisfaction, not_applicable: [9]}
      say: {column: Say, role: free_text}
  balances:
    files: raw/balances.csv
    columns: {customer_id: Card, kind: Kind, amount: Held, value: Worth, as_of: Day}
    values: {kind: {cash: [c], course_units: [u]}}
"""

FILES = {
    "orders_1.csv": "No.,Store,Customer,Date,Qty,Price,Sales,Profit,城 市\n"
    "C17,N,7.0,13/01/24 9:05,3,0.1,10.10,2.20,leeds\n18,N,８,14/01/24 10:00,1000,0.12345,20,,\n,S,9,15/01/99 10:00,0.5,0.0003,x,1,\u3000york\u00a0\n",
    "orders_2.csv": "No.;Store;Customer;Date;Qty;Price;Sales;Profit;城 市\n"
    "18;N;８;2024-01-14T10:00:00Z;1000;0.12345;20;;\n19;N;nan;2024-01-16T10:00:00Z;-2;£1,234.50;(5);-;bath\n20;N;8;;1;5;5;1;bath\n",
    "returns.csv": "No.,Kind\nN-18,return\nN-19,test\n",
    "survey.csv": "No,When,Score,Say\n1,2024-01-13,9,call 0113 496 0123\n2,2024-01-14,4,fine\n",
    "balances.csv": "Card,Kind,Held,Worth,Day\n7,c,10.5,,2024-01-31\n7,u,3,450,2024-01-31\n8,c,0,,2024-01-31\n",
}


KINDS = """\
name: Kinds
currency: GBP
source:
  transactions:
    files: raw/orders.csv
    columns: {customer_id: Who, ordered_at: When, amount: Total}
  customers:
    files: raw/people.parquet
    columns: {customer_id: Who, joined_at: Joined, tenure: {column: Months, unit: months}}
    attributes: {tenure: metric}
    items: {like: {column: Like, role: satisfaction, scale: [-5, 5], reversed: true, not_applicable: [9]}}
  responses:
    files: raw/answers.csv
    delimiter: ","
    columns: {respondent_id: No, customer_id: Who, answered_at: When, item: Question, answer: Answer}
    items:
      service: {question: Service, role: satisfaction, scale: [1, 5], values: {fine: 4}}
      why: {question: Why, role: motive, several: ";"}
      say: {question: Say, role: free_text}
"""

KIND_FILES = {
    "orders.csv": "Who,When,Total\na,2024-03-31T00:59:59Z,5\nb,2024-03-31T01:00:00.5+00:00,6\nb,2024-07-14 20:00:00-03:30,7\nd,2024-07-14 20:00:00,8\n",
    "answers.csv": "No,Who,When,Question,Answer\n1,a,2024-01-13 10:05:00,Service,fine\n1,a,2024-01-13 10:00:00,Service,2\n"
    "1,a,2024-01-13 10:01:00,Why,Price; Taste\n1,a,2024-01-13 10:02:00,Why,质量\n2,,2024-01-14 10:00:00,Service,7\n"
    ",,2024-01-14 10:00:00,Service,3\n2,,2024-01-14 10:01:00,Say,mail a@b.org\n2,,2024-01-14 10:01:00,Age,40\n",
}


MONEY_CLIENT = """\
name: Money
currency: GBP
money: {tax: included, figures: without_tax}
source:
  transactions:
    files: raw/orders_*.csv
    refresh: replace
    duplicates: all
    columns:
      customer_id: Who
      ordered_at: When
      amount: Total
      order_id: No
      list_amount: List
      tax: Tax
      points: Points
      cost: Cost
      currency: Cur
  contacts:
    files: raw/letters_*.csv
    refresh: replace
    columns: {customer_id: Who, arm: Arm, contacted_at: When}
  rates:
    files: raw/rates.csv
    columns: {date: Day, currency: Code, rate: Rate}
"""

MONEY_FILES = {
    "orders_1.csv": "No,Who,When,Total,List,Tax,Points,Cost,Cur\n"
    "A1,a,2024-06-01 10:00:00,120,150,20,5,60,GBP\nA2,b,2024-06-03 10:00:00,100,,10,,40,EUR\n,c,2024-06-04 10:00:00,10,,1,,,\n"
    ",c,2024-07-02 10:00:00,11,,1,,,\nA3,,2024-06-05 10:00:00,33.33,40,3.33,,,EUR\nA4,d,2024-05-01 10:00:00,9,,,,,EUR\n",
    "orders_2.csv": "No,Who,When,Total,List,Tax,Points,Cost,Cur\n"
    "A2,b,2024-06-03 10:00:00,90,,9,,40,eur\nRA1,a,2024-06-09 10:00:00,-12,,2,,-6,GBP\n,c,2024-07-02 10:00:00,12,,1,,,\n"
    "A5,a,2024-07-03 10:00:00,7,,0.7,,,USD\n",
    "letters_1.csv": "Who,Arm,When\na,control,2024-06-01 09:00:00\nb,mail,2024-06-20 09:00:00\n",
    "letters_2.csv": "Who,Arm,When\nb,mail,2024-06-20 10:00:00\n",
    "rates.csv": "Day,Code,Rate\n2024-06-01,EUR,0.85\n2024-06-05,EUR,0.8612345\n",
}


def main(folder: Path) -> None:
    """Write every result into `folder`."""
    os.environ["STRATA_KEY"] = "the same on both engines"
    folder.mkdir(parents=True, exist_ok=True)
    for part in (_expressions, _vocabulary, _kinds, _who, _money, _story, _rules, _crowd, _engagement):
        for name, table in part(folder):
            if not isinstance(table, pd.DataFrame):
                table = to_pandas(table)
                table = table.sort_values(list(table.columns), ignore_index=True)
            pq.write_table(pa.Table.from_pandas(table, preserve_index=False), folder / f"{name}.parquet")
    close()


def _expressions(_: Path) -> Iterator[tuple[str, DataFrame]]:
    def texts(values) -> DataFrame:
        return create_frame(pd.DataFrame({"r0": list(values)})).select(trimmed(F.col("r0")).alias("r0"))

    numbers = texts({**MONEY, **COMMA, **IDS})
    kinds = {kind: number_of("r0", kind, typed=False) for kind in ("money", "float", "int")}
    kinds["comma"] = number_of("r0", "money", typed=False, decimal=",")
    kinds["id"] = identifier_of(text_of("r0"))
    yield "numbers", numbers.select("r0", *(value.alias(kind) for kind, value in kinds.items()))
    formats = sorted({format_ for _, format_, _ in READ})
    times = texts({text for text, _, _ in READ})
    yield "times", times.select("r0", *(timestamp_of(text_of("r0"), one).alias(f"f{i}") for i, one in enumerate(formats)))
    yield "masked", texts(TEXTS).select("r0", masked(F.col("r0")).alias("text"))
    sentences = named(texts([*PERSONAL, *CLEAN, *MISSED, *FALSE_ALARMS]))
    yield "masked_sentences", sentences.select("r0", masked(F.col("r0")).alias("text"))
    sure = masked_surely(F.col("r0")).alias("text"), holds_identifier(F.col("r0")).alias("held")
    yield "masked_surely", sentences.select("r0", *sure)


def _vocabulary(folder: Path) -> Iterator[tuple[str, DataFrame]]:
    """Every form of client.yaml, several formats of date, a join, types of parquet's own."""
    client = stories.write_client(folder / "vocabulary", CLIENT, FILES)
    members = pa.table(
        {
            "Id": pa.array([7.0, 12345678.0, None], pa.float64()),
            "Day": pa.array([20240105, None, 20240107], pa.int64()),
            "Kind": pa.array(["gold ", "", None]).dictionary_encode(),
            "Time": pa.array([1704448800123456789, None, -1000000001], pa.timestamp("ns")),
            "Points": pa.array([0.1, float("nan"), float("inf")], pa.float64()),
        }
    )
    pq.write_table(members, client / "raw" / "members.parquet")
    for name, one in read_inputs(load_client(client / "client.yaml").source, folder=client).items():
        yield f"vocabulary_{name}", read_parquet(one.path)
    yield "columns", read_columns(client / "raw" / "members.parquet", {"r0": "Time", "r1": "Points"})


def _kinds(folder: Path) -> Iterator[tuple[str, DataFrame | pd.DataFrame]]:
    """Times with zones, lengths of time, survey answers of every form, and how the tables meet."""
    client = stories.write_client(folder / "kinds", KINDS, KIND_FILES)
    people = pa.table(
        {
            "Who": ["a", "a", "c"],
            "Joined": pa.array([1704448800123456789, 1720000000000000000, None], pa.timestamp("ns", tz="Asia/Shanghai")),
            "Months": [2.0, 0.5, None],
            "Like": ["I love it!+5", "-4", "9"],
        }
    )
    pq.write_table(people, client / "raw" / "people.parquet")
    inputs = read_inputs(load_client(client / "client.yaml").source, folder=client, timezone="Europe/London")
    for name, one in inputs.items():
        yield f"kinds_{name}", read_parquet(one.path)
        yield f"kinds_{name}_answers", quality.answer_quality(asdict(count) for count in one.answers)
    yield "joins", quality.join_overview({name: one.path for name, one in inputs.items()})


def _who(folder: Path) -> Iterator[tuple[str, DataFrame | pd.DataFrame]]:
    """Accounts and households, roles set apart, and the rhythm of visits."""
    client = stories.write_client(folder / "who", test_who.CLIENT, test_who.FILES)
    source = load_client(client / "client.yaml").source
    for entity in ("account", "household"):
        inputs = read_inputs(source, folder=client, entity=entity)
        for name, one in inputs.items():
            yield f"who_{entity}_{name}", read_parquet(one.path)
        lines, people = features.transactions(inputs["transactions"].path), inputs["customers"].path
        yield f"who_{entity}_base", in_base(read_parquet(people), people, ("consumer",))
        yield f"who_{entity}_roles", quality.roles_overview(lines, people, roles=("consumer",), as_of=stories.AS_OF)
        shared = quality.shared_order_numbers(features.transactions(inputs["transactions"].path))
        yield f"who_{entity}_shared", pd.DataFrame([shared], columns=["shared", "all"])
    days = pd.to_datetime(["2024-05-01", "2024-05-11", "2024-05-31", "2024-06-20", None])
    visits = pd.DataFrame(
        {
            "customer_id": list("aaabb"),
            "booked_at": days,
            "arrived_at": days,
            "stage": ["paid", "arrived", "performed", "paid", "no_show"],
        }
    )
    visits.to_parquet(folder / "visits.parquet")
    yield "visit_rhythm", features.visit_rhythm(features.visit_days(folder / "visits.parquet"), as_of=date(2024, 7, 31))


def _money(folder: Path) -> Iterator[tuple[str, DataFrame | pd.DataFrame]]:
    """Deliveries that replace one another, other currencies, tax, and what the money is made of."""
    client = stories.write_client(folder / "money", MONEY_CLIENT, MONEY_FILES)
    config = load_client(client / "client.yaml")
    inputs = read_inputs(config.source, folder=client, currency=config.currency, money=config.money)
    for name, one in inputs.items():
        yield f"money_{name}", read_parquet(one.path)
    lines = named(features.transactions(inputs["transactions"].path))
    booked = named(features.analysed_lines(lines, as_of=stories.AS_OF, refunds="net"))
    yield "money_parts", quality.money_parts(booked, start=date(2024, 6, 1), as_of=stories.AS_OF)
    yield "month_totals", quality.month_totals(booked, until=date(2024, 7, 3))
    refunds, sales = quality.refund_days(booked), quality.sales_days(booked)
    yield "refund_days", refunds
    yield "sales_days", sales
    june = {"start": date(2024, 6, 1), "end": date(2024, 6, 30)}
    sold = named(features.analysed_lines(quality.all_sales(lines), as_of=june["end"], refunds="net"))
    found = quality.line_figures(sold, sold, **june) | quality.order_figures(features.order_table(sold), **june)
    yield "control_figures", pd.DataFrame([found])


def _story(folder: Path) -> Iterator[tuple[str, DataFrame | pd.DataFrame]]:
    """The six customers from their files, with the tables that look at files."""
    client = stories.write_story(folder / "story")
    inputs = read_inputs(load_client(client / "client.yaml").source, folder=client)
    paths = {name: one.path for name, one in inputs.items()}
    for name, path in paths.items():
        yield f"story_{name}", read_parquet(path)
    yield "inputs", quality.input_overview(paths, files=dict.fromkeys(paths, 1), rejects=dict.fromkeys(paths, 0))
    lines = features.transactions(paths["transactions"])
    yield "story_known", features.known_customers(lines, read_parquet(paths["customers"]), as_of=stories.AS_OF)
    yield "story_span", pd.DataFrame([[str(day) for day in features.data_span(lines)]], columns=["first", "last"])


def _rules(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rules over the crowd, over the six and over the files behind them, and the proposed spellings."""
    client = stories.write_story(folder / "rules")
    inputs = read_inputs(load_client(client / "client.yaml").source, folder=client)
    paths = {name: one.path for name, one in inputs.items()}
    headers = {
        "transactions": {"Customer": "customer_id", "Date": "ordered_at", "Amount": "amount"},
        "customers": {"Customer": "customer_id"},
    }
    raw = {
        name: quality.RawTable(
            quality.cached_files(client / "cache", [(file.file, file.sha256) for file in one.files]), headers[name]
        )
        for name, one in inputs.items()
    }
    lines = features.transactions(paths["transactions"])
    yield "rules_story", quality.quality_checks(lines, rejects=0, refunds="net", tables=paths, raw=raw, today=stories.AS_OF)
    rows = [row | {"category": "books " if i % 7 == 0 else "Books"} for i, row in enumerate(stories.crowd())]
    crowd = stories.write_lines(rows, folder / "rules" / "transactions.parquet")
    lines = features.transactions(crowd)
    yield "rules_lines", quality.quality_checks(lines, rejects=0, refunds="net")
    yield "rules_value_maps", quality.value_maps({"transactions": crowd})


def _crowd(folder: Path) -> Iterator[tuple[str, DataFrame | pd.DataFrame]]:
    """The seeded crowd through features and quality, under each refund policy."""
    lines = named(features.transactions(stories.write_lines(stories.crowd(), folder / "crowd" / "transactions.parquet")))
    yield "column_profile", quality.column_profile(lines)
    known = named(features.known_customers(lines, None, as_of=stories.AS_OF))
    for policy in features.orders.POLICIES:
        analysed = named(features.analysed_lines(lines, as_of=stories.AS_OF, refunds=policy))
        yield f"waterfall_{policy}", quality.waterfall(lines, analysed, rejects=2, as_of=stories.AS_OF)
        yield f"quality_checks_{policy}", quality.quality_checks(lines, rejects=2, refunds=policy)
        staged = {}
        for name, table, key in (
            ("orders", features.order_table(analysed), ["customer_id", "order_id"]),
            ("order_categories", features.order_category_table(analysed), ["customer_id", "order_id", "category"]),
        ):
            path = folder / "crowd" / f"{name}_{policy}.parquet"
            write_parquet(table, path, order_by=key)
            staged[name] = read_parquet(path)
            yield f"{name}_{policy}", staged[name]
        orders = staged["orders"]
        yield f"features_{policy}", features.customer_features(orders, staged["order_categories"], known, **DAYS)
    both = dict.fromkeys(("a", "b"), folder / "crowd" / "transactions.parquet")
    yield "part_orders", orders_by_part(both, as_of=stories.AS_OF, refunds="net")
    gaps = features.gap_table(orders, as_of=stories.AS_OF)
    yield "gaps", gaps
    yield "gap_measures", gap_measures(gaps)
    yield "purchase_histories", features.purchase_histories(orders, as_of=stories.AS_OF)
    yield "monthly", features.monthly_sales(orders, as_of=stories.AS_OF)
    yield "weekly", features.weekly_sales(orders, as_of=stories.AS_OF)
    yield "rhythm", features.rhythm(orders, as_of=stories.AS_OF, window_start=stories.WINDOW_START)
    yield "cohorts", features.cohorts(orders, as_of=stories.AS_OF)
    lined = features.numbered(analysed)
    yield from _tastes(orders, staged["order_categories"])
    yield from _pairs(orders, staged["order_categories"], lined)
    yield "breakdown", features.breakdown(lined, DIMENSIONS, start=stories.PERIOD_START, as_of=stories.AS_OF)


def _tastes(orders: DataFrame, order_categories: DataFrame) -> Iterator[tuple[str, DataFrame | pd.DataFrame]]:
    """What the crowd chooses, how it comes back to a category, and what its orders are for."""
    as_of, window = stories.AS_OF, stories.WINDOW_START
    bought = named(category_purchases(orders, order_categories))
    yield "habits", habit_counts(orders, bought, as_of=as_of, window_start=window, enough_orders=3)
    yield "category_rhythm", category_rhythm(bought, as_of=as_of)
    yield "category_gaps", category_gaps(bought, as_of=as_of)
    rule = occasion_rule(orders, as_of=as_of, banquet_units=2.1, bulk_units=4.0, case=1, gift_signs=1)
    occasions = named(order_occasions(orders, rule, as_of=as_of, festivals=[date(2024, 9, 17), date(2024, 12, 25)]))
    yield "order_occasions", occasions
    yield "occasion", occasion_counts(occasions, as_of=as_of, window_start=window)
    yield "occasion_months", occasion_months(occasions, as_of=as_of)
    yield "cycle_orders", cycle_orders(orders, occasions)


def _pairs(orders: DataFrame, order_categories: DataFrame, lines: DataFrame) -> Iterator[tuple[str, DataFrame | pd.DataFrame]]:
    """What the crowd buys together and after one another, by category, by visit and by product."""
    as_of = stories.AS_OF
    raw = category_baskets(orders, order_categories, as_of=as_of)
    chosen = chosen_items(raw, most=5)
    yield "chosen_items", chosen
    baskets = of_items(raw, chosen)
    yield "item_widths", item_widths(baskets)
    yield "pair_counts", pair_counts(baskets)
    yield "customer_items", customer_items(baskets, cuts=[stories.WINDOW_START, stories.PERIOD_START])
    yield "visit_items", customer_items(visit_baskets(named(category_purchases(orders, order_categories)), as_of=as_of))
    yield "product_items", customer_items(product_baskets(orders, lines, as_of=as_of))


def _engagement(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Events and reviews of a few customers: ties, the edges of the windows, rows without customer or time."""
    for name, rows, columns in (("events", EVENTS, EVENT_COLUMNS), ("feedback", FEEDBACK, FEEDBACK_COLUMNS)):
        table = pd.DataFrame(rows, columns=columns)
        table.assign(**{columns[1]: pd.to_datetime(table[columns[1]])}).to_parquet(
            folder / f"{name}_seen.parquet", coerce_timestamps="us"
        )
    events, feedback = features.event_lines(folder / "events_seen.parquet"), features.reviews(folder / "feedback_seen.parquet")
    days = {"as_of": date(2026, 3, 31), "window_start": date(2025, 4, 1)}
    yield "engagement", features.engagement(named(events), named(feedback), **days)
    span = {"start": days["window_start"], "end": days["as_of"]}
    yield "browsed_categories", browsed_categories(named(events), **span)
    yield "browsing_days", browsing_days(named(events), **span)
    yield "event_contexts", event_contexts(named(events), **span)
    yield "browsed_items", browsed_items(named(events), as_of=days["as_of"], cuts=[days["window_start"]])
    yield "engagement_without_reviews", features.engagement(named(events), **days, recent_days=7)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
