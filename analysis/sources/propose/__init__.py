"""`strata new`: from files that nobody documented to a commented client.yaml."""

from analysis.sources.propose.build import propose_client
from analysis.sources.propose.remarks import Guess, Proposal, Remark

__all__ = ["Guess", "Proposal", "Remark", "propose_client"]
