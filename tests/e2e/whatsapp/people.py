"""What people do on WhatsApp in these tests, and what the database has of it."""

from __future__ import annotations

from typing import Final

from tests.e2e.telegram.tables import select
from tests.standins.graph import Customer, GraphStandin, Received

ANN: Final = "4915112345678"
ANNS_ID: Final = "DE.13491208655302741918"
LOGGED: Final = """
    SELECT exercise, weight_kg, reps FROM workout_set
    JOIN person ON person.id = workout_set.person_id
    WHERE person.name = :name AND taken_back_at IS NULL
    ORDER BY logged_at, inbound_order, place, workout_set.id
"""


def annegret(graph: GraphStandin, number: int = 0) -> Customer:
    """A person with a number and a user id, each a name of its own."""
    return graph.customer(
        f"Annegret {number}", str(int(ANN) + number), f"DE.{13491208655302741918 + number}"
    )


async def agrees(person: Customer) -> Received:
    """The first word, and the agreement."""
    person.says("/start")
    asked = await person.hears("I keep your training log")
    person.presses("Fine, go on", message=asked)
    return await person.hears("What first?")


def sets_of(url: str, person: Customer) -> list[tuple[str, float | None, int | None]]:
    """The log of whoever has this name: exercise, kilograms and repetitions."""
    rows = select(url, LOGGED, name=person.name)
    return [(row[0], None if row[1] is None else row[1] / 1000, row[2]) for row in rows]


def key_of(url: str, person: Customer) -> str:
    """Our own name of their identity."""
    whose = "SELECT key FROM identity JOIN person ON person.id = person_id WHERE name = :name"
    [(key,)] = select(url, whose, name=person.name)
    return str(key)
