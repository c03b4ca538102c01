"""What the columns of a table hold: declared types first, otherwise what a sample of rows shows."""

import re
from collections.abc import Mapping

import pandas as pd

from analysis.engine import DataFrame, F, to_pandas
from analysis.quality.rules.model import Kind
from analysis.schema import CANONICAL

SAMPLE = 4_000  # rows
MOST = 2_000  # values of a category column
_DECLARED: dict[str, Kind] = {
    "money": "money",
    "float": "number",
    "int": "number",
    "timestamp": "time",
    "date": "day",
    "bool": "other",
}
_KEYS = ("customer_id", "entity_id", "respondent_id", "order_id")
_OWN = ("source_file", "source_row")
_STAFF = ("consultant", "doctor", "adviser")  # people: no value of theirs is shown
_NUMBER = re.compile(r"^[^0-9A-Za-z\u4e00-\u9fff]*[0-9０-９][0-9０-９.,，．' ]*([eE][+-]?[0-9]+)?[^0-9A-Za-z]{0,2}[万亿元%]?$")
_DAY = re.compile(r"^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}")
_NUMBERING = re.compile(
    r"(?i:(^|[\s_])(id|ids|no|nr|code|number|zip|postal|postcode|phone|mobile|tel)\.?($|[\s_]))|[a-z](ID|Id|No|Nr|Code)$"
    r"|编号|单号|卡号|号码|手机|电话|邮编"
)
_PERSON = re.compile(r"name|e-?mail|phone|mobile|address|street|姓名|名称|昵称|手机|电话|邮箱|地址|身份证|微信", re.I)
_MOSTLY = 2 / 3


def canonical_kinds(table: str, frame: DataFrame) -> dict[str, Kind]:
    """The kind of every column of a canonical table that holds a value."""
    counts = [F.count(name).alias(f"known_{i}") for i, name in enumerate(frame.columns)]
    known = to_pandas(frame.agg(*counts)).iloc[0]
    held = [name for i, name in enumerate(frame.columns) if known[f"known_{i}"] and name not in _OWN]
    if not held:
        return {}
    declared = {column.name: column.type for column in CANONICAL[table].columns}
    sample = to_pandas(frame.where(F.col("source_row") <= F.lit(SAMPLE)).select(*held)).head(SAMPLE)
    return {name: _canonical(name, declared.get(name), sample[name], declared=name in declared) for name in held}


def _canonical(name: str, type_: str | None, sample: pd.Series, *, declared: bool) -> Kind:
    if name in _KEYS:
        return "key"
    if name == "fate" or type_ == "bool":
        return "other"
    if type_ in _DECLARED:
        return _DECLARED[type_]
    if type_ is None and not _is_text(sample):
        return "day" if pd.api.types.is_datetime64_any_dtype(sample) else "number" if sample.dtype != bool else "other"
    if name in _STAFF or name == "text":
        return "text"
    if name == "product":
        return "code" if _is_code(sample.dropna()) else "product"
    return "category" if declared or _repeats(sample.dropna(), least=12) else "text"


def raw_kinds(
    frame: DataFrame, *, labels: Mapping[str, str], mapped: Mapping[str, str], types: Mapping[str, str]
) -> dict[str, Kind]:
    """The kind of every column of raw files, whose columns are text unless `types` says otherwise; rows are sampled from every file."""
    sample = to_pandas(frame.where(F.col("source_row") <= F.lit(SAMPLE))).head(4 * SAMPLE)
    return {name: _raw(sample[name].dropna(), labels[name], mapped.get(name), types[name]) for name in labels}


def _raw(values: pd.Series, header: str, canonical: str | None, type_: str) -> Kind:
    if canonical in _KEYS:
        return "key"
    if type_ != "text":
        return "key" if _NUMBERING.search(header) else "number" if type_ == "number" else "time"
    texts = values[values.str.strip() != ""]
    if texts.empty:
        return "other"
    if texts.str.match(_DAY).mean() >= _MOSTLY:
        return "day"
    if _PERSON.search(header) and canonical != "product":
        return "text"
    if _is_code(texts):
        return "code"
    if texts.str.match(_NUMBER).mean() >= _MOSTLY:
        return "key" if _NUMBERING.search(header) else "number"
    return "category" if _repeats(texts, least=0) else "text"


def _is_text(sample: pd.Series) -> bool:
    return pd.api.types.is_string_dtype(sample) or sample.dtype == object


def _is_code(values: pd.Series) -> bool:
    """Short words with digits, many of them: 85123A, KI-111; neither plain numbers nor days."""
    if len(values) < 20 or values.nunique() < 20 or not _is_text(values):
        return False
    coded = values.str.contains("[0-9]") & ~values.str.contains(r"\s")
    lettered = values.str.contains("[A-Za-z]") & values.str.contains("[0-9]")
    return bool(
        coded.mean() >= 0.9 and lettered.mean() >= 0.02 and values.str.len().mean() <= 16 and not values.str.match(_DAY).any()
    )


def _repeats(values: pd.Series, *, least: int) -> bool:
    """Whether few values occur again and again, so that none of them tells of one person."""
    distinct = values.nunique()
    return distinct <= min(MOST, max(least, len(values) / 5)) and values.str.len().mean() <= 40
