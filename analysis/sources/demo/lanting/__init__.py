"""Lanting (岚汀): an invented Chinese medical-aesthetics group of three sites, made from seven kinds of customer.

    latent_types, catalogue, season, places   what is assumed (literals)
    people, demographics, cards               who the customers are
    arrivals, campaigns                       when they come: Erlang gaps around the doctor's cycle
    desk, till, purse, books                  what happens at a visit: deal, payment, treatment, refund
    accounts                                  balances, and the ledger that must come out even
    events, survey, comments, history         what else they do and say, and what is known of them
    receipts, exports, signals, workbooks     the clinic's files
    dirt, truth                               their faults, and the answers

Every part draws from its own generator, so a change in one leaves the others as they were.
"""
