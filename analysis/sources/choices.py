"""Multi-select items: several answers in one cell, or in several rows, as one column of 0 and 1 per option.

A respondent who answered has 0 for what was not chosen; one who did not has nothing at all.  The commonest
options have a column each, what else was written shares one.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.config import Item
from analysis.engine import DataFrame, F, create_frame, named, to_pandas
from analysis.sources.masking import masked

MOST = 30  # options with a column of their own
OTHER = "other"
_LONGEST = 40  # letters of an option in the name of its column


@dataclass(frozen=True)
class AnswerOption:
    """One option of a multi-select item: its column in the table, its words (empty for all the others), answers with it."""

    item: str
    column: str
    option: str
    chosen: int


def with_options(frame: DataFrame, items: Mapping[str, Item]) -> tuple[DataFrame, tuple[AnswerOption, ...]]:
    """The frame with the columns of each item's options beside its text (masked now), and the options, commonest first."""
    found: list[AnswerOption] = []
    for key, item in items.items():
        frame = named(frame.select(*((masked(F.col(one)) if one == key else F.col(one)).alias(one) for one in frame.columns)))
        counts = to_pandas(frame.groupBy(F.col(key)).agg(F.count(F.lit(1)).alias("rows"))).dropna(subset=key)
        chosen = {text: parts(text, item) for text in sorted(counts[key])}
        options = _options(key, chosen, dict(zip(counts[key], counts["rows"], strict=True)), taken=frame.columns)
        if options:
            flags = create_frame(_flags(chosen, options))
            columns = frame.columns
            joined = named(frame).join(flags, F.col(key) == F.col("answer_text"), "left")
            frame = named(joined.select(*(F.col(name) for name in (*columns, *(option.column for option in options)))))
        found += options
    return frame, tuple(found)


def parts(text: str, item: Item) -> list[str]:
    """The options in a text, each once, without those that mean 'does not apply'."""
    none = {str(code) for code in item.not_applicable}
    words = (" ".join(word.split()) for word in text.split(item.several))
    return [word for word in dict.fromkeys(words) if word and word not in none]


def _options(key: str, chosen: Mapping[str, list[str]], rows: Mapping[str, int], *, taken: Iterable[str]) -> list[AnswerOption]:
    votes: Counter[str] = Counter()
    for text, words in chosen.items():
        votes.update(dict.fromkeys(words, int(rows[text])))
    ranked = sorted(votes, key=lambda word: (-votes[word], word))
    columns = column_names(key, ranked[:MOST], taken=taken)
    options = [AnswerOption(key, columns[word], word, votes[word]) for word in ranked[:MOST]]
    if len(ranked) > MOST:
        others = set(ranked[MOST:])
        n = sum(int(rows[text]) for text, words in chosen.items() if others & set(words))
        options.append(AnswerOption(key, column_names(key, [OTHER], taken=[*taken, *columns.values()])[OTHER], "", n))
    return options


def column_names(key: str, options: Iterable[str], *, taken: Iterable[str]) -> dict[str, str]:
    """A column name for each option that does not depend on how often it was chosen."""
    slugs = {option: _slug(option) for option in options}
    often = Counter(slugs.values())
    held = {name.lower() for name in taken}
    return {
        option: f"{key}_{slug}" if often[slug] == 1 and f"{key}_{slug}" not in held else f"{key}_{slug}_{_digest(option)}"
        for option, slug in slugs.items()
    }


def _slug(option: str) -> str:
    """Letters and digits of English as they are; an option with other letters goes by its digest."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", option) if not unicodedata.combining(one)).lower()
    if any(one.isalnum() and not one.isascii() for one in plain):
        return _digest(option)
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return slug if 0 < len(slug) <= _LONGEST else f"{slug[:_LONGEST].strip('_')}_{_digest(option)}".strip("_")


def _digest(option: str) -> str:
    return hashlib.blake2b(option.encode(), digest_size=3).hexdigest()


def _flags(chosen: Mapping[str, list[str]], options: list[AnswerOption]) -> pd.DataFrame:
    """One row per text: 1.0 for each option in it, 0.0 for the others, missing in a text without any option."""
    named_ones = {option.option for option in options}
    table: dict[str, list] = {"answer_text": list(chosen)}
    for option in options:
        if option.option:
            table[option.column] = [float(option.option in words) if words else None for words in chosen.values()]
        else:
            table[option.column] = [float(not named_ones.issuperset(words)) if words else None for words in chosen.values()]
    return pd.DataFrame(table).astype({option.column: "float64" for option in options})
