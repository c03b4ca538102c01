"""Charts: finished table -> figure, drawn for a page and for a phone; nothing else."""
