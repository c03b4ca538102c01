"""The kit's first chapter alone: a file on disk to a page.    python kit_chapter.py FILE PAGE command|plain|again

command   as `strata report` makes it: a fork server, a kernel, papermill, the page
plain     the same cells in this process, without a kernel: the difference is what the notebook costs
again     as command, for a client whose files were read before

The client's folder lies beside the page and is made anew, so nothing is left over from an earlier
run, except for `again`.
"""

import os
import shutil
import sys
from pathlib import Path

CLIENT = """\
name: Benchmark
currency: GBP
timezone: Europe/London
source:
  transactions:
    files: raw/order_lines.*
    columns:
      customer_id: customer_no
      ordered_at: ordered_at
      amount: line_total
      order_id: order_no
      product: product
      category: department
      brand: brand
      channel: channel
      store: store
      city: city
      region: region
      quantity: quantity
      list_amount: list_total
      discount: discount
      cost: cost
      status: status
    values:
      status: {paid: [completed], refunded: [returned], cancelled: [cancelled], pending: [open]}
    exclude: {customer_no: [TEST001]}
    duplicates: all
window: 24 months
refunds: net
"""
CHAPTER, PERIOD = "01_data_profile", "2025-Q4"


def client_folder(file: Path, page: Path, *, again: bool) -> None:
    """A client with this one file, in folders of its own that the kernels find in the environment."""
    data, reports = page.with_suffix(".data"), page.with_suffix(".reports")
    os.environ["STRATA_DATA"], os.environ["STRATA_REPORTS"] = str(data), str(reports)
    if again:
        return
    shutil.rmtree(data, ignore_errors=True)
    (data / "bench" / "raw").mkdir(parents=True)
    reports.mkdir(exist_ok=True)
    (data / "bench" / "client.yaml").write_text(CLIENT, encoding="utf-8")
    (data / "bench" / "raw" / file.name).symlink_to(file.resolve())


def by_command():
    """The executed notebook, as one worker of `strata report` makes it: the kernels' server imports while files are read."""
    from analysis.reporting.kernels import execute_notebook, start_server
    from analysis.reporting.run import PRELOAD

    start_server(PRELOAD)

    from analysis.reporting.compose import inputs_of
    from analysis.reporting.notebooks import read_notebook
    from analysis.store import Run, find_root

    run = Run.open("bench", PERIOD)
    inputs_of(run)
    parameters = {"client": run.client, "period": run.period.label, "language": "en"}
    (run.folder / "notebooks").mkdir(parents=True, exist_ok=True)
    output = run.folder / "notebooks" / f"{CHAPTER}.ipynb"
    return execute_notebook(
        read_notebook(CHAPTER, language="en"), parameters=parameters, output=output, cwd=find_root(), preload=PRELOAD
    )


def without_kernel():
    """The same cells one after the other in this process; what they display becomes their outputs."""
    import nbformat

    import analysis.reporting.page as page
    from analysis.reporting.notebooks import read_notebook

    notebook, shown = read_notebook(CHAPTER, language="en"), []
    page.display = lambda data, *, raw, metadata: shown.append(
        nbformat.v4.new_output("display_data", data, metadata=metadata or {})
    )
    names: dict = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        exec(compile(cell.source, f"<{cell.id}>", "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= {"client": "bench", "period": PERIOD, "language": "en"}
        cell["outputs"], shown[:] = list(shown), []
    return notebook


def main(file: Path, page: Path, how: str) -> None:
    """Make the chapter and write it as a page of its own."""
    client_folder(file, page, again=how == "again")
    notebook = without_kernel() if how == "plain" else by_command()

    from analysis.reporting.exporter import render_page
    from analysis.reporting.labels import page_labels
    from analysis.text import Text

    labels = page_labels(Text("en", "GBP", "order"))
    html = render_page([notebook], cover=None, language="en", title="Order lines", brand=None, labels=labels)
    page.write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
