"""Whole runs through the command, as a user types it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Workspace:
    """A data and a reports folder of its own."""

    data: Path
    reports: Path

    def strata(self, *arguments: str, language: str = "en") -> subprocess.CompletedProcess:
        environment = os.environ | {
            "STRATA_DATA": str(self.data),
            "STRATA_REPORTS": str(self.reports),
            "STRATA_LANGUAGE": language,
            "COLUMNS": "200",
            "PYTHONWARNINGS": "default",
        }
        return subprocess.run(
            [sys.executable, "-m", "analysis", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    def page(self, client: str, period: str, name: str = "report.html") -> str:
        return (self.reports / client / period / name).read_text(encoding="utf-8")


def chapter(workspace: Workspace, name: str, folder: Path, **parameters: str) -> tuple[subprocess.CompletedProcess, str]:
    """One notebook without the kit's runner: papermill's own command, then the exporter by its name; and the page, if there is one."""
    environment = os.environ | {"STRATA_DATA": str(workspace.data), "STRATA_REPORTS": str(workspace.reports)}
    out = folder / f"{name}.ipynb"
    given = [word for key, value in parameters.items() for word in ("-p", key, value)]
    papermill = [sys.executable, "-m", "papermill", "--no-progress-bar", f"notebooks/{name}.ipynb", str(out), *given]
    done = subprocess.run(papermill, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return done, ""
    convert = [sys.executable, "-m", "nbconvert", "--to", "strata-report", str(out)]
    done = subprocess.run(convert, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done, "" if done.returncode else out.with_suffix(".html").read_text(encoding="utf-8")


def make_workspace(folder: Path) -> Workspace:
    made = Workspace(folder / "data", folder / "reports")
    made.data.mkdir(parents=True)
    made.reports.mkdir()
    return made


def real_client(workspace: Workspace, client: str, file: Path) -> None:
    """A client of tests/clients with its file beside it; skipped where the data folder is absent."""
    if not file.is_file():
        pytest.skip(f"{file.name} is not held here")
    folder = workspace.data / client
    (folder / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "clients" / client / "client.yaml", folder)
    (folder / "raw" / file.name).symlink_to(file)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    return make_workspace(tmp_path_factory.mktemp("strata"))
