"""How target lists are handed to other programs: one YAML file per import, our fields under their headers."""
