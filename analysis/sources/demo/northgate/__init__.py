"""Northgate Home & Garden: an invented British retailer, made from six kinds of customer.

    latent_types, catalogue, places, season    what is assumed (literals)
    people, demographics                       who the customers are
    purchases, campaign                        when they buy: BG/NBD, and what one mailing adds
    orders, lines, returns                     what they buy and send back
    events, survey, reviews                    what else they do and say
    exports, dirt, truth                       the retailer's files, their faults, and the answers

Every part draws from its own generator, so a change in one leaves the others as they were.
"""
