"""Where recency is that of visits, sentences about silence speak of visits.

`recency_of: visit` in client.yaml counts the days since a customer last came, and the gaps between visits.
The chapters' sentences say "order" where a client without visits is meant; here is what they say instead.
Each pair has the same fields.
"""

from analysis.text.message import Message

_PAIRS = (
    (
        Message("by days since the last order"),
        Message("by days since the last visit"),
    ),
    (
        Message("Tenths of days since the last order"),
        Message("Tenths of days since the last visit"),
    ),
    (
        Message("Segments at the start put {own} of pairs in order, days since the last order {plain}"),
        Message("Segments at the start put {own} of pairs in order, days since the last visit {plain}"),
    ),
    (
        Message("Change the lens, or judge by days since the last order"),
        Message("Change the lens, or judge by days since the last visit"),
    ),
    (
        Message("The segments of the start told who would order in {own} of pairs, as well as tenths of days since the last order ({plain}): the difference is within chance."),
        Message("The segments of the start told who would order in {own} of pairs, as well as tenths of days since the last visit ({plain}): the difference is within chance."),
    ),
    (
        Message("The segments of the start told who would order in {own} of pairs, certainly less than tenths of days since the last order ({plain})."),
        Message("The segments of the start told who would order in {own} of pairs, certainly less than tenths of days since the last visit ({plain})."),
    ),
    (
        Message("The segments of the start told who would order: in {own} of pairs the one who ordered stood in the better segment. That is certainly more than tenths of days since the last order tell ({plain})."),
        Message("The segments of the start told who would order: in {own} of pairs the one who ordered stood in the better segment. That is certainly more than tenths of days since the last visit tell ({plain})."),
    ),
    (Message("Days since the last order"), Message("Days since the last visit")),
    (Message("days since the last order"), Message("days since the last visit")),
    (Message("Days between orders"), Message("Days between visits")),
    (Message("Gaps between orders"), Message("Gaps between visits")),
    (Message("Mean gap between orders"), Message("Mean gap between visits")),
    (Message("Last gap between orders"), Message("Last gap between visits")),
    (Message("gaps between orders"), Message("gaps between visits")),
    (
        Message("Half of all orders are followed by another within {days} days."),
        Message("Half of all visits are followed by another within {days} days."),
    ),
    (
        Message("Fewer than half of all orders have been followed by another so far."),
        Message("Fewer than half of all visits have been followed by another so far."),
    ),
    (
        Message("{share} of orders are followed by another within 90 days"),
        Message("{share} of visits are followed by another within 90 days"),
    ),
    (
        Message("Share of order days followed by another within so many days (Kaplan–Meier estimate)"),
        Message("Share of days with a visit followed by another within so many days (Kaplan–Meier estimate)"),
    ),
    (
        Message("Share of order days followed by another within so many days (Kaplan–Meier estimate), and the two limits"),
        Message("Share of days with a visit followed by another within so many days (Kaplan–Meier estimate), and the two limits"),
    ),
    (
        Message("Customers who have not ordered again yet count as “not yet”, not as “never”."),
        Message("Customers who have not come again yet count as “not yet”, not as “never”."),
    ),
    (
        Message("Followed by another order: {a} within 30 days, {b} within 90, {c} within a year."),
        Message("Followed by another visit: {a} within 30 days, {b} within 90, {c} within a year."),
    ),
    (
        Message("Too few orders were followed by another to draw the curve, so the customary {first} and {second} days are used."),
        Message("Too few visits were followed by another to draw the curve, so the customary {first} and {second} days are used."),
    ),
    (
        Message(
            "{first_share} of all orders are followed by another within {first} days, {second_share} within {second}: after that, silence is unusual."
        ),
        Message(
            "{first_share} of all visits are followed by another within {first} days, {second_share} within {second}: after that, silence is unusual."
        ),
    ),
    (
        Message(
            "An estimated {plateau} of orders are followed by another within {reach} days, as far as the data reach. Of these, {first_share} are so within {first} days and {second_share} within {second}."
        ),
        Message(
            "An estimated {plateau} of visits are followed by another within {reach} days, as far as the data reach. Of these, {first_share} are so within {first} days and {second_share} within {second}."
        ),
    ),
    (
        Message("The orders held cover too short a time to see late returns: both limits may come too early."),
        Message("The visits held cover too short a time to see late returns: both limits may come too early."),
    ),
    (
        Message(
            "{n} customers with at least {gaps} intervals between orders are held against their own rhythm: for the middle half of them the first limit lies between {low} and {high} days."
        ),
        Message(
            "{n} customers with at least {gaps} intervals between visits are held against their own rhythm: for the middle half of them the first limit lies between {low} and {high} days."
        ),
    ),
    (
        Message("{gaps} intervals, {closed} of them ended by an order."),
        Message("{gaps} intervals, {closed} of them ended by a visit."),
    ),
    (
        Message("Share of revenue and number of customers, by days since the last order and orders in the window"),
        Message("Share of revenue and number of customers, by days since the last visit and orders in the window"),
    ),
    (
        Message("{n} customers ordered {orders} times or more and were back within the last {days} days. They are {people} of all buyers and {money} of revenue."),
        Message("{n} customers ordered {orders} times or more and last came within {days} days. They are {people} of all buyers and {money} of revenue."),
    ),
    (
        Message("of revenue comes from {n} customers, {people} of buyers, with {orders} orders or more and the last within {days} days. Spending is not part of that grid."),
        Message("of revenue comes from {n} customers, {people} of buyers, with {orders} orders or more and a visit within the last {days} days. Spending is not part of that grid."),
    ),
    (
        Message("Left out, because the segments are made of them: days since the last order, number of orders, money, and what follows from these."),
        Message("Left out, because the segments are made of them: days since the last visit, number of orders, money, and what follows from these."),
    ),
    (
        Message("Left out, because the stages are made of them: days since the last and first order, number of orders, gaps between them, and what follows from these."),
        Message("Left out, because the stages are made of them: days since the last visit and the first order, number of orders, gaps between visits, and what follows from these."),
    ),
    (
        Message("Days between orders: of customers with two order days or more."),
        Message("Days between visits: of customers with two days of visits or more."),
    ),
    (
        Message("{n} of them have not ordered for more than {days} days ({kind}). They spent {money}."),
        Message("{n} of them have not come for more than {days} days ({kind}). They spent {money}."),
    ),
    (
        Message("High means: last order at most {days} days ago ({recency}), {orders} orders or more in the window ({frequency}), {money} or more ({monetary}). Who equals a reference is high."),
        Message("High means: last visit at most {days} days ago ({recency}), {orders} orders or more in the window ({frequency}), {money} or more ({monetary}). Who equals a reference is high."),
    ),
    (Message("or days without one"), Message("or days without a visit")),
    (
        Message("n = {matched} of {recent} customers who left, with {controls} matched orders after which others came back."),
        Message("n = {matched} of {recent} customers who left, with {controls} matched visits after which others came back."),
    ),
    (
        Message("Matched: as many orders so far, the same quarter, as long a customer, similar spending, the same category."),
        Message("Matched: as many visits so far, the same quarter, as long a customer, similar spending, the same category."),
    ),
    (
        Message("Matched: as many orders so far, the same quarter, as long a customer, similar spending; for the same category there were too few."),
        Message("Matched: as many visits so far, the same quarter, as long a customer, similar spending; for the same category there were too few."),
    ),
    (
        Message("Matched: as many orders so far, the same quarter, as long a customer; for similar spending and the same category there were too few."),
        Message("Matched: as many visits so far, the same quarter, as long a customer; for similar spending and the same category there were too few."),
    ),
    (
        Message("On both sides signs count until {days} days after the order, and nobody came back sooner. Colour: beyond chance, false discoveries among all signs held to 5%."),
        Message("On both sides signs count until {days} days after the visit, and nobody came back sooner. Colour: beyond chance, false discoveries among all signs held to 5%."),
    ),
    (
        Message("{n} customers who have not fallen silent show the sign at their last order. Write or call while they are still there, and leave a part alone, drawn by lot: only that tells whether it helps."),
        Message("{n} customers who have not fallen silent show the sign at their last visit. Write or call while they are still there, and leave a part alone, drawn by lot: only that tells whether it helps."),
    ),
    (
        Message("Left: silent for longer than nine of ten gaps between orders."),
        Message("Left: silent for longer than nine of ten gaps between visits."),
    ),
    (
        Message("Half of them placed {orders} orders or more in the window, typically {gap} days apart (all customers: {base}); a typical order is {money}."),
        Message("Half of them placed {orders} orders or more in the window and come every {gap} days (all customers: {base}); a typical order is {money}."),
    ),
    (
        Message("their usual interval; half ordered in the last {silent} days"),
        Message("their usual interval; half came in the last {silent} days"),
    ),
    (
        Message("half ordered in the last {silent} days, their usual interval is {gap}"),
        Message("half came in the last {silent} days, their usual interval is {gap}"),
    ),
    (
        Message("For {n}: the time since the last order against the usual interval."),
        Message("For {n}: the time since the last visit against the usual interval."),
    ),
    # What is due is due for a visit; its money is what visits use up, which is never added to what is received.
    (
        Message("{n} customers have something due or overdue; one purchase of each in these categories, at the usual value, is {money}."),
        Message("{n} customers have something due or overdue; one visit of each in these categories, at the usual value, is {money}."),
    ),
    (
        Message("is one usual purchase of each of the {n} customers with something due or overdue; going by the past, {itself} of it comes without any action."),
        Message("is one usual visit of each of the {n} customers with something due or overdue; going by the past, {itself} of it comes without any action."),
    ),
    (
        Message("is one usual purchase of each of the {n} customers with something due or overdue, category by category."),
        Message("is one usual visit of each of the {n} customers with something due or overdue, category by category."),
    ),
    (
        Message("Customers by category: next time due, overdue, lapsed; with one purchase each at their usual value"),
        Message("Customers by category: next time due, overdue, lapsed; with one visit each at their usual value"),
    ),
    (
        Message("Customers with three intervals of their own in a category are held against their own rhythm. The money is what is at hand, not a forecast."),
        Message("Customers with three intervals of their own in a category are held against their own rhythm. Where visits name the category, the money is what a visit uses up, not what is received; no forecast."),
    ),
    (
        Message("By itself: of purchases that reached this day without another, the share that had one before the lapsed day."),
        Message("By itself: of visits that reached this day without another, the share that had one before the lapsed day."),
    ),
    (
        Message("Repeated: share of purchases followed by another as far as the data reach (Kaplan–Meier estimate); several on one day count once."),
        Message("Repeated: share of visits followed by another as far as the data reach (Kaplan–Meier estimate), check-ups after an operation included; several on one day count once."),
    ),
)  # fmt: skip

OF_VISITS = {order.template: visit.template for order, visit in _PAIRS}
