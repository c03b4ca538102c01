"""Lists as other programs import them: our fields under their headers, normalised, and hashed for advertising platforms.

Only who is to be contacted is exported, and only through a channel that the play has consent for: an agreement to
e-mail is none to handing the address to a platform.
"""

import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from analysis.errors import ConfigError, unknown_choice
from analysis.sources.safe_csv import safe_cell
from analysis.strategies.play import CHANNELS

FIELDS = ("customer_number", "name", "phone", "email", "address", "play", "segment", "channel")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExportColumn(Strict):
    """One column of theirs: its header, our field, how it is written, and whether it is hashed.

    form: lower (trimmed, small letters), one_piece (a telephone number without blanks), e164 (+8613912345678) or
    digits (the same without +); the last two need a country code.
    """

    header: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    field: Literal[FIELDS]
    form: Literal["as_held", "lower", "one_piece", "e164", "digits"] = "as_held"
    hash: Literal["sha256"] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "ExportColumn":
        if self.form in ("one_piece", "e164", "digits") and self.field != "phone":
            raise ValueError(f"form {self.form} is for telephone numbers; leave it out, or write lower")
        if self.hash and (self.field, self.form) not in {("email", "lower"), ("phone", "e164"), ("phone", "digits")}:
            raise ValueError(
                "only an e-mail address in form lower, or a phone in form e164 or digits, is the same wherever it is hashed"
            )
        if safe_cell(self.header) != self.header:
            raise ValueError("a header must not begin with =, +, - or @, which spreadsheets run")
        return self


class Export(Strict):
    """One import of another program.

    channels   whose plays may go there: the consent asked for was for that channel
    any_of     fields of which a row needs one; whoever has none is left out, and counted
    """

    name: Key
    source: str
    channels: Annotated[tuple[Literal[CHANNELS], ...], Field(min_length=1)]
    any_of: Annotated[tuple[Literal[FIELDS], ...], Field(min_length=1)]
    columns: Annotated[tuple[ExportColumn, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _carries_what_it_needs(self) -> "Export":
        lacking = set(self.any_of) - {one.field for one in self.columns}
        if lacking:
            raise ValueError(f"any_of names {min(lacking)}, but no column carries it")
        return self


def load_export(asked: str, folder: Path) -> Export:
    """A shipped export by name, or one of the client's own by the name of its .yaml file in `folder`.

    Raises ConfigError for an unknown name, and naming file, field and fault where a file is none.
    """
    shipped = {one.name.removesuffix(".yaml"): one for one in files("analysis.exports").iterdir() if one.name.endswith(".yaml")}
    if asked.endswith((".yaml", ".yml")):
        file = folder / asked
        if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
            raise ConfigError(
                "No export {given} in the client’s folder; strategy.lists.exports in client.yaml names it.", given=asked
            )
    elif asked in shipped:
        file = shipped[asked]
    else:
        raise unknown_choice("export under strategy.lists", asked, shipped)
    try:
        return Export.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise ConfigError("{file} is not readable YAML. Check indentation, colons and quotes.", file=file.name) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ConfigError(
            "{file}, {field}: {reason}.", file=file.name, field=where, reason=first["msg"].removeprefix("Value error, ")
        ) from None


def exported(rows: pd.DataFrame, export: Export, *, country_code: str | None) -> pd.DataFrame:
    """Their file from the rows of a list (FIELDS, as far as held): one row for each customer who can be matched there."""
    made = {one.header: _column(rows, one, country_code) for one in export.columns}
    usable = pd.Series(False, index=rows.index)
    for one in export.columns:
        if one.field in export.any_of:
            usable |= made[one.header].ne("")
    return pd.DataFrame(made)[usable].reset_index(drop=True)


def _column(rows: pd.DataFrame, column: ExportColumn, country_code: str | None) -> pd.Series:
    values = rows[column.field].astype("str").fillna("") if column.field in rows else pd.Series("", index=rows.index)
    match column.form:
        case "lower":
            values = values.str.strip().str.lower()
        case "one_piece":
            values = values.map(one_piece)
        case "e164" | "digits":
            values = values.map(lambda number: e164(number, country_code)).str.removeprefix("+" if column.form == "digits" else "")
    if column.field == "email":
        values = values.where(values.str.fullmatch(_MAIL), "")
    if column.hash:
        values = values.map(lambda one: hashlib.sha256(one.encode()).hexdigest() if one else "")
    return values


def one_piece(number: str) -> str:
    """A telephone number without the signs between its digits; any other text as it is."""
    bare = re.sub(r"[\s().\-–/]+", "", number)
    return bare if re.fullmatch(r"\+?[0-9]+", bare) else number


def e164(number: str, country_code: str | None) -> str:
    """A telephone number as +, country code, number; '' where that cannot be told.

    A number without + (or 00) belongs to `country_code`: its leading 0 goes, and a code that stands in front already is
    not put there twice.
    """
    bare = one_piece(number)
    if not re.fullmatch(r"\+?[0-9]+", bare):
        return ""
    digits = bare.removeprefix("+") if bare.startswith("+") else bare.removeprefix("00") if bare.startswith("00") else None
    if digits is None:
        if country_code is None:
            return ""
        own = bare.startswith(country_code) and len(bare) - len(country_code) >= 10
        digits = bare if own else country_code + bare.removeprefix("0")
    return f"+{digits}" if 8 <= len(digits) <= 15 else ""
