"""The derived tables: what each stage leaves behind for the next one and for the reader."""

from analysis.schema.derived.children import CHILDREN
from analysis.schema.derived.clusters import CLUSTERS
from analysis.schema.derived.cohorts import COHORTS
from analysis.schema.derived.engagement import ENGAGEMENT
from analysis.schema.derived.evaluation import EVALUATION
from analysis.schema.derived.feedback import FEEDBACK
from analysis.schema.derived.health import HEALTH
from analysis.schema.derived.inputs import INPUTS
from analysis.schema.derived.leaving import LEAVING
from analysis.schema.derived.lifetime import LIFETIME
from analysis.schema.derived.lists import LISTS
from analysis.schema.derived.money import MONEY
from analysis.schema.derived.monitoring import MONITORING
from analysis.schema.derived.movement import MOVEMENT
from analysis.schema.derived.next_best import NEXT_BEST
from analysis.schema.derived.orders import CUSTOMER_STATES, ORDERS
from analysis.schema.derived.overrides import OVERRIDES
from analysis.schema.derived.people import PEOPLE
from analysis.schema.derived.preferences import PREFERENCES
from analysis.schema.derived.privacy import PRIVACY
from analysis.schema.derived.profiles import PROFILES
from analysis.schema.derived.quality import QUALITY
from analysis.schema.derived.report import REPORT
from analysis.schema.derived.segments import SEGMENTS
from analysis.schema.derived.strategy import STRATEGY
from analysis.schema.derived.survey import SURVEY
from analysis.schema.derived.visits import VISITS
from analysis.schema.derived.wants import WANTS
from analysis.schema.model import Table

__all__ = ["CUSTOMER_STATES", "DERIVED"]

DERIVED: dict[str, Table] = {
    table.name: table
    for table in (
        *QUALITY,
        *MONEY,
        *PRIVACY,
        *INPUTS,
        *ORDERS,
        *SEGMENTS,
        *PROFILES,
        *LEAVING,
        *FEEDBACK,
        *STRATEGY,
        *LISTS,
        *NEXT_BEST,
        *EVALUATION,
        *COHORTS,
        *MOVEMENT,
        *HEALTH,
        *MONITORING,
        *ENGAGEMENT,
        *PREFERENCES,
        *LIFETIME,
        *CLUSTERS,
        *PEOPLE,
        *SURVEY,
        *VISITS,
        *WANTS,
        *OVERRIDES,
        *CHILDREN,
        *REPORT,
    )
}
