"""Findings: from finished tables to sentences with the number in them.

One module per chapter.  `story` returns the words around every section of the chapter, by the
section's key; nothing is computed here that a table does not hold.
"""

from analysis.findings.notes import Basis, GivenBasis

__all__ = ["Basis", "GivenBasis"]
