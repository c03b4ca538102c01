"""From Arrow to pandas as the kit wants it: one kind of number, one unit of time."""

import pandas as pd
import pyarrow as pa


def plain_pandas(content: pa.Table) -> pd.DataFrame:
    """Decimals as float64, whole numbers as int64, dates and times as datetime64[us] without zone."""
    plain = content.cast(pa.schema([field.with_type(_plain(field.type)) for field in content.schema])).to_pandas()
    # Arrow's own way from decimal to double is off by a last bit for one value in three (1.15 as
    # 1.1500000000000001); rounded to the decimal's places it is the double that a reader means.
    places = {field.name: field.type.scale for field in content.schema if pa.types.is_decimal(field.type) and field.type.scale}
    times = dict.fromkeys(plain.select_dtypes("datetime").columns, "datetime64[us]")
    return plain.round(places).astype(times) if places else plain.astype(times)


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_decimal(kind):
        return pa.float64() if kind.scale else pa.int64()  # scale 0: DuckDB's sum of integers
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return pa.timestamp("us")
    return pa.int64() if pa.types.is_integer(kind) else kind
