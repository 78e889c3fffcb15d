"""A strict stand-in for Meta's Graph API, as far as the WhatsApp Cloud API goes.

async with GraphStandin() as graph:
    await graph.verifies(werkout.address + "/webhooks/whatsapp")
    ann = graph.customer("Ann", wa_id="491701234567", user_id="DE.1234")
    ann.says("bench 80x8")
    await ann.hears("Bench press")
    ann.presses("Again")
    assert graph.violations == []
"""

from tests.standins.graph.check import check
from tests.standins.graph.customer import Customer
from tests.standins.graph.fate import Fate
from tests.standins.graph.faults import Fault
from tests.standins.graph.received import Received
from tests.standins.graph.refusal import Refusal
from tests.standins.graph.server import APP_SECRET, TOKEN, VERIFY, GraphStandin
from tests.standins.graph.statuses import Accepted
from tests.standins.graph.templates import Template

__all__ = [
    "APP_SECRET",
    "TOKEN",
    "VERIFY",
    "Accepted",
    "Customer",
    "Fate",
    "Fault",
    "GraphStandin",
    "Received",
    "Refusal",
    "Template",
    "check",
]
