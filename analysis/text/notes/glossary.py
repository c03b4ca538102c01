"""Words of the report in one sentence each, in the order of the English alphabet; consistent with the term base."""

from analysis.text.message import Message
from analysis.text.notes.note import Term

GLOSSARY: tuple[Term, ...] = (
    Term(
        Message("Active"),
        Message("A customer who has ordered, or come, within the time that is usual; which time, the definition says."),
    ),
    Term(Message("As of"), Message("The day on which the report looks at the customers: nothing later is in its figures.")),
    Term(Message("At risk"), Message("Used to order well and has been away for longer than usual; not yet lost.")),
    Term(Message("Average order"), Message("Revenue divided by the number of orders.")),
    Term(Message("Base"), Message("All customers that a figure is taken of; shares and indices are measured against it.")),
    Term(
        Message("Beyond chance"), Message("A difference larger than random ups and downs would bring with customers who are alike.")
    ),
    Term(Message("By construction"), Message("True because of how a segment was made, and therefore no finding.")),
    Term(Message("Came back"), Message("Share of a segment’s customers who ordered in the days after the segment was fixed.")),
    Term(
        Message("Churned"), Message("Away for so long that most who come back would have done so; a convention, not a certainty.")
    ),
    Term(Message("Consent on record"), Message("A yes to being contacted that the client’s data hold; unknown is not a yes.")),
    Term(Message("Customer"), Message("A person or household known to the client, whether or not there is an order.")),
    Term(
        Message("Definition"),
        Message("The limits that make a segment; kept as a table, so that the next period is measured alike."),
    ),
    Term(Message("Developing"), Message("Has ordered more than once, but not yet often enough to be called loyal.")),
    Term(Message("Dormant"), Message("Away for longer than usual, but not yet for as long as those who seldom return.")),
    Term(Message("Frequency"), Message("Number of orders of a customer in the window.")),
    Term(Message("Guardrail"), Message("A figure that must not get worse while a play runs; if it does, the play stops.")),
    Term(Message("Held out"), Message("Drawn by lot and left alone, to show what happens without the play.")),
    Term(Message("Index"), Message("How common a trait is in a segment; 100 is as common as among all customers.")),
    Term(
        Message("Interval"),
        Message("The range that chance leaves open around an estimate: the true figure lies in it in 95 of 100 cases."),
    ),
    Term(Message("Lens"), Message("One way of dividing customers; each customer has one segment under each.")),
    Term(
        Message("Life cycle"),
        Message("Where a customer stands between first order and leaving, judged by usual time between orders."),
    ),
    Term(Message("Lift"), Message("How much more customers order because of a contact, compared with no contact.")),
    Term(Message("Loyal"), Message("Orders again and again and has not been away for longer than usual.")),
    Term(
        Message("Margin"),
        Message("What is left of an order’s money after its costs; the report uses the margin that client.yaml or the files give."),
    ),
    Term(Message("Median"), Message("The middle value: half of the customers lie below it, half above.")),
    Term(
        Message("Natural groups"),
        Message("Customers who lie close together in several figures at once, with gaps between the groups."),
    ),
    Term(Message("Order"), Message("What one customer bought under one order number, or on one day where no numbers are held.")),
    Term(
        Message("Ordered at least twice"),
        Message("The repeat rate: of the customers who ordered in the period, the share with two orders or more."),
    ),
    Term(Message("Owed"), Message("What customers have paid for and not yet received; never added to receipts or consumption.")),
    Term(Message("Pays from"), Message("The lift at which a play’s margin equals the cost of its contacts.")),
    Term(Message("Period"), Message("The days that the report is about, such as a quarter.")),
    Term(Message("Play"), Message("A proposed action for one segment: goal, offer, channel, timing, measure and limits.")),
    Term(Message("Prospect"), Message("Known to the client and has not ordered yet.")),
    Term(Message("Pseudonym"), Message("A code in place of the customer number; it hides who somebody is, but is not anonymous.")),
    Term(Message("Receipts"), Message("Money taken in order lines, whether or not the service has been given.")),
    Term(Message("Recency"), Message("Time since the last order, or visit where visits are counted.")),
    Term(Message("Revenue"), Message("Money of the orders that count, after refunds unless the report says otherwise.")),
    Term(Message("Segment"), Message("A group of customers made by a rule that is printed in the report.")),
    Term(Message("Share"), Message("A part of a whole in percent; the whole, n, stands beside it.")),
    Term(Message("Silent"), Message("No order, or visit, for longer than usual.")),
    Term(Message("To be tested"), Message("Without an effect from a source or a test; kept out of every total.")),
    Term(Message("Touch"), Message("One contact with a customer, such as one message or one call.")),
    Term(Message("Window"), Message("The time up to the end of the period whose orders are looked at.")),
    Term(Message("Won back"), Message("Ordered again after having been away for longer than nearly all who return.")),
)
