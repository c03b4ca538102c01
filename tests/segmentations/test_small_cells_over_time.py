"""Two reports laid side by side: what one hides must not be what the other leaves over."""

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.segmentations.small_cells import shown_segments

MINIMUM = 10


def places(**held: int | range) -> pd.DataFrame:
    """A lens by place: `north=100` are the next hundred customers, `north=range(5, 9)` customers 5 to 8."""
    rows, last = [], 0
    for place, who in held.items():
        own = range(last, last + who) if isinstance(who, int) else who
        last = max(own) + 1
        rows += [(f"c{number:04d}", "place", place) for number in own]
    return pd.DataFrame(rows, columns=["customer_id", "method", "segment"])


def decided(now: pd.DataFrame, then: pd.DataFrame | None = None, earlier: pd.DataFrame | None = None) -> pd.DataFrame:
    return shown_segments(now, then, minimum=MINIMUM, earlier=earlier)


def hidden(table: pd.DataFrame, column: str = "shown") -> set[str]:
    return set(table.loc[~table[column], "segment"])


def remembered(segments: pd.DataFrame, *kept_back: str, day: str = "before") -> pd.DataFrame:
    """A report of before, which hid these segments."""
    return segments.assign(day=day, shown=~segments["segment"].isin(kept_back))


def growing(first: dict[str, int], second: dict[str, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Places whose customers stay, and to which some come."""
    starts = dict(zip(first, np.cumsum([0, *(max(first[p], second[p]) for p in first)]), strict=False))
    return tuple(places(**{p: range(int(starts[p]), int(starts[p]) + held[p]) for p in held}) for held in (first, second))


def test_a_report_alone_is_decided_as_it_was():
    assert {"west", "east"} == hidden(decided(places(north=170, south=120, east=24, west=6)))


def test_the_same_two_places_are_hidden_again_though_another_is_now_the_smaller():
    """South was the smaller of the large; hiding East now instead would leave West as what the first report leaves over."""
    first, second = growing({"north": 170, "south": 24, "east": 40, "west": 6}, {"north": 170, "south": 60, "east": 40, "west": 6})

    assert {"west", "south"} == hidden(decided(first))
    assert {"west", "east"} == hidden(decided(second))  # asked alone: 236 customers less North, South of then and East of now
    assert {"west", "south"} == hidden(decided(second, first, remembered(first, "west", "south")))


def test_a_place_that_has_grown_by_little_stays_hidden_and_one_that_has_grown_by_much_is_shown():
    first, second = growing({"north": 170, "east": 30, "west": 6}, {"north": 170, "east": 30, "west": 13})

    assert set() == hidden(decided(second))  # asked alone: 13 are enough, and 7 of them came
    assert {"west", "east"} == hidden(decided(second, None, remembered(first, "west", "east")))
    first, third = growing({"north": 170, "east": 30, "west": 6}, {"north": 170, "east": 30, "west": 16})
    assert {"east", "west"} >= hidden(decided(third, None, remembered(first, "west", "east")))


def test_both_days_of_one_report_are_two_days_as_well():
    first, second = growing({"north": 170, "east": 30, "west": 6}, {"north": 170, "east": 30, "west": 13})
    made = decided(second, first)

    assert {"west", "east"} == hidden(made) == hidden(made, "shown_then")


def test_other_customers_under_the_same_name_are_another_segment():
    """Six new ones, then twelve others: neither tells of the other."""
    first, second = (
        places(loyal=range(100), lost=range(100, 140), new=range(140, 146)),
        places(loyal=range(100), lost=range(100, 146), new=range(146, 158)),
    )

    assert set() == hidden(decided(second, None, remembered(first, "new", "lost")))


def test_what_an_earlier_report_hid_is_not_what_this_one_leaves_over():
    """Three large places now; but that East is as it was would tell how many of West and East were West's."""
    first = places(north=range(100), south=range(100, 150), east=range(150, 190), west=range(190, 196))
    second = places(north=range(100), south=range(100, 150), east=range(150, 190), west=range(190, 260))

    assert set() == hidden(decided(second))
    made = decided(second, None, remembered(first, "west", "east"))
    assert "east" in hidden(made)
    assert len(hidden(made)) == 1 or hidden(made) <= {"east", "west", "south", "north"}


def test_what_an_earlier_report_gave_away_is_not_hidden_in_vain():
    """It showed East and told West by it: nothing that this report does can take it back."""
    first = places(north=100, east=40, west=6)

    assert set() == hidden(decided(places(loyal=50, lost=60).assign(method="rfm"), None, remembered(first, "west")))


def test_no_report_before_and_reports_in_another_order_change_nothing():
    first, second = growing({"north": 170, "south": 24, "east": 40, "west": 6}, {"north": 170, "south": 60, "east": 40, "west": 6})
    known = remembered(first, "west", "south")
    mixed = known.sample(frac=1, random_state=1)

    pd.testing.assert_frame_equal(decided(second, first), decided(second, first, known.iloc[:0]))
    pd.testing.assert_frame_equal(decided(second, first, known), decided(second, first, mixed))


@pytest.mark.parametrize("seed", range(12))
def test_nobody_who_adds_and_subtracts_two_reports_finds_a_small_segment(seed):
    """Three lenses, three days, two reports: every sum and difference of up to four shown groups or totals is tried."""
    days = story(seed)
    first = shown_segments(days[1], days[0], minimum=MINIMUM)
    known = pd.concat([told(days[1], first, "shown", "end"), told(days[0], first, "shown_then", "start")])
    second = shown_segments(days[2], days[1], minimum=MINIMUM, earlier=known)
    seen = pd.concat([known, told(days[2], second, "shown", "end 2"), told(days[1], second, "shown_then", "start 2")])

    assert not seen["shown"].all()  # a story in which nothing is small proves nothing
    assert set() == recovered(seen)


@pytest.mark.parametrize("seed", range(12))
def test_nor_can_its_size_be_narrowed_down(seed):
    """Customers stay where they are and only come: between the smallest and the largest size that fits every published
    number lie the customers who make up a small cell, or more."""
    random = np.random.default_rng(seed)
    sizes = {place: int(random.integers(2, 60)) for place in "abcdef"} | {"g": int(random.integers(2, 9))}
    grown = {place: n + int(random.integers(0, 12)) for place, n in sizes.items()}
    first, second = growing(sizes, grown)
    before = decided(first)
    after = decided(second, first, remembered(first, *hidden(before)))
    published = {("then", p): n for p, n in sizes.items() if p not in hidden(before) or p not in hidden(after, "shown_then")}
    published |= {("now", p): n for p, n in grown.items() if p not in hidden(after)}
    for place, n in sizes.items():
        low, high = bounds(sizes, grown, published, ("then", place))
        if n < MINIMUM:
            assert high - low >= min(MINIMUM - 1, spare(sizes, hidden(before)))


def spare(sizes: dict[str, int], kept_back: set[str]) -> int:
    """All customers that a lens hides: no size of a hidden one can be spread further."""
    return sum(sizes[place] for place in kept_back)


def bounds(then: dict, now: dict, published: dict, asked: tuple[str, str]) -> tuple[float, float]:
    """The least and the most that a size can be: totals and published sizes hold, and a place never shrinks."""
    cells = [(day, place) for day in ("then", "now") for place in then]
    equal = [
        ([1.0 if cell[0] == day else 0.0 for cell in cells], sum(held.values())) for day, held in (("then", then), ("now", now))
    ]
    equal += [([1.0 if cell == one else 0.0 for cell in cells], n) for one, n in published.items()]
    below = [[{("then", p): 1.0, ("now", p): -1.0}.get(cell, 0.0) for cell in cells] for p in then]
    goal = np.array([1.0 if cell == asked else 0.0 for cell in cells])
    rows, sums = zip(*equal, strict=True)
    found = [linprog(s * goal, A_ub=below, b_ub=[0] * len(below), A_eq=rows, b_eq=sums, method="highs") for s in (1, -1)]
    return found[0].fun, -found[1].fun


def story(seed: int) -> list[pd.DataFrame]:
    """Three days of three lenses: a place that stays, a region of places, a stage that changes for some."""
    random, made = np.random.default_rng(seed), []
    place = random.choice(list("abcd"), 160, p=[0.5, 0.3, 0.15, 0.05])
    stage = random.choice(["new", "loyal", "lost"], 160, p=[0.05, 0.6, 0.35])
    for known in (130, 145, 160):
        stage = np.where(random.random(160) < 0.15, random.choice(["loyal", "lost"], 160), stage)
        region = np.where(np.isin(place, ["c", "d"]), "cd", place)
        lenses = {"place": place, "region": region, "stage": stage}
        ids = [f"c{number:03d}" for number in range(known)]
        parts = [pd.DataFrame({"customer_id": ids, "method": m, "segment": s[:known]}) for m, s in lenses.items()]
        made.append(pd.concat(parts, ignore_index=True))
    return made


def told(segments: pd.DataFrame, table: pd.DataFrame, column: str, day: str) -> pd.DataFrame:
    flags = table.set_index(["method", "segment"])[column]
    seen = flags.reindex(pd.MultiIndex.from_frame(segments[["method", "segment"]])).ne(False).to_numpy()
    return segments.assign(day=day, shown=seen)


def recovered(seen: pd.DataFrame) -> set[tuple]:
    """Hidden groups of few customers that are a sum or difference of up to four groups which are shown, or of totals."""
    ids = sorted(set(seen["customer_id"]))
    groups = dict(iter(seen.groupby(["day", "method", "segment"])))
    vector = {key: np.isin(ids, own["customer_id"]).astype(np.int8) for key, own in groups.items()}
    totals = [np.isin(ids, own["customer_id"]).astype(np.int8) for _, own in seen.groupby("day")]
    known = {one.tobytes(): one for one in [*totals, *(vector[key] for key, own in groups.items() if own["shown"].all())]}
    few = {key: vector[key] for key, own in groups.items() if not own["shown"].any() and len(own) < MINIMUM}
    pairs = {one.tobytes() for one in known.values()}
    for a, b in itertools.combinations_with_replacement(known.values(), 2):
        pairs |= {(a + b).tobytes(), (a - b).tobytes(), (b - a).tobytes()}
    sums = [np.frombuffer(one, dtype=np.int8) for one in pairs]
    return {key for key, one in few.items() if any((one - other).astype(np.int8).tobytes() in pairs for other in sums)}
