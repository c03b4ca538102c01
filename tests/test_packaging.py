"""The files around the package: lock, conda environment, commands, licence."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_conda_installs_the_same_lock():
    """environment.yml names Python and the lock, and no version of its own that could drift."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(part["pip"] for part in environment["dependencies"] if isinstance(part, dict))

    assert ["-r requirements.lock"] == pip
    assert ["python=3.11", "pip"] == [part for part in environment["dependencies"] if isinstance(part, str)]


def test_every_requirement_is_locked_with_hashes():
    """Each line of the lock pins one version and carries hashes; each dependency of the project is in it."""
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)==\S+", LOCK, flags=re.MULTILINE)
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    names = {re.split(r"[><=!\[; ]", one)[0].lower().replace("_", "-") for one in wanted}

    assert names <= set(pinned)
    blocks = re.split(r"\n(?=[a-z0-9][a-z0-9._-]*==)", LOCK)
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_names_no_index():
    """No registry address: whoever installs chooses their own."""
    assert "index-url" not in LOCK
    assert not re.search(r"https?://", LOCK)


def test_no_upper_bound_without_a_reason():
    """Versions are bounded from below; pyspark alone is fixed to what the comparison was run on."""
    assert not [one for one in PROJECT["project"]["dependencies"] if "<" in one or "==" in one]


def test_ci_calls_the_test_command_of_the_readme():
    """What CI runs is what the README tells people to run."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "make test" in readme
    assert "make report" in readme
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test")


def test_every_public_package_folder_is_a_package():
    """A folder of modules without __init__.py would be left out of a wheel."""
    folders = {path.parent for path in (ROOT / "analysis").rglob("*.py") if path.parent.name not in ("fonts",)}

    assert [] == sorted(str(folder) for folder in folders if not (folder / "__init__.py").is_file())
