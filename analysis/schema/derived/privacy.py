"""What personal data were used, why, and who agreed to what."""

from analysis.schema.model import Table

PRIVACY: tuple[Table, ...] = ()
