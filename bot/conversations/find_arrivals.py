"""Who found nobody can be told, once, when somebody comes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from bot.conversations.find_list import current_search, show_page
from bot.conversations.find_wording import Wording
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.turn import Turn
from core.providers.models import Provider
from core.providers.nearby import nearby
from core.providers.queries import provider_by_id
from core.searches.models import Awaited
from core.searches.queries import awaited_by, stop_waiting, wait_for

LOOK_EVERY = timedelta(hours=1)
# Nobody is woken by it.
MORNING, EVENING = time(9), time(21)

arrivals = Conversation("finding: who comes later")


@arrivals.action("find.await")
def wait_here(turn: Turn, pressed: Pressed) -> None:
    """From now on somebody who comes within the radius is told of."""
    one = current_search(turn, pressed)
    if one is None:
        return
    wait_for(turn.db, one, turn.now)
    turn.plan("find.arrival", turn.person.id, _next_look(turn))
    show_page(turn, one, 0)


@arrivals.action("find.forget")
def wait_no_more(turn: Turn, pressed: Pressed) -> None:
    """The person wants to hear nothing of it."""
    one = current_search(turn, pressed)
    stop_waiting(turn.db, turn.person.id)
    turn.unplan("find.arrival", turn.person.id)
    if one is not None:
        show_page(turn, one, 0)


@arrivals.when_due("find.arrival")
def look(turn: Turn, person_id: str, data: dict[str, Any]) -> None:
    """Has somebody come? Then it is told, and the wait is over."""
    waits = awaited_by(turn.db, turn.person.id)
    if waits is None:
        return
    who = _come(turn, waits)
    if who is None:
        turn.plan("find.arrival", turn.person.id, _next_look(turn))
        return
    stop_waiting(turn.db, turn.person.id)
    wording = Wording(turn.texts, turn.person)
    facts = [wording.off(waits.spot, who), wording.specialties(who.specialties)]
    turn.say(
        turn.t(
            "Somebody has come near where you looked: {name}, {facts}.",
            name=who.name,
            facts=" · ".join(fact for fact in facts if fact),
        ),
        (turn.button(turn.t("Show"), "find.open", who.id),),
    )


def _come(turn: Turn, waits: Awaited) -> Provider | None:
    found = nearby(
        turn.db,
        waits.spot.latitude,
        waits.spot.longitude,
        waits.filters,
        radius_meters=waits.radius_meters,
        limit=1,
    ).found
    return provider_by_id(turn.db, found[0].provider_id) if found else None


def _next_look(turn: Turn) -> datetime:
    """In an hour, or in the morning where that would be at night."""
    zone = turn.person.timezone
    then = (turn.now + LOOK_EVERY).astimezone(zone)
    if MORNING <= then.time() < EVENING:
        return then
    day = then.date() + timedelta(days=1 if then.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, tzinfo=zone)
