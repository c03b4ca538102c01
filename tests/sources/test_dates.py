"""Which way round a file writes its dates: by evidence, or by asking."""

import re
from datetime import datetime

import pandas as pd
import pytest

from analysis.engine import F, create_frame, to_pandas
from analysis.errors import SourceError
from analysis.sources.dates import engine_pattern, shape, sniff_date_format, tidy_format, tidy_time
from analysis.sources.expressions import text_of, timestamp_of, trimmed


def sniff(*values: str) -> str:
    return sniff_date_format(values, file="orders.csv", column="Date")


@pytest.mark.parametrize(
    ("values", "format_"),
    [
        (["01/02/2024", "13/02/2024"], "%d/%m/%Y"),  # no thirteenth month: day first
        (["02/01/2024", "02/13/2024"], "%m/%d/%Y"),
        (["1/2/2024 9:05", "25/12/2024 10:00"], "%d/%m/%Y %H:%M"),
        (["2024-01-02", "2024-03-04"], "%Y-%m-%d"),
        (["2024-01-02T10:00:00Z", "2024-01-03T11:00:00Z"], "%Y-%m-%d %H:%M:%S"),
        (["2024-01-02 10:00:00.250"], "%Y-%m-%d %H:%M:%S.%f"),
        (["2024/1/2 8:30"], "%Y/%m/%d %H:%M"),
        (["20240102"], "%Y%m%d"),
        (["2024年1月2日", "2024年11月12日"], "%Y年%m月%d日"),
        (["2024年1月2日 10:30"], "%Y年%m月%d日 %H:%M"),
        (["31.12.2024"], "%d.%m.%Y"),
        (["5 Jan 2024", "17 Dec 2024"], "%d %b %Y"),
        (["Jan 05 2024"], "%b %d %Y"),
        (["12/31/2024 11:05 PM"], "%m/%d/%Y %I:%M %p"),
        (["31/12/24", "01/02/25"], "%d/%m/%y"),
        (["13/01/2024", " 01/02/2024 ", "", "  "], "%d/%m/%Y"),  # blanks do not count
    ],
)
def test_the_format_is_the_one_that_reads_the_values(values, format_):
    assert format_ == sniff(*values)


def test_a_single_late_day_tells_day_from_month():
    """A file sorted by date may show its first thirteenth only after many lines."""
    ambiguous = [f"{day:02d}/{month:02d}/2024" for month in range(1, 13) for day in range(1, 13)]

    assert "%m/%d/%Y" == sniff(*ambiguous, "12/13/2024")


def test_dates_that_read_both_ways_are_asked_about():
    with pytest.raises(SourceError, match="can be read as %d/%m/%Y or as %m/%d/%Y; no value tells which") as error:
        sniff("01/02/2024", "03/04/2024")

    assert "client.yaml: {column: Date, format: '%d/%m/%Y'}" in str(error.value)


def test_dates_that_read_both_ways_but_alike_are_no_question():
    """5 May and 7 July are the same day first or month first."""
    assert "%d/%m/%Y" == sniff("05/05/2024", "07/07/2024")


def test_one_value_in_twenty_may_be_unreadable():
    days = [f"2024-01-{day:02d}" for day in range(1, 20)]

    assert "%Y-%m-%d" == sniff(*days, "soon")
    with pytest.raises(SourceError, match=r"orders.csv, column 'Date': no date format reads these values \(best: 90 %\)"):
        sniff(*days[:18], "soon", "later")


def test_a_column_without_values_has_some_format():
    assert "%Y-%m-%d" == sniff("", " ")


@pytest.mark.parametrize(
    ("format_", "pattern"),
    [
        ("%d/%m/%Y %H:%M", "d/M/yyyy H:m"),  # one digit or two
        ("%Y%m%d", "yyyyMMdd"),  # digits that touch have a fixed width
        ("%Y%m%d %H:%M", "yyyyMMdd H:m"),
        ("%Y年%m月%d日", "yyyy年M月d日"),
    ],
)
def test_formats_are_told_to_the_engine_in_its_letters(format_, pattern):
    assert pattern == engine_pattern(format_)


