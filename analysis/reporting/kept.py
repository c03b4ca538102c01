"""Tables that rest on the inputs alone are kept beside them: every period and language of a client shares them."""

import hashlib
import json
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.reporting.compose import Held
from analysis.reporting.manifest import code_hash
from analysis.schema.plain import plain_pandas
from analysis.store import Run, atomic_path, write_json


def kept(run: Run, held: Held, name: str, make: Callable[[], pd.DataFrame], *settings: str) -> pd.DataFrame:
    """The table `name` as it was made for these inputs and settings, or made now and kept.

    The stamp of every canonical table stands in the note beside it, so a changed file, client.yaml or reading makes
    the table anew, and so does a changed rule: the kit's own code is part of the stamp.
    """
    stamp = _stamp(held, *settings)
    folder = run.client_folder / "canonical" / "kept"
    path, note = folder / f"{name}.parquet", folder / f"{name}.json"
    if path.is_file() and note.is_file() and json.loads(note.read_text(encoding="utf-8")).get("stamp") == stamp:
        return plain_pandas(pq.read_table(path))
    with atomic_path(path) as partial:
        pq.write_table(pa.Table.from_pandas(make(), preserve_index=False), partial, compression="zstd")
    write_json(note, {"stamp": stamp})
    return plain_pandas(pq.read_table(path))  # as whoever comes later will read it


def _stamp(held: Held, *settings: str) -> str:
    notes = [json.loads(one.path.with_suffix(".json").read_text(encoding="utf-8"))["stamp"] for one in held.inputs.values()]
    return hashlib.blake2b("\n".join([code_hash(), *settings, *held.inputs, *notes]).encode(), digest_size=16).hexdigest()
