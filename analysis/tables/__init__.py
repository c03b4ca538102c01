"""Tables as the reader sees them: finished table -> HTML, in the reader's language."""
