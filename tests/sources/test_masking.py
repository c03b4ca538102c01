"""Free text keeps its words and loses addresses and numbers of persons."""

import pandas as pd
import pytest

from analysis.engine import F, create_frame, to_pandas
from analysis.sources.masking import masked

TEXTS = {
    "Write to ana.b+c@mail.example.org, please": "Write to [e-mail], please",
    "Call 138 1234 5678 or +44 (0)20 7946 0958": "Call [telephone] or [telephone]",
    "电话13812345678，谢谢": "电话[telephone]，谢谢",
    "ID 11010519491231002X.": "ID [identity number].",
    "身份证110105194912310021": "身份证[identity number]",
    "12 chairs for £1,234.50 on 2024-01-05": "12 chairs for £1,234.50 on 2024-01-05",
    "Order 1000141 came late": "Order 1000141 came late",
}


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    frame = create_frame(pd.DataFrame({"r0": list(TEXTS)}))
    made = to_pandas(frame.select("r0", masked(F.col("r0")).alias("text")))
    return dict(zip(made["r0"], made["text"], strict=True))


@pytest.mark.parametrize(("text", "shown"), TEXTS.items())
def test_addresses_and_numbers_of_persons_are_masked(read, text, shown):
    assert shown == read[text]
