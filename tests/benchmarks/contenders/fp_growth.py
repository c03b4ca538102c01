"""Pairs of items by mlxtend's fpgrowth, from the same baskets: what each customer ever bought, one-hot and sparse.

python fp_growth.py BASKETS.parquet PAIRS.parquet     # prints CPU seconds of each step and the most memory
"""

import json
import resource
import sys
import time

import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth
from scipy.sparse import csr_matrix


def main(source: str, target: str) -> None:
    began = time.process_time()
    rows = pd.read_parquet(source, columns=["customer_id", "item"]).drop_duplicates()
    customers, items = pd.factorize(rows["customer_id"])[0], pd.Categorical(rows["item"])
    held = csr_matrix(([True] * len(rows), (customers, items.codes)), shape=(customers.max() + 1, len(items.categories)))
    table = pd.DataFrame.sparse.from_spmatrix(held, columns=list(items.categories))
    ready = time.process_time()
    found = fpgrowth(table, min_support=1 / len(table), use_colnames=True, max_len=2)
    mined = time.process_time()
    rules = association_rules(found, metric="lift", min_threshold=0.0, num_itemsets=len(table))
    end = time.process_time()
    pairs = rules.assign(item=rules["antecedents"].map(min), other=rules["consequents"].map(min))
    pairs = pairs[pairs["item"] < pairs["other"]].assign(both=lambda p: (p["support"] * len(table)).round().astype("int64"))
    pairs[["item", "other", "both", "lift"]].sort_values(["item", "other"]).to_parquet(target, index=False)
    told = {"prepared": ready - began, "mined": mined - ready, "rules": end - mined, "cpu": end - began}
    told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
