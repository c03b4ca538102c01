"""Reading client.yaml: one file, one checked configuration, one kind of error."""

import difflib
from pathlib import Path
from typing import Any, get_args, get_origin

import yaml
from pydantic import ValidationError

from analysis.config.calendar import read_calendar
from analysis.config.client import ClientConfig
from analysis.config.columns import FORMS, KeyPathError, Prefix
from analysis.config.parts import Part, config_of_part
from analysis.errors import ConfigError


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a key given twice is an error, and yes/no/on/off stay words."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict:
    made: dict = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, list | dict):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
        if key in made:
            raise yaml.constructor.ConstructorError(None, None, f"the key '{key}' is given twice", key_node.start_mark)
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path) -> Any:
    """The content of a YAML file.  Raises ConfigError naming file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError:
        raise ConfigError("{file}: not UTF-8 text. Save the file as UTF-8.", file=path) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError(
            "{file}, line {line}: {problem}. Mend the YAML at this line.",
            file=path,
            line=mark.line + 1 if mark else "?",
            problem=getattr(error, "problem", None) or "not valid YAML",
        ) from None


def load_client(path: Path) -> ClientConfig:
    """The checked configuration of one client.

    A part's is that of the whole with a few changes: see parts.py.  Raises ConfigError that names the file, the key,
    what was given and the way out.
    """
    if not path.is_file():
        raise ConfigError(
            "There is no {file}. Make one with 'strata new {client} FILES…', or 'strata demo' for the demo clients.",
            file=path,
            client=path.parent.name,
        )
    given = read_yaml(path)
    if not isinstance(given, dict):
        raise ConfigError("{file}: expected keys such as name, currency and source at the top.", file=path)
    if "part" in given:
        return _part(path, given)
    try:
        config = ClientConfig.model_validate(given)
    except ValidationError as error:
        raise _explained(path, given, error) from None
    return _with_own_days(config, path.parent)


def _part(path: Path, given: dict) -> ClientConfig:
    """The configuration of a part, whose folder lies two below the whole's."""
    whole = path.parent.parent.parent / "client.yaml"
    if len(given) > 1 or not whole.is_file():
        raise ConfigError(
            "{file}: the key 'part' is written by strata for the parts of a client; it stands alone, below the client's folder. "
            "To divide a report, write split_by.",
            file=path,
        )
    try:
        part = Part.model_validate(given["part"])
    except ValidationError as error:
        raise _explained(path, given["part"], error) from None
    return config_of_part(load_client(whole), part)


def _with_own_days(config: ClientConfig, folder: Path) -> ClientConfig:
    """The configuration with the days of the client's calendar file, which labels of periods may rest on."""
    if config.calendar.file is None:
        return config
    days = read_calendar(folder / config.calendar.file)
    return config.model_copy(update={"calendar": config.calendar.model_copy(update={"days": days})})


def _explained(path: Path, given: dict, error: ValidationError) -> ConfigError:
    """The first fault, told by file and key; the number of others at the end."""
    faults = error.errors()
    # A missing or unknown key explains more than what follows from it.
    first = min(faults, key=lambda fault: ("extra" not in fault["type"], "missing" not in fault["type"]))
    below = first.get("ctx", {}).get("error")
    loc = (*first["loc"], *below.path) if isinstance(below, KeyPathError) else first["loc"]
    more = f" ({len(faults) - 1} more after this one.)" if len(faults) > 1 else ""
    if first["type"] == "extra_forbidden":
        wanted = _close_key(loc)
        return ConfigError(
            "{file}: unknown key '{key}'. {hint}{more}",
            file=path,
            key=".".join(map(str, loc)),
            hint=f"Did you mean '{wanted}'?" if wanted else "Remove it, or see README.md for the keys that exist.",
            more=more,
        )
    found, value = _walked(given, loc)
    if first["type"] == "missing":
        key = ".".join([*found, str(loc[-1])])
        return ConfigError("{file}: the key '{key}' is missing. Add it.{more}", file=path, key=key, more=more)
    missing = isinstance(below, KeyPathError) and len(found) < len(loc)
    return ConfigError(
        "{file}: '{key}' is {value}: {problem}.{more}",
        file=path,
        key=".".join([*found, str(loc[-1])] if missing else found) or "the file",
        value="missing" if missing else _shown(value),
        problem=_worded(first),
        more=more,
    )


def _walked(given: Any, loc: tuple) -> tuple[list[str], Any]:
    """The keys of the file that lead to a fault, and what stands there.

    pydantic puts names of types between the keys where a value may be of several; they lead nowhere in the file.
    """
    keys: list[str] = []
    for part in loc:
        inside = part in given if isinstance(given, dict) else isinstance(given, list) and isinstance(part, int)
        if inside:
            keys.append(str(part))
            given = given[part]
    return keys, given


def _close_key(loc: tuple) -> str | None:
    """The key that exists and is most like the last one of `loc`."""
    close = difflib.get_close_matches(str(loc[-1]), _keys_at(loc[:-1]), n=1, cutoff=0.5)
    return close[0] if close else None


def _keys_at(loc: tuple) -> list[str]:
    """The keys that may stand at a place of client.yaml."""
    if "columns" in loc:
        return [name for form in (*FORMS.values(), Prefix) for name in form.model_fields]
    model: Any = ClientConfig
    parts = iter(loc)
    for part in parts:
        field = next((f for name, f in model.model_fields.items() if part in (name, f.alias)), None)
        if field is None:
            return []
        if get_origin(field.annotation) is dict:
            next(parts, None)  # a name that the client chose
        kinds = [field.annotation, *get_args(field.annotation)]
        model = next((kind for kind in kinds if hasattr(kind, "model_fields")), None)
        if model is None:
            return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else _as_yaml(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _as_yaml(value: Any) -> str:
    return yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000, sort_keys=False).split("\n", 1)[0]


# What pydantic calls by the names of Python's types, in the words of a YAML file.
_WORDED = {
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "dict_type": "write keys and values below it",
    "model_type": "write keys and values below it",
    "string_type": "write text; put a number in quotes",
    "too_short": "write at least {min_length} of them, as a list",
    "tuple_type": "write a list, such as [a, b]",
}


def _worded(fault: dict) -> str:
    kind, message = fault["type"], fault["msg"]
    if kind in _WORDED:
        return _WORDED[kind].format(**fault.get("ctx", {}))
    if kind == "literal_error":
        return f"write {fault['ctx']['expected']}".replace("True", "true")
    if kind.startswith(("greater_than", "less_than")):
        return f"write a number {message.removeprefix('Input should be ')}"
    if message.startswith("Input should be "):
        return f"write {message.removeprefix('Input should be ')}"
    return message.removeprefix("Value error, ")
