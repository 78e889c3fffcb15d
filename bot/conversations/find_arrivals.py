"""Who found nobody can be told, once, when somebody comes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.conversations.find_list import current_search, show_page
from bot.conversations.find_wording import Wording
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Say
from bot.engine.templates import approved, filled
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.checkins.plans import is_daytime, next_daytime
from core.providers.models import Provider
from core.providers.nearby import nearby
from core.providers.queries import provider_by_id
from core.searches.models import WAITS_FOR, Awaited, Spot
from core.searches.queries import awaited_by, stop_waiting, wait_for
from core.towns.around import town_at

LOOK_EVERY = timedelta(hours=6)
TEMPLATE = approved(
    "somebody_near",
    N_("Somebody has come near where you looked: {name}, {facts}."),
    N_("Show"),
    name="Ana Ruiz",
    facts="400 m · Strength, mobility",
)

arrivals = Conversation("finding: who comes later")


@arrivals.action("find.await")
def wait_here(turn: Turn, pressed: Pressed) -> None:
    """From now on somebody who comes within the radius is told of."""
    one = current_search(turn, pressed)
    if one is None:
        return
    wait_for(turn.db, one, turn.now)
    _look_later(turn, _zone(turn, one.spot))
    show_page(turn, one, 0)


@arrivals.action("find.forget")
def wait_no_more(turn: Turn, pressed: Pressed) -> None:
    """The person wants to hear nothing of it."""
    one = current_search(turn, pressed)
    stop_waiting(turn.db, turn.person.id)
    turn.unplan("find.arrival", turn.person.id)
    if one is not None:
        show_page(turn, one, 0)


@arrivals.when_due("find.arrival", reminds=True)
def look(turn: Turn, person_id: str, data: dict[str, Any]) -> None:
    """Has somebody come? Then it is told, by day, and the wait is over."""
    waits = awaited_by(turn.db, turn.person.id)
    if waits is None:
        return
    if turn.identity.gone_at is not None or turn.now >= waits.since + WAITS_FOR:
        stop_waiting(turn.db, turn.person.id)
        return
    zone = _zone(turn, waits.spot)
    # What falls due late, or where the zone has changed, may fall into the night.
    who = _come(turn, waits) if zone and is_daytime(turn.now, zone) else None
    if who is None:
        _look_later(turn, zone)
        return
    stop_waiting(turn.db, turn.person.id)
    _tell(turn, waits, who)


def _tell(turn: Turn, waits: Awaited, who: Provider) -> None:
    wording = Wording(turn.texts, turn.person)
    facts = [wording.off(waits.spot, who), wording.specialties(who.specialties)]
    values = {"name": who.name, "facts": " · ".join(fact for fact in facts if fact)}
    show = turn.button(turn.t("Show"), "find.open", who.id)
    template = filled(TEMPLATE, turn.texts, show, **values)
    turn.send(Say(turn.t(TEMPLATE.text, **values), ((show,),), template=template))


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


def _look_later(turn: Turn, zone: ZoneInfo | None) -> None:
    """Look again in a few hours, or in the morning where that would be at night."""
    at = turn.now + LOOK_EVERY
    turn.plan("find.arrival", turn.person.id, next_daytime(at, zone) if zone else at)


def _zone(turn: Turn, spot: Spot) -> ZoneInfo | None:
    """By which clock it is day: the person's, else the one where they look; None: not known."""
    if turn.person.zone is not None:
        return turn.person.timezone
    town = town_at(turn.db, spot.latitude, spot.longitude)
    return ZoneInfo(town.zone) if town else None
