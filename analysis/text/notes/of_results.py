"""Method notes of what chapter 05 measures: movement, why revenue changed, whether the ruler still fits."""

from analysis.text.message import Message
from analysis.text.notes.note import Note

RESULTS = (
    Note(
        "migration",
        title=Message("Movement between segments, and chance"),
        asks=Message("Who moved to another segment, and is that more than chance?"),
        how=Message(
            "Both days are read with the same limits, so that customers moved and not the ruler. Then the period is replayed many times with customers who order at the pace of before: the movement in the replays is what chance brings. Segments that rest on more than orders are held against the period before instead."
        ),
        read=Message("A dot outside the bar is movement that chance does not explain. Inside it, nothing needs an explanation."),
        misleads=Message(
            "A replay knows no season, no growth and nobody who leaves for good, so a move beyond chance says that something changed, not what. Standing still moves a customer, too: days since the last order grow by themselves."
        ),
        source=Message("Replays drawn from each customer’s history before the period; the kit’s own method."),
        sections=("05_evaluation:moved", "05_evaluation:chance"),
        tables=("migration",),
    ),
    Note(
        "movement_kinds",
        title=Message("Money at risk, money won"),
        asks=Message("What did customers bring who have fallen silent, and what those who are new or came back?"),
        how=Message(
            "Every customer stands in one row, the first that fits: new, back after silence, fell silent, in a better or a worse segment, the same. One rule says on both days who is silent: dormant or churned by the life cycle, or away for longer than nine of ten pauses last."
        ),
        read=Message(
            "Money at risk is what those who fell silent or moved down brought in the window before. Money won is what new, returned and risen customers brought since."
        ),
        misleads=Message(
            "Neither is an effect. Some of the silent come back by themselves, and the two sums cover different lengths of time: never subtract one from the other."
        ),
        source=Message("The kit’s own method; the limits of the life cycle are those of its note."),
        sections=("05_evaluation:moved",),
        tables=("movement_kinds",),
    ),
    Note(
        "segment_split",
        title=Message("Customers or the ruler"),
        asks=Message("Did a segment grow because customers changed, or because it was defined anew?"),
        how=Message(
            "Each customer is followed over three labels: under the old definitions on the first day, under the old ones on the last, under the new ones on the last. The first step is the customers’, the second the ruler’s; who came or went is counted apart. Money is divided alike, with what the same customers spent more or less as a part of its own."
        ),
        read=Message(
            "The parts of a segment add up to its change, without a rest. Only the first is something that customers did."
        ),
        misleads=Message(
            "The ruler’s part is measured on the last day’s customers; on those of the first day it would be another. Without a report that ended on the first day there is one ruler."
        ),
        source=Message("The kit’s own method: exact counting, no model."),
        sections=("05_evaluation:ruler",),
        tables=("segment_split",),
    ),
    Note(
        "revenue_change",
        title=Message("Why revenue changed"),
        asks=Message("More customers, more orders each, or larger orders?"),
        how=Message(
            "Revenue is customers times orders per customer times money per order. The change is divided among the three so that nothing is left over and none is favoured for being named first: each gets its effect averaged over all orders in which the three could have changed."
        ),
        read=Message(
            "The bars add up to the whole change. The largest says where to look first. By segment, each period is read by the segments on its own eve, and how many customers stood in a segment is a part of its own: the mix."
        ),
        misleads=Message(
            "It describes, it does not explain: a price rise shows as larger orders and may be why there are fewer customers."
        ),
        source=Message("Shapley (1953); Sun (1998), Accounting for the changes in energy consumption."),
        sections=("05_evaluation:change",),
        tables=("revenue_change", "segment_change"),
    ),
    Note(
        "segment_kpis",
        title=Message("Figures by segment, like for like"),
        asks=Message("What did the customers of each segment do in the period, and is that more or less than a year before?"),
        how=Message(
            "Segments are those of the day before the period, so that nobody stands in one because of what was done afterwards. Each figure is a share, a mean or a ratio over these customers, with its interval. Beside it stands the figure of the same period a year before, moved with lunar holidays, of those in the segment then."
        ),
        read=Message(
            "A bar beyond the stroke reached its target. A change counts as beyond chance where its range leaves out nought."
        ),
        misleads=Message(
            "Among many figures, one in twenty looks changed though nothing has. Revenue beside the cost of contacts is no effect unless customers were held out by lot."
        ),
        source=Message("Wilson (1927); Zou and Donner (2008), Construction of confidence limits about effect measures."),
        sections=("05_evaluation:target",),
        tables=("segment_kpis",),
    ),
    Note(
        "cohorts",
        title=Message("Cohorts of new customers"),
        asks=Message("Are newer customers better or worse than those before them?"),
        how=Message(
            "Customers are put together by the month of their first order and followed month by month: who ordered, who has ordered again, what they brought. Newer months stand beside the same months a year before at the same age, so that neither season nor time differs. The first months of the history are left out of this comparison, until nearly all old customers would have shown themselves."
        ),
        read=Message(
            "Going down a column compares cohorts at one age. The curve says what share has ordered again after so many days."
        ),
        misleads=Message(
            "A month of sales or of another channel brings other customers. The youngest are compared at a low age only. Whoever comes under another number looks new."
        ),
        source=Message("Kaplan and Meier (1958); Newcombe (1998); Welch (1947)."),
        sections=("05_evaluation:cohorts",),
        tables=("cohort_months", "cohorts_compared", "further_order_curve"),
    ),
    Note(
        "drift",
        title=Message("Whether the segmentation still holds"),
        asks=Message("Do customers still look as they did when the segments were defined?"),
        how=Message(
            "For each figure it is compared how customers spread over tenths of it then and now. The index is nought where both are alike and grows as they part; a figure counts as moved only where a test of the same tenths finds the days different as well."
        ),
        read=Message(
            "Where a figure that makes the segments has moved, the old limits no longer cut where they were meant to: define anew, or say why not."
        ),
        misleads=Message(
            "With few customers the index is high by chance; the test guards against that. Customers can change in ways that no single figure shows."
        ),
        source=Message(
            "Siddiqi (2006), Credit Risk Scorecards; Yurdakul and Naranjo (2020), Statistical properties of the population stability index."
        ),
        sections=("05_evaluation:drift",),
        tables=("drift",),
    ),
    Note(
        "model_health",
        title=Message("Whether the models still hold"),
        asks=Message("Did what was predicted before the period come?"),
        how=Message(
            "The model of the report before is laid on what was known on the eve of the period, and its forecast is held against what customers did: in total, by tenths, and by who came at all. Where no report left a forecast, a model is fitted on the orders before the period, and that is called a back-test."
        ),
        read=Message(
            "A total near one can be planned with. A model that tells no more than past spend or days since the last order is not worth its trouble."
        ),
        misleads=Message(
            "One period has one season, which the model does not know. Customers who were contacted because of the forecast behave otherwise than it said."
        ),
        source=Message(
            "Fader, Hardie and Lee (2005), Marketing Science 24; DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44; grades are the kit’s own."
        ),
        sections=("05_evaluation:models",),
        tables=("model_health",),
    ),
    Note(
        "refit",
        title=Message("Whether new limits are called for"),
        asks=Message("Would limits learned today divide otherwise, and is that more than luck?"),
        how=Message(
            "The definition is learned again on today’s customers and both are laid on them: what differs is the ruler. Then limits are learned on customers drawn anew with replacement. New limits are called for where a figure that makes the segments has shifted, or where they would put more customers elsewhere than the limit allows and than redrawing does."
        ),
        read=Message(
            "Small changes are luck: keep the definitions, and customers move instead of the ruler. Segments that most redraws do not leave alone are too many, or too fine."
        ),
        misleads=Message(
            "Limits that have not moved may still be the wrong ones; whether segments tell who comes is a question of its own."
        ),
        source=Message(
            "Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics and Data Analysis 52; the limits are the kit’s own."
        ),
        sections=("05_evaluation:refit",),
        tables=("separation",),
    ),
    Note(
        "timeline",
        title=Message("Periods side by side"),
        asks=Message("How did segments, money and figures develop over the reports so far?"),
        how=Message(
            "The tables of earlier reports of the same length are laid beside this one, as those reports showed them; what one of them kept back stays a gap. Definitions are compared to the last limit: where they differ, the ruler is another one, and the chart says so."
        ),
        read=Message(
            "Follow a segment only as far as its ruler is the same. Each small line has a scale of its own, so compare shapes, and sizes by the figures at the ends."
        ),
        misleads=Message(
            "Seasons come back every year: three quarters in a row are no trend. Revenue in the window moves slowly, because two neighbouring windows share most of their days."
        ),
        source=Message("The kit’s own method; small multiples after Tufte (1990), Envisioning Information."),
        sections=("05_evaluation:timeline",),
        tables=("timeline",),
    ),
    Note(
        "alerts",
        title=Message("Rules that call for attention"),
        asks=Message("When is a rule crossed, and when is that more than chance?"),
        how=Message(
            "Each rule of client.yaml is held against its figure and the interval of the figure. Sums get the spread they would have if every customer had come or stayed away by chance; shares Wilson’s interval; sizes of segments that of those who came and went."
        ),
        read=Message(
            "“Crossed” means that the whole interval lies beyond the limit, or that no interval is held. “Within chance” means that the figure does, but the interval reaches back over the limit: wait for another period before acting."
        ),
        misleads=Message(
            "Ten rules cross more often by chance than one. An interval knows no season, no campaign and no late delivery, so a rule that is crossed asks for the reason, and does not give it."
        ),
        source=Message("Bowers et al. (1997), Actuarial Mathematics; Wilson (1927); McNemar (1947)."),
        sections=("05_evaluation:target",),
        tables=("alerts",),
    ),
)
