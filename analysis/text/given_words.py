"""Where figures are those that a client gives per customer, no sentence speaks of a window or of buyers.

A client without order lines has no window: revenue and orders are whatever the client counted.  The chapters'
sentences, and the limits at the end of chapters 02 and 03, are written for order lines; here is what they say instead.  The second of a pair has the fields of the
first, or fewer.
"""

from analysis.text.message import Message

_PAIRS = (
    (
        Message("Index: the average of all customers, or of all orders, is 100"),
        Message("Index: the average of all customers is 100"),
    ),
    (
        Message("Who customers are and how they buy barely tell the segments apart: every segment holds customers of every kind."),
        Message("Who customers are and what they say barely tell the segments apart: every segment holds customers of every kind."),
    ),
    (
        Message("Who customers are and how they buy tell the segments apart only weakly."),
        Message("Who customers are and what they say tell the segments apart only weakly."),
    ),
    (
        Message("of {n} traits and habits compared tell the segments apart more than barely."),
        Message("of {n} traits compared tell the segments apart more than barely."),
    ),
    (
        Message("Half of {people} placed {orders} orders or more in the window; of all customers, half placed {all_orders} or more."),
        Message("Half of {people} placed {orders} orders or more; of all customers, half placed {all_orders} or more."),
    ),
    (
        Message("n = {n} respondents; segments of {as_of}. Source: survey answers with a customer number."),
        Message("n = {n} respondents. Source: the answers of the survey."),
    ),
    (
        Message("Survey answers with the customer number: satisfaction, and recommendation from 0 to 10."),
        Message("Answers of the same customers: satisfaction, and recommendation from 0 to 10."),
    ),
    (
        Message("No survey answers with a customer number are held, or too few for any segment."),
        Message("No customer says how satisfied they are, or too few of any segment."),
    ),
    (
        Message("Yes. Every customer of the segments is in this profile, with all orders and to the penny."),
        Message("Yes. Every customer of the segments is in this profile, with all the money given, to the penny."),
    ),
    (Message("Revenue in the window"), Message("Revenue, as given")),
    (Message("Orders in the window"), Message("Orders, as given")),
    (Message("Revenue per order in the window"), Message("Revenue per order, as given")),
    (Message("Days since the first order"), Message("Days as a customer")),
    (Message("No order yet"), Message("No order or revenue given")),
    (
        Message("Revenue in the window, after the refund policy; equal revenue is equal tier."),
        Message("Revenue as the client gave it; equal revenue is equal tier."),
    ),
    (
        Message("Revenue per customer in the window with its 95% range; the line is the mean of all customers"),
        Message("Revenue per customer with its 95% range; the line is the mean of all customers"),
    ),
    (
        Message(
            "How to read this\n"
            "Every customer who fell silent was there a last time. Beside each stand others at the same point of the same road, who did come back after it. The chart asks of both, in the same days around that point, whether the sign was there. A mark to the right of the line at 0: more often before the silence.\n\n"
            "A sign that goes with leaving need not be what makes customers leave: both may follow from something that these data do not hold. Whether it helps to act on the sign, only a test with a part left alone can tell."
        ),
        Message(
            "How to read this\n"
            "The client’s file says who has left, not when. Each row sets customers with one trait beside all others: by how many points more of them left. Where it is known how long customers have been there, only those who came at about the same time are compared, because whoever came early has had more time to leave. A mark to the right of the line at 0: more of them left.\n\n"
            "What goes with leaving need not be what makes customers leave: both may follow from something that these data do not hold. Whether it helps to act on it, only a test with a part left alone can tell."
        ),
    ),
    (
        Message("Customers without an order count with 0. The range is corrected for skewness (Hall 1992); groups under {n} customers have no mean."),
        Message("Customers of whom no revenue is given count with 0. The range is corrected for skewness (Hall 1992); groups under {n} customers have no mean."),
    ),
    (
        Message("Share of revenue and number of customers, by days since the last order and orders in the window"),
        Message("Share of revenue and number of customers, by days since the last order and number of orders"),
    ),
    (
        Message("Share of revenue in the window and customers, by value tier and risk"),
        Message("Share of revenue and customers, by value tier and risk"),
    ),
    (
        Message("{n} customers, {part} of buyers, are at high or very high risk of not ordering again. They brought {money} in the window, {share} of revenue."),
        Message("{n} customers, {part} of buyers, are at high or very high risk of not ordering again. They brought {money}, {share} of revenue."),
    ),
    (
        Message("was spent in the window by {n} customers who are now at high or very high risk of not ordering again."),
        Message("was spent by {n} customers who are now at high or very high risk of not ordering again."),
    ),
    (
        Message("{down} customers of level {level}, {part} of them, do not buy like it today: {signs}. They brought {money} in the window."),
        Message("{down} customers of level {level}, {part} of them, do not buy like it today: {signs}. They brought {money}."),
    ),
    (
        Message("{down} customers of the top levels, {part} of them, do not buy like it today: {signs}. They brought {money} in the window."),
        Message("{down} customers of the top levels, {part} of them, do not buy like it today: {signs}. They brought {money}."),
    ),
    (
        Message("of the customers of the top membership levels ({n}) do not buy like it today; they brought {money} in the window."),
        Message("of the customers of the top membership levels ({n}) do not buy like it today; they brought {money}."),
    ),
    (
        Message("They brought {money} in the window, and nobody has to win them first."),
        Message("They brought {money}, and nobody has to win them first."),
    ),
    (
        Message("The limits were fitted on the customers known on {day}; reuse them next period, so that customers move and not the ruler."),
        Message("The limits were fitted on the customers of these lists; reuse them next period, so that customers move and not the ruler."),
    ),
    (
        Message("Agreement of two lenses over the same buyers: 1 the same groups, 0 no more than by lot"),
        Message("Agreement of two lenses over the same customers: 1 the same groups, 0 no more than by lot"),
    ),
    (
        Message("n = {n} buyers. Adjusted Rand index; beside it Cramér’s V, the association of the cross table."),
        Message("n = {n} customers. Adjusted Rand index; beside it Cramér’s V, the association of the cross table."),
    ),
    (
        Message(
            "### Limits\n\n"
            "1. Segments describe what customers have done. A name such as Loyal or Churned is a convention, not a forecast and not a promise.\n"
            "2. Who came back was measured over one period. Another season, a campaign or a changed price would give other rates.\n"
            "3. Limits fitted on this period also know the orders of this period. They are limits on days, orders and money, not on customers, so the effect on the rates is small but not nothing.\n"
            "4. A customer counts as silent from the last order or visit held. Orders on lines without a customer number cannot be seen.\n"
            "5. What a lens tells of later revenue is not what an action would change."
        ),
        Message(
            "### Limits\n\n"
            "1. Segments describe what is known of customers from the lists and figures held, as the client gave them. A name is a convention, not a forecast and not a promise.\n"
            "2. What customers did afterwards is not held, so no way of dividing them is tried on what came next.\n"
            "3. Limits were fitted on the customers of these lists. In another list the same limits give groups of other sizes.\n"
            "4. Who told nothing stands apart. Those who did may differ from them, and words are taken as they were written.\n"
            "5. That groups differ in a figure does not say why, and not what an action would change."
        ),
    ),
    (
        Message("{n} {people} brought {money} in the window, {share} of revenue; half of them have been silent for {days} days or longer."),
        Message("{n} {people} brought {money}, {share} of revenue; half of them have been silent for {days} days or longer."),
    ),
    (
        Message("By effort to set it up: {kind} of the segment in the window, of customers who may be contacted, less the cost of contacts"),
        Message("By effort to set it up: {kind} of the segment, of customers who may be contacted, less the cost of contacts"),
    ),
    (
        Message("Revenue in the window, with a play and without"),
        Message("Revenue, with a play and without"),
    ),
    (
        Message(
            "How to read this\n"
            "100 means “as common as among all customers”. 200 means twice as common, 50 half as common. An index says what is typical, not what is frequent: the column “All” tells how frequent it is.\n"
            "\n"
            "The second table ranks the traits. What the segments are made of is left out, because it would come first by construction. Habits such as channel or weekday are compared order by order: counted by customer, they would only repeat who orders often. Orders are held against those of the same months, so that the season is not taken for a taste."
        ),
        Message(
            "How to read this\n"
            "100 means “as common as among all customers”. 200 means twice as common, 50 half as common. An index says what is typical, not what is frequent: the column “All” tells how frequent it is.\n"
            "\n"
            "The second table ranks the traits. What the segments are made of is left out, because it would come first by construction."
        ),
    ),
    (
        Message(
            "How to read this\n"
            "The thin grey bar is what a segment has brought in the window, the thick bar what it would bring in the next period if its customers do what customers of the same segment did in the last one. Nobody has been contacted for that: it is what comes anyway.\n\n"
            "On the right, the dot is the share that ordered in the period, of those who stood in the segment when it began; the line is the range that chance leaves open. A win-back that reaches that share has won nothing."
        ),
        Message(
            "How to read this\n"
            "Revenue is what a segment has brought, as the client’s file gives it. What would come by itself is not known, because nobody is followed from one day to another: what a play adds shows only beside a group that was left alone."
        ),
    ),
    (
        Message(
            "### Limits\n"
            "\n"
            "1. A profile says who is in a segment today. It does not say what brought them there, nor what would move them.\n"
            "2. Segments are those at the end of the period; orders are those of the whole window. A customer who changed along the way counts once, as of today.\n"
            "3. A difference beyond chance can still be small. The effect says how far apart the segments are; the index alone does not.\n"
            "4. What the client’s file says of a customer is taken as it stands. Unknown values are left out, and whoever left them blank may be different."
        ),
        Message(
            "### Limits\n"
            "\n"
            "1. A profile says who is in a segment today. It does not say what brought them there, nor what would move them.\n"
            "2. Each customer counts once, with what the client’s file says at the end of the period. Who changed along the way, and when, it does not tell.\n"
            "3. A difference beyond chance can still be small. The effect says how far apart the segments are; the index alone does not.\n"
            "4. What the client’s file says of a customer is taken as it stands. Unknown values are left out, and whoever left them blank may be different."
        ),
    ),
    (
        Message(
            "How to read this\n"
            "Part of each group, drawn at random, is left alone. The grey dot is the share that orders anyway. The other end of the line is where the contacted would have to be for a test of this size to notice. The short stroke marks the gain that would matter: where the line ends beyond it, the group is too small for one test, and a true gain of that size would probably be missed.\n\n"
            "A test is read once, on the day its weeks are over. Whoever looks every day and stops at a good moment finds effects that are not there. It ends early for harm alone: when the guardrail on the play’s card is broken. The arms are compared once more when most customers have had their turn, because orders may only have been brought forward."
        ),
        Message(
            "How to read this\n"
            "Part of each group, drawn at random, is left alone. How many order anyway is not known, so one half is taken, the widest case: the smallest gain says how far the contacted must rise above that for a test of this size to notice. Where it is more than the gain that would matter, the group is too small for one test, and a true gain of that size would probably be missed.\n\n"
            "A test is read once, on the day its weeks are over. Whoever looks every day and stops at a good moment finds effects that are not there. It ends early for harm alone: when the guardrail on the play’s card is broken. The arms are compared once more when most customers have had their turn, because orders may only have been brought forward."
        ),
    ),
    (
        Message("By effort to set it up: {kind} of the segment in the window, less the cost of contacting all its customers; no consent is on record"),
        Message("By effort to set it up: {kind} of the segment, less the cost of contacting all its customers; no consent is on record"),
    ),
)  # fmt: skip

OF_GIVEN = {order.template: given.template for order, given in _PAIRS}
