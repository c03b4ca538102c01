"""RFM on the same orders, here and in openretailscience: which scores differ, and why.

    python tests/peers/openretailscience_library.py --environment /tmp/peer-ors     # a seeded shop; makes it where it is not there
    python tests/peers/openretailscience_library.py --environment /tmp/peer-ors --orders orders.parquet

`orders.parquet` has customer_id, order_id, ordered_at and amount; an amount below zero is a refund
under its own order number.

The peer cuts ranks (NTILE), with ties broken by customer number, counts refunds as purchases and
scores everybody who stands in the lines.  Every score that differs is put down to one of these; the
script ends with an error if one is left that none explains.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

PACKAGES = ("openretailscience==0.48.1",)
AS_OF = "2025-12-31"
LEVELS = 5
SCORES = {"recency": "recency_days", "frequency": "order_count", "monetary": "revenue"}


def peer(orders: str, scored: str) -> None:
    """In the peer's environment: its scores of the orders, twice, without and with the refunds."""
    from openretailscience.segmentation.hml import HMLSegmentation
    from openretailscience.segmentation.rfm import RFMSegmentation

    lines = pd.read_parquet(orders).rename(
        columns={"order_id": "transaction_id", "ordered_at": "transaction_date", "amount": "unit_spend"}
    )
    settings = {"current_date": AS_OF, "r_segments": LEVELS, "f_segments": LEVELS, "m_segments": LEVELS}
    alone = RFMSegmentation(lines[lines["unit_spend"] > 0], **settings).df
    whole = RFMSegmentation(lines, **settings).df.add_suffix("_with_refunds")
    undated = RFMSegmentation(lines[lines["unit_spend"] > 0], **{**settings, "current_date": None}).df
    heavy = HMLSegmentation(lines[lines["unit_spend"] > 0]).df["segment_name"].rename("hml")
    table = whole.join(alone).join(undated["recency_days"].rename("recency_days_undated")).join(heavy)
    table.reset_index().to_parquet(scored)


def shop() -> pd.DataFrame:
    """A seeded shop: most ordered once or twice, prices in whole pounds, one order in thirty sent back, some refunds only."""
    import numpy as np

    rng = np.random.default_rng(5)
    times = rng.geometric(0.45, 2001)
    who = np.repeat([f"c{number:04d}" for number in range(times.size)], times)
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        rng.integers(0, 700, who.size) * 24 * 60 + rng.integers(0, 1440, who.size), unit="min"
    )
    orders = pd.DataFrame({"customer_id": who, "ordered_at": day, "amount": np.round(rng.lognormal(3.5, 0.8, who.size))})
    back = orders.sample(frac=1 / 30, random_state=5)
    back = back.assign(amount=-back["amount"], ordered_at=back["ordered_at"] + pd.Timedelta(days=3))
    only = back.head(7).assign(customer_id=[f"r{number}" for number in range(7)])
    lines = pd.concat([orders, back, only], ignore_index=True)
    return lines.assign(
        order_id=[f"o{number}" for number in range(len(lines))], ordered_at=lines["ordered_at"].astype("datetime64[us]")
    )


def features(orders: pd.DataFrame) -> pd.DataFrame:
    """What the kit scores, of the orders without refunds."""
    from analysis.segmentations.population import BUYER

    bought = orders[orders["amount"] > 0].assign(day=lambda t: t["ordered_at"].dt.normalize())
    found = bought.groupby("customer_id").agg(last=("day", "max"), order_count=("order_id", "nunique"), revenue=("amount", "sum"))
    found["recency_days"] = (pd.Timestamp(AS_OF) - found.pop("last")).dt.days.astype("float64")
    return found.assign(state=BUYER, lifetime_order_count=found["order_count"]).reset_index()


