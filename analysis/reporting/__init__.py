"""Reporting: executed notebooks -> pages, index and manifest."""

import sys

# nbformat checks notebooks through jsonschema, which loads a grammar for web addresses wherever one is installed:
# 1.7 s in every process, for a check that no notebook needs.  jsonschema does without it where it is missing.
sys.modules.setdefault("rfc3987_syntax", None)
