"""Notebooks executed in forked kernels, with real kernels."""

import json
import tempfile
from pathlib import Path

import pytest
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill import PapermillExecutionError

from analysis.reporting import kernels

pytestmark = pytest.mark.slow


def notebook(*sources):
    """A parameters cell `x = 1` and these code cells."""
    first = new_code_cell("x = 1", metadata={"tags": ["parameters"]})
    return new_notebook(cells=[first, *map(new_code_cell, sources)])


def printed(executed):
    return "".join(output.get("text", "") for cell in executed.cells for output in cell.outputs)


@pytest.fixture
def run(tmp_path):
    """Execute sources with x = 5 in a folder of their own; its path is run.folder."""

    def execute(*sources, output=None, timeout=60):
        return kernels.execute_notebook(notebook(*sources), parameters={"x": 5}, output=output, cwd=tmp_path, timeout=timeout)

    execute.folder = tmp_path
    return execute


def test_parameters_folder_and_preloaded_libraries(run):
    """The first cell finds pandas imported by the server, one OpenMP thread, and its folder."""
    executed = run("import os, sys\nprint(x, 'pandas' in sys.modules, os.environ['OMP_NUM_THREADS'], os.getcwd())")

    assert f"5 True 1 {run.folder}\n" == printed(executed)


def test_each_notebook_is_a_process_of_its_own_with_its_own_randomness(run):
    """A fork copies the state of both generators; the kernel seeds them again."""
    source = "import os, random, numpy\nprint(os.getpid(), random.random(), numpy.random.rand(), 'left' in dir())\nleft = 1"
    first, second = (printed(run(source)).split() for _ in range(2))

    assert all(one != other for one, other in zip(first[:3], second[:3], strict=True))
    assert "False" == second[3]


def test_pyplot_still_shows_charts(run):
    """pyplot was imported before the kernel had a shell: unhooked, it would show nothing at all."""
    executed = run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")

    assert "image/png" in executed.cells[-1].outputs[-1].data


def test_kernel_may_start_processes_and_use_openmp(run):
    """KMeans hangs if it ever ran in the server; a daemon may have no children."""
    executed = run(
        "from sklearn.cluster import KMeans\nimport numpy\nprint(KMeans(2, n_init=1).fit(numpy.eye(50)).n_iter_ > 0)",
        "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(1) as pool:\n    print(pool.map(abs, [-3]))",
    )

    assert "True\n[3]\n" == printed(executed)


def test_failing_cell_raises_and_leaves_its_notebook(run):
    """For the consultant to look at; the caller keeps it out of reports."""
    output = run.folder / "out.ipynb"
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        run("1 / 0", output=output)

    assert "ZeroDivisionError" in output.read_text("utf-8")
    assert [output] == list(run.folder.iterdir())


def test_killed_kernel_is_tried_once_more(run):
    """The second kernel is a fresh Python, so a fault of the server cannot repeat."""
    source = (
        "import os, pathlib, sys\nflag = pathlib.Path('died')\n"
        "if not flag.exists():\n    flag.touch()\n    os._exit(1)\nprint('pandas' in sys.modules)"
    )

    assert "False\n" == printed(run(source))
    with pytest.raises(DeadKernelError):
        run("import os\nos._exit(1)")


def test_same_notebook_gives_the_same_file(run):
    """No clock times, no random cell id."""
    source = notebook("x + 1")
    files = [run.folder / name for name in ("a.ipynb", "b.ipynb")]
    for file in files:
        kernels.execute_notebook(source, parameters={"x": 5}, output=file, cwd=run.folder)

    assert files[0].read_bytes() == files[1].read_bytes()
    assert ["6"] == json.loads(files[0].read_text("utf-8"))["cells"][-1]["outputs"][0]["data"]["text/plain"]


def test_no_sockets_are_left_behind(run, monkeypatch):
    """Each kernel's folder goes with it."""
    made = []
    monkeypatch.setattr(kernels.tempfile, "mkdtemp", lambda make=tempfile.mkdtemp, **how: made.append(make(**how)) or made[-1])
    run("pass")

    assert made
    assert not [folder for folder in made if Path(folder).exists()]


def test_where_forking_is_unsafe_the_stock_kernel_runs(run, monkeypatch):
    """Windows and macOS: same result, slower start."""
    monkeypatch.setattr(kernels, "_FORKS", False)

    assert "5 False\n" == printed(run("import sys\nprint(x, 'pandas' in sys.modules)"))
