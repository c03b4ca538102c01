"""Reading client.yaml: one file, one checked configuration, one kind of error."""

import difflib
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from analysis.config.client import ClientConfig
from analysis.errors import ConfigError


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a key given twice is an error, and yes/no/on/off stay words."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.constructor.ConstructorError(
            None, None, f"the key '{sorted(map(str, twice))[0]}' is given twice", node.start_mark
        )
    return {key: loader.construct_object(value, deep=True) for key, (_, value) in zip(keys, node.value, strict=True)}


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

    Raises ConfigError that names the file, the key, what was given and the way out.
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
    try:
        return ClientConfig.model_validate(given)
    except ValidationError as error:
        raise _explained(path, given, error) from None


def _explained(path: Path, given: dict, error: ValidationError) -> ConfigError:
    """The first fault, told by file and key; the number of others at the end."""
    faults = error.errors()
    # A missing or unknown key explains more than what follows from it.
    first = min(faults, key=lambda fault: ("extra" not in fault["type"], "missing" not in fault["type"]))
    key = ".".join(str(part) for part in first["loc"] if not str(part)[:1].isupper()) or "the file"
    more = f" ({len(faults) - 1} more after this one.)" if len(faults) > 1 else ""
    if first["type"] == "extra_forbidden":
        wanted = _close_keys(first["loc"])
        return ConfigError(
            "{file}: unknown key '{key}'. {hint}{more}",
            file=path,
            key=key,
            hint=f"Did you mean '{wanted}'?" if wanted else "Remove it, or see README.md for the keys that exist.",
            more=more,
        )
    if first["type"] == "missing":
        return ConfigError("{file}: the key '{key}' is missing. Add it.{more}", file=path, key=key, more=more)
    return ConfigError(
        "{file}: '{key}' is {value}: {problem}.{more}",
        file=path,
        key=key,
        value=_shown(first["input"]),
        problem=_worded(first),
        more=more,
    )


def _close_keys(loc: tuple) -> str | None:
    model: Any = ClientConfig
    for part in loc[:-1]:
        fields = getattr(model, "model_fields", {})
        found = next((f for n, f in fields.items() if part in (n, f.alias)), None)
        if found is None:
            return None
        kinds = [found.annotation, *getattr(found.annotation, "__args__", ())]
        model = next((kind for kind in kinds if hasattr(kind, "model_fields")), None)
    names = [field.alias or name for name, field in getattr(model, "model_fields", {}).items()]
    close = difflib.get_close_matches(str(loc[-1]), names, n=1, cutoff=0.5)
    return close[0] if close else None


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _worded(fault: dict) -> str:
    message = fault["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return f"write {message}" if fault["msg"].startswith("Input should be ") else message
