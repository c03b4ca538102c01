"""Strata (分层): customer segmentation reports from a client's files to one offline page.

The stages, in order; each is plain functions between named tables, and the notebooks compose them:

    sources        client.yaml and raw files -> canonical input tables, pseudonymised
    quality        what is held, what is wrong with it, what it costs, what can be analysed
    features       order lines -> orders -> one row per customer
    segmentations  definitions (tables that can be frozen) and the segment of every customer
    profiles       what sets segments apart: index, differentiators, concentration
    strategies     plays from a playbook for each segment, and how to test them
    evaluation     migration, figures by segment, experiments, drift
    findings       finished tables -> sentences with the number in them
    charts, tables finished tables -> figures and tables as the reader sees them
    reporting      executed notebooks -> report.html, chapters, index, manifest
"""

__version__ = "0.1.0"
