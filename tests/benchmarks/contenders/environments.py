"""An environment for each package that is compared: made once by the ordinary package client, kept in a cache folder."""

import json
import subprocess
import sys
from pathlib import Path

# What pip is asked for: no versions, so that each is the newest that stands with its own requirements.
PACKAGES = {
    "skrub": ("skrub", "pyarrow"),
    "ydata": ("fg-data-profiling", "pyarrow"),
    "mlxtend": ("mlxtend", "pyarrow"),
}  # the latter is ydata-profiling's new name
SHOWN = ("skrub", "fg-data-profiling", "pandas", "numpy", "pyarrow", "matplotlib", "duckdb", "sqlframe")


def python_of(name: str, cache: Path) -> Path:
    """The interpreter of an environment, which is made where it is not there yet."""
    folder = cache / f"{name}-py{sys.version_info.major}{sys.version_info.minor}"
    python, ready = folder / "bin" / "python", folder / ".ready"
    if not ready.is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES[name]], check=True)
        ready.touch()
    return python


def versions(python: Path) -> dict[str, str]:
    """Python's version and those of the packages that matter, as that interpreter sees them."""
    code = (
        "import importlib.metadata as m, json, sys\n"
        "held = {d.name.lower(): d.version for d in m.distributions()}\n"
        f"print(json.dumps({{'python': sys.version.split()[0], **{{n: held[n] for n in {SHOWN!r} if n in held}}}}))"
    )
    told = subprocess.run([str(python), "-c", code], stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(told)
