"""Lanting (岚汀): an invented Chinese medical-aesthetics group of three sites, made from seven kinds of customer.

    latent_types, catalogue, season, places   what is assumed (literals)
    people, demographics, cards               who the customers are
    arrivals, campaigns                       when they come: Erlang gaps around the doctor's cycle
    desk, purse                               what happens at a visit: deal, payment, treatment, refund
    accounts                                  balances, and the ledger that must come out even
    events, survey, comments                  what else they do and say
    exports, history, workbooks, dirt, truth  the clinic's files, their faults, and the answers

Every part draws from its own generator, so a change in one leaves the others as they were.
"""
