"""Levels that hold the very same customers are told once."""

import pandas as pd

from analysis.profiles.same_customers import once, same_customers


def traits(**columns: list) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], **columns})


NET = ["dsl"] * 6 + ["none"] * 4
FILMS = ["yes"] * 3 + ["no"] * 3 + ["no internet"] * 4
BACKUP = ["no"] * 4 + ["yes"] * 2 + ["no internet"] * 4


def test_the_first_trait_keeps_its_level():
    """Four without internet have neither films nor a backup; films and backup for themselves differ."""
    found = same_customers(traits(net=NET, films=FILMS, backup=BACKUP))

    assert [
        ("films", "no internet", "net", "none", 4, 1.0), ("backup", "no internet", "net", "none", 4, 1.0),
    ] == list(found.itertuples(index=False, name=None))  # fmt: skip


def test_rows_in_another_order_find_the_same():
    table = traits(net=NET, films=FILMS, backup=BACKUP)

    pd.testing.assert_frame_equal(same_customers(table), same_customers(table.iloc[::-1]), check_index_type=False)


def test_one_in_a_hundred_apart_is_no_repetition_one_in_a_thousand_is():
    def found(n):
        return len(same_customers(traits(a=["x"] * n + ["y"] * n, b=["p"] * (n - 1) + ["q"] * (n + 1))))

    assert (0, 2) == (found(100), found(2000))


def test_as_many_others_are_not_the_same():
    assert same_customers(traits(a=["x"] * 5 + ["y"] * 5, b=["p", "q"] * 5)).empty


def test_unknown_and_other_repeat_nothing():
    assert same_customers(
        traits(a=["(missing)"] * 4 + ["x"] * 4 + ["y"] * 2, b=["(missing)"] * 4 + ["p"] * 3 + ["(other)"] * 3)
    ).empty


def test_of_a_table_the_repeated_rows_are_left_out():
    same = same_customers(traits(net=NET, films=FILMS))
    cells = pd.DataFrame({"trait": ["net", "films", "films"], "direction": ["none", "yes", "no internet"]})

    assert [("net", "none"), ("films", "yes")] == list(once(cells, same, level="direction").itertuples(index=False, name=None))