@pytest.mark.parametrize(("format_", "part"), [("%d/%q/%Y", "%q"), ("%A %d", "%A"), ("%Hh%M", "h"), ("%d %", "%")])
def test_parts_that_the_engines_do_not_share_are_refused(format_, part):
    with pytest.raises(SourceError, match=re.escape(f"The date format '{format_}' uses '{part}', which is not supported. Use: %Y")):
        engine_pattern(format_)


@pytest.mark.parametrize(
    "format_", ["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S.%f", "%d %b %Y", "%Y年%m月%d日", "%Y%m%d", "%d.%m.%y %I:%M %p"]
)
def test_what_a_format_writes_has_its_shape(format_):
    assert re.fullmatch(shape(format_), datetime(2024, 5, 17, 13, 4, 5, 60).strftime(format_))


def test_text_and_format_lose_the_same_letters():
    """What the sniffer reads, an explicit format must read too."""
    assert "2024-01-02 10:00:00" == tidy_time(" 2024-01-02T10:00:00Z ")
    assert "%Y-%m-%d %H:%M:%S" == tidy_format("%Y-%m-%dT%H:%M:%SZ")
    assert "5 OCT 2024" == tidy_time("5  OCT 2024")


# (text, format, what it means)
READ = [
    ("2024-01-05T10:00:00", "%Y-%m-%dT%H:%M:%S", "2024-01-05 10:00:00"),
    ("2024-01-05T10:00:00Z", "%Y-%m-%dT%H:%M:%SZ", "2024-01-05 10:00:00"),
    ("2024-01-05T10:00:00Z", "%Y-%m-%dT%H:%M:%S", "2024-01-05 10:00:00"),
    ("2024-01-05  10:00:00 ", "%Y-%m-%d %H:%M:%S", "2024-01-05 10:00:00"),
    ("5/1/2024 9:5", "%d/%m/%Y %H:%M", "2024-01-05 09:05:00"),
    ("31/12/2024 23:59", "%d/%m/%Y %H:%M", "2024-12-31 23:59:00"),
    ("31/12/24 23:59", "%d/%m/%Y %H:%M", None),  # not the year 24
    ("13/13/2024 10:00", "%d/%m/%Y %H:%M", None),
    ("31/12/2024", "%d/%m/%Y %H:%M", None),
    ("12/31/2024 11:05 pm", "%m/%d/%Y %I:%M %p", "2024-12-31 23:05:00"),
    ("12/31/2024 12:00 AM", "%m/%d/%Y %I:%M %p", "2024-12-31 00:00:00"),
    ("05 OCT 2024", "%d %b %Y", "2024-10-05 00:00:00"),
    ("29/02/2023", "%d/%m/%Y", None),
    ("29/02/2024", "%d/%m/%Y", "2024-02-29 00:00:00"),
    ("05/01/24", "%d/%m/%y", "2024-01-05 00:00:00"),
    ("05/01/68", "%d/%m/%y", "2068-01-05 00:00:00"),
    ("05/01/69", "%d/%m/%y", "1969-01-05 00:00:00"),
    ("20240105", "%Y%m%d", "2024-01-05 00:00:00"),
    ("2024年1月5日", "%Y年%m月%d日", "2024-01-05 00:00:00"),
    ("2024-01-05 10:00:00.5", "%Y-%m-%d %H:%M:%S.%f", "2024-01-05 10:00:00.500000"),
    ("n/a", "%d/%m/%Y", None),
]


@pytest.fixture(scope="module")
def times() -> dict[tuple[str, str], pd.Timestamp]:
    """Every text of READ in its format, as the engine reads it."""
    frame = create_frame(pd.DataFrame({"r0": [text for text, _, _ in READ]})).select(trimmed(F.col("r0")).alias("r0"))
    formats = sorted({format_ for _, format_, _ in READ})
    texts = text_of("r0").alias("text")
    read = to_pandas(frame.select(texts, *(timestamp_of(text_of("r0"), one).alias(f"f{i}") for i, one in enumerate(formats))))
    read = read.drop_duplicates("text").set_index("text")
    return {(text, format_): read.loc[text.strip(), f"f{formats.index(format_)}"] for text, format_, _ in READ}


@pytest.mark.parametrize(("text", "format_", "meant"), READ)
def test_the_engine_reads_what_the_format_says_and_nothing_else(times, text, format_, meant):
    found = times[text, format_]

    assert pd.isna(found) if meant is None else pd.Timestamp(meant) == found
