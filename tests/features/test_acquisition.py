"""Who was won in a promotion: the day of the first order decides."""

from datetime import date

import pandas as pd

from analysis.features import with_acquisition


def test_the_first_order_decides_and_who_never_ordered_is_not_asked():
    first = pd.to_datetime(["2025-11-24 00:00", "2025-12-01 23:59", "2025-12-02 00:00", None])
    table = with_acquisition(pd.DataFrame({"first_order_at": first}), [(date(2025, 11, 24), date(2025, 12, 1))])

    assert ["yes", "yes", "no"] == list(table["acquired_in_promotion"][:3])
    assert pd.isna(table["acquired_in_promotion"][3])
