"""Reporting: executed notebooks -> pages, index and manifest."""
