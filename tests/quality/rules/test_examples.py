"""What is shown of a value: figures, days and categories; of persons only the shape."""

from datetime import date, datetime

import pytest

from analysis.quality.rules.examples import shown


@pytest.mark.parametrize(
    ("value", "masked", "expected"),
    [
        (1234.5, False, "1,234.50"),
        (-12.0, False, "-12"),
        (date(2024, 3, 1), False, "2024-03-01"),
        (datetime(2024, 3, 1), False, "2024-03-01"),
        (datetime(2024, 3, 1, 9, 5), False, "2024-03-01 09:05"),
        ("Kitchen", False, "Kitchen"),
        ("A very long category of things", False, "A very long category of…"),
        ("C-10023", True, "A-99999"),
        ("张三 13800138000", True, "文文 99999999999"),
        ("someone@example.com", True, "aaaaaaa@aaaaaaa.…"),
        (None, True, ""),
        (float("nan"), False, ""),
    ],
)
def test_examples(value, masked, expected):
    assert expected == shown(value, masked=masked)
