"""How many orders a customer still places, and what they are worth: BG/NBD and Gamma-Gamma by maximum likelihood.

A customer's history is three numbers in one unit of time: `repeat_count`, purchase days after the first;
`last_order_age`, from the first to the last; `customer_age`, from the first to the end of what was seen.
"""

from analysis.lifetime import bg_nbd, gamma_gamma

__all__ = ["bg_nbd", "gamma_gamma"]