def explained(both: pd.DataFrame, score: str) -> pd.Series:
    """Why a score differs: '' where it does not; ties, border (parts that do not divide evenly), or unexplained."""
    measure, theirs = SCORES[score], both[f"{score[0]}_score"] + 1
    split = theirs.groupby(both[measure]).transform("nunique") > 1
    why = pd.Series("unexplained", index=both.index).where(theirs != both[f"{score}_score"], "")
    why = why.where(~((why != "") & split), "ties")
    # NTILE gives what is left over to the first parts, and counts recency from the other end: a border moves by at most
    # one customer a part, so the value lies within that many ranks of a cut.
    rank = both[measure].rank(method="first", ascending=score != "recency")
    near = pd.concat([(rank - len(both) * part / LEVELS).abs() for part in range(1, LEVELS)], axis="columns").min(axis="columns")
    reach = LEVELS + both.groupby(measure)[measure].transform("size")
    return why.where(~((why == "unexplained") & (near <= reach)), "border")


def report(orders: pd.DataFrame, scored: pd.DataFrame) -> int:
    """Prints what differs and why; the number of differences that nothing explains."""
    from analysis.segmentations import rfm, value

    people = features(orders)
    own = rfm.rfm_scores(people, rfm.fit(people)).merge(people, on="customer_id")
    both = own.merge(scored.drop(columns=["recency_days", "frequency", "monetary"]), on="customer_id", validate="1:1")
    bands = rfm.score_bands(rfm.fit(people)).drop_duplicates("score_name").set_index("score_name")["rule"]
    say = sys.stdout.write
    say(f"customers with an order: {len(own):,} here, {int(scored['frequency'].notna().sum()):,} there\n")
    left = 0
    for score in SCORES:
        if bands[score] == "fixed":
            say(f"{score}: quantiles collapse, so the kit uses fixed limits; not compared\n")
            continue
        why = explained(both, score).value_counts()
        split = both.groupby(SCORES[score])[f"{score[0]}_score"].nunique()
        say(
            f"{score}: same {why.get('', 0):,}, ties {why.get('ties', 0):,}, border {why.get('border', 0):,}, unexplained {why.get('unexplained', 0):,}; "
        )
        say(f"equal values with several scores: {int((split > 1).sum())} there, 0 here\n")
        left += int(why.get("unexplained", 0))
    more = scored["frequency_with_refunds"] > scored["frequency"].fillna(0)
    only = scored["frequency"].isna()
    say(
        f"refunds: with them in the lines {int(more.sum()):,} customers have more 'purchases' there; {int(only.sum())} with refunds only are scored\n"
    )
    moved = (scored["recency_days_undated"] - scored["recency_days"]).dropna().unique()
    say(f"dates: without a date given, the peer counts from today; its days then differ by {', '.join(map(str, moved))}\n")
    tiers = value.assign(people, value.fit(people, scheme="hml")).merge(scored[["customer_id", "hml"]], on="customer_id")
    same = tiers["segment"].map({"heavy": "Heavy", "middle": "Medium", "light": "Light"}) == tiers["hml"]
    say(f"heavy, middle, light: {int(same.sum()):,} of {len(tiers):,} alike; the rest stand at a line\n")
    return left


def main() -> None:
    """Makes the environment, runs the peer in it, compares."""
    if sys.argv[1:2] == ["--peer"]:
        return peer(*sys.argv[2:])
    from peer import ROOT, environment

    sys.path.insert(0, str(ROOT))
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--environment", type=Path, required=True)
    options.add_argument("--orders", type=Path)
    given = options.parse_args()
    orders = shop() if given.orders is None else pd.read_parquet(given.orders)
    with tempfile.TemporaryDirectory() as folder:
        lines, scored = Path(folder) / "orders.parquet", Path(folder) / "scored.parquet"
        orders.to_parquet(lines)
        subprocess.run([str(environment(given.environment, *PACKAGES)), __file__, "--peer", str(lines), str(scored)], check=True)
        left = report(orders, pd.read_parquet(scored))
    if left:
        raise SystemExit(f"{left} scores differ and nothing explains it")
    return None


if __name__ == "__main__":
    main()
