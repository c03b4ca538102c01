"""Method notes of what chapter 04 does: plays, money, tests, lists."""

from analysis.text.message import Message
from analysis.text.notes.note import Note

ACTIONS = (
    Note(
        "stake",
        title=Message("What comes anyway"),
        asks=Message("What would a segment bring in the next period if nobody did anything?"),
        how=Message(
            "For each segment it is looked up how many of those who stood in it when the last period began ordered in that period, and what they brought. The same shares are applied to the customers who stand in it now. Where a margin is given, the money is turned into margin."
        ),
        read=Message(
            "It is the baseline that every play must beat. A campaign to win customers back that reaches only this share has won nothing."
        ),
        misleads=Message(
            "It rests on one period: another season, price or campaign gives other sums. It includes whatever campaigns ran in that period."
        ),
        source=Message("The kit’s own rule; intervals of shares: Wilson (1927)."),
        sections=("04_strategy:stake",),
    ),
    Note(
        "priorities",
        title=Message("Plays and their priorities"),
        asks=Message("Which play fits which segment, and where should one begin?"),
        how=Message(
            "Plays come from a playbook of the trade. A play is proposed for the segments it names, and where it has conditions, only where figures of that segment meet them. They are ranked by what they reach against the effort they ask for; those with an effect from a test or a source come with a sum, the others without."
        ),
        read=Message(
            "The card names the figures that triggered the play, its guardrail, and whom it leaves out. “To be tested” means that nobody knows yet whether it works."
        ),
        misleads=Message(
            "That a play fits a segment by rule is no evidence that it works. Plays of different ways of dividing reach the same people: their sums are never added."
        ),
        source=Message("The playbook that the chapter names; each effect with its own source."),
        sections=("04_strategy:propose", "04_strategy:stake"),
        tables=("plays",),
    ),
    Note(
        "break_even",
        title=Message("From what lift a play pays"),
        asks=Message("How much more must customers order for a contact to pay for itself?"),
        how=Message(
            "A contact costs something, and an extra order brings its margin. The lift at which the margin of the extra orders equals the cost of the contacts is the point from which the play pays. No forecast is needed for it."
        ),
        read=Message(
            "A low bar is a reason to try, not a reason to expect a gain. Compare it with what comes anyway and with what a test could show."
        ),
        misleads=Message(
            "Only the cost of the contact is counted unless the play says more: an adviser’s time, a gift or a discount comes on top, and a discount is also given to those who would have bought anyway."
        ),
        source=Message("Arithmetic; margin as client.yaml or the files give it."),
        sections=("04_strategy:propose", "04_strategy:budget"),
        tables=("plays",),
    ),
    Note(
        "effects",
        title=Message("Effects that learn from tests"),
        asks=Message("What effect may be expected of a play, now that some have been tried?"),
        how=Message(
            "The playbook’s range is the starting point where it has a source. The client’s own tests, customers contacted less customers held out, are laid beside it, each weighted by how certain it is. Segments with few customers are drawn towards the mean of the play, because their own figures say little."
        ),
        read=Message("The more the client has tested, the less the playbook counts. The range says how far the effect may be off."),
        misleads=Message(
            "A campaign counts who ordered, not how often, so the effect errs on the low side. What worked in one season need not work in the next."
        ),
        source=Message("DerSimonian and Laird (1986), Meta-analysis in clinical trials; Efron and Morris (1975)."),
        sections=("04_strategy:budget",),
        tables=("play_effects",),
    ),
    Note(
        "allocation",
        title=Message("Where the budget should go"),
        asks=Message("How should a budget be divided among plays and segments?"),
        how=Message(
            "Only plays whose effect is tested or sourced take part. Money goes where the next contact brings most margin after its cost, until the budget, the staff’s time or the customers run out. The likeliest customers come first, so each further contact brings less. One customer gets one play at most."
        ),
        read=Message(
            "The curve shows what a larger or smaller budget would bring, beside simpler ways to spend it. Where it is flat, more money finds nobody worth contacting."
        ),
        misleads=Message(
            "The division follows from what is believed of the effects; the table of other beliefs says how much would go elsewhere. Effects of one play on another are not in it."
        ),
        source=Message("Mixed-integer linear programme, solved by HiGHS: Huangfu and Hall (2018)."),
        sections=("04_strategy:budget",),
        tables=("allocation",),
    ),
    Note(
        "next_best",
        title=Message("The next category to offer"),
        asks=Message("Which category is a customer likely to choose next?"),
        how=Message(
            "Suggestions are made from what customers with similar purchases bought, and from what was looked at. Several ways are tried on days they have not seen and held against simple rules: what is popular, what is popular in the segment, what the customer always buys. Only a way that beats all of them is used."
        ),
        read=Message(
            "The share of hits stands beside that of popularity. Where nothing beats it, popularity is the answer, and the page says so."
        ),
        misleads=Message(
            "A hit says that customers chose the category, not that a suggestion would have made them. New products have no history, and things that go together need not follow from one another."
        ),
        source=Message("Sarwar et al. (2001), Item-based collaborative filtering; pairs against chance: Garwood (1936)."),
        sections=("04_strategy:next",),
        tables=("next_best_grade",),
    ),
    Note(
        "hold_out",
        title=Message("Tests with a hold-out, and their intervals"),
        asks=Message("Did an action bring anything that would not have come by itself?"),
        how=Message(
            "A part of the group, drawn by lot, is left alone. What these customers do is what would have happened anyway; the difference to those contacted is the effect. Before the start it is worked out which difference a test of this size can show; afterwards, whether the arms have the planned sizes."
        ),
        read=Message(
            "An interval clear of zero is evidence of an effect. One that includes zero does not say that there is none, but that this test cannot tell."
        ),
        misleads=Message(
            "Looking every day and stopping at a good moment finds effects that are not there. Orders may only have been brought forward. Without a lot there is no effect to read."
        ),
        source=Message("Cohen (1988), Statistical Power Analysis, ch. 6; Newcombe (1998) for intervals of differences."),
        sections=("04_strategy:test", "05_evaluation:actions"),
        tables=("test_plans", "experiment_arms"),
    ),
    Note(
        "trial_checks",
        title=Message("Whether a campaign was a test"),
        asks=Message("May what followed a campaign be called its effect?"),
        how=Message(
            "Four things must hold: a group was left alone, customers were drawn and not chosen, the groups are as large as planned, and they were alike before the contact. Where all customers of a store or a day share their group, the stores were drawn, and ranges are counted in stores."
        ),
        read=Message("A campaign that fails is described and not judged; a warning at the top of the section says why."),
        misleads=Message("Groups can differ in what nobody recorded. The checks find a broken lot, they cannot prove a sound one."),
        source=Message(
            "Fabijan et al. (2019) on sample ratios; Hansen and Bowers (2008) on balance; Donner and Klar (2000) on lots by group."
        ),
        sections=("05_evaluation:actions",),
        tables=("experiment_design",),
    ),
    Note(
        "trial_effects",
        title=Message("Effects of a campaign, over everybody and by segment"),
        asks=Message("How large is the effect, how sure is it, and for whom does it hold?"),
        how=Message(
            "Each outcome of each group is compared with those left alone. What the past foretells of a customer is taken out for a more exact figure. The more groups and outcomes are looked at, the stricter each is judged. Effects of segments are drawn towards one another as far as their own figures say little, and it is tested whether segments differ."
        ),
        read=Message("First the effect over everybody; by segment only where the page says that segments differ."),
        misleads=Message(
            "The best of many segments is usually a lucky one. Money is carried by a few large orders, so its range is wide."
        ),
        source=Message(
            "Newcombe (1998); Welch (1947); Deng et al. (2013) for CUPED; Holm (1979); Benjamini and Hochberg (1995); Gelman et al. (2013), ch. 5, for segments."
        ),
        sections=("05_evaluation:actions", "05_evaluation:whom"),
        tables=("experiment_effects",),
    ),
    Note(
        "calendar",
        title=Message("Calendar of contacts"),
        asks=Message("When does which contact go out?"),
        how=Message(
            "Campaigns are placed in order of priority, each in the first week in which no festival, promotion or blocked week is in the way, no customer is contacted sooner after another play than both allow, and those who carry it out have time. Plays that start on a customer’s own day run all the time and have no week."
        ),
        read=Message("A campaign without a week found none, and the reason stands beside it."),
        misleads=Message(
            "Caps are counted by segment and play: campaigns that other departments send are not known here. The best hour of one person is not planned."
        ),
        source=Message("The kit’s own rule; festivals by the client’s calendar."),
        sections=("04_strategy:calendar",),
        tables=("contact_calendar",),
    ),
    Note(
        "channels",
        title=Message("Channel and time of day"),
        asks=Message("Through which channel, and when, do the customers of a segment order?"),
        how=Message(
            "Orders of the window are counted by channel and by part of the day, for each segment and for all customers. Where the data hold no hour or one channel only, the section says so."
        ),
        read=Message(
            "A channel in which a segment orders more often than others is where it is used to dealing with the client, and a fair first try for a message."
        ),
        misleads=Message(
            "Where customers order is not where they like to be written to: a store customer may read e-mail only. Consent decides first, habit after it, and a test tells which works better."
        ),
        source=Message("Counts of the client’s orders."),
        sections=("04_strategy:channel",),
    ),
    Note(
        "target_lists",
        title=Message("Target lists and who is left out"),
        asks=Message("Who stands on the list of a play, and who does not?"),
        how=Message(
            "Customers whom the play’s segments and conditions match are taken, less those who must be left out: no consent, opted out, contacted too recently, in another test, or for a reason of the play. Each has one list at most, and part of every list is drawn by lot and left alone."
        ),
        read=Message(
            "The counts add up from matched to contacted, reason by reason. Lists are written for approved plays only, under data/, never into the report."
        ),
        misleads=Message(
            "A reason that no data can show is not checked, and is named as such. Consent can be withdrawn after the list is drawn: draw it anew on the day."
        ),
        source=Message("Athey and Imbens (2017), The Econometrics of Randomized Experiments; the rest is the kit’s own rule."),
        sections=("04_strategy:whom",),
        tables=("list_counts",),
    ),
    Note(
        "consent",
        title=Message("Consent on record"),
        asks=Message("Who may be contacted at all?"),
        how=Message(
            "Of several statements the latest holds; of two at the same time the stricter one. A refusal without a date holds against every agreement. A statement that names no channel or purpose speaks of all of them. Unknown is never a yes."
        ),
        read=Message(
            "“Reachable” counts only customers with a yes on record. The gap to all customers is worth closing by asking, not by assuming."
        ),
        misleads=Message(
            "A tick in one column need not cover this channel, this purpose or a minor. Whether it does is for the client’s counsel to say."
        ),
        source=Message("The client’s consents or customer file; the law that each play names."),
        sections=("04_strategy:whom",),
        tables=("consent_overview",),
    ),
)
