"""Which time zone a person lives in: asked when it first matters, told by a clock, a city, a place.

Nothing is moved to another zone by itself: a location shared elsewhere asks first.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.conversations.card_words import is_card_word
from bot.conversations.checkin_plans import plan_all
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.flow import (
    Chosen,
    Finished,
    Flow,
    GoTo,
    Outcome,
    Pass,
    Ready,
    Stay,
    WaitFor,
    Words,
    takes,
)
from bot.engine.inbound import Location
from bot.engine.outgoing import AskLocation, Remove
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.people import zones
from core.places import coordinates
from core.towns.finding import find_town

MOST_CITIES = 6
LATER, OTHER = "later", "other"
MOVE = "zone:move"
NOT_UNDERSTOOD = N_("Type the time it is for you, like 14:30, or a town near you.")
UNKNOWN_PLACE = N_("I know no time zone there. Type the time it is for you, like 14:30.")


@dataclass
class Asking:
    """The zones that fit what was typed, likeliest first."""

    zones: list[str] = field(default_factory=list)


class ZoneQuestion(Flow):
    """What time is it for you now? A clock, a city or a shared location answers it."""

    name = "time zone"
    first = "time"
    State = Asking

    def ask_time(self, turn: Turn, state: Asking) -> None:
        """The easiest answer first: everybody sees a clock."""
        text = turn.t(
            "What time is it for you now? Type it (14:30), or a town near you, "
            "or share your location."
        )
        later = (turn.choice(turn.t("Later"), LATER),)
        turn.send(AskLocation(text, turn.t("Share my location"), (later,)))

    @takes(Chosen, Words, Location, Ready, to=("city",))
    def got_time(
        self, turn: Turn, state: Asking, given: Chosen | Words | Location | Ready
    ) -> Outcome:
        """A time leads to the cities that share it; a city or a place says it all."""
        if isinstance(given, Chosen):
            turn.say(turn.t("Fine. It is in /settings whenever you like."))
            return Finished()
        return _answered(turn, state, given)

    def ask_city(self, turn: Turn, state: Asking) -> None:
        """Many zones share a time, and change their clocks on different days."""
        cities = [turn.choice(_city(turn, zone), zone) for zone in state.zones[:MOST_CITIES]]
        rows = [tuple(cities[place : place + 2]) for place in range(0, len(cities), 2)]
        other = (turn.choice(turn.t("Another"), OTHER),)
        turn.say(turn.t("Which of these has your clock all year?"), *rows, other)

    @takes(Chosen, Words, Location, Ready, to=("city",))
    def got_city(
        self, turn: Turn, state: Asking, given: Chosen | Words | Location | Ready
    ) -> Outcome:
        """A tap, or anything that the first question takes."""
        if not isinstance(given, Chosen):
            return _answered(turn, state, given)
        if given.value not in state.zones:
            return Stay(turn.t("Type a town near you, like Berlin."))
        return _settled(turn, given.value)


time_zone = Conversation("time zone", flows=(ZoneQuestion(),))


def _answered(turn: Turn, state: Asking, given: Words | Location | Ready) -> Outcome:
    if isinstance(given, Location):
        return _look_up(turn, given.latitude, given.longitude)
    if isinstance(given, Ready):
        if given.result is None:
            return Stay(turn.t(UNKNOWN_PLACE))
        return _settled(turn, given.result)
    return _typed(turn, state, given.text)


def _typed(turn: Turn, state: Asking, text: str) -> Outcome:
    if is_card_word(turn, text):
        # Ende is a town, and the end of a workout.
        return Pass(turn.t(NOT_UNDERSTOOD))
    point = coordinates(text)
    if point is not None:
        return _look_up(turn, *point)
    time = zones.clock_time(text)
    if time is not None:
        state.zones = zones.zones_with_time(time, turn.inbound.at, turn.person.language)
        if state.zones:
            return GoTo("city")
        return Stay(turn.t("No clock on earth shows that now. What does yours show?"))
    zone = zones.zone_named(text, turn.texts.locale)
    return _in_a_town(turn, state, text) if zone is None else _settled(turn, zone)


def _in_a_town(turn: Turn, state: Asking, text: str) -> Outcome:
    """Smaller towns lie in somebody else's zone; where several may be meant, their zones do."""
    found = find_town(turn.db, text)
    if found.town is not None and zones.is_zone(found.town.zone):
        return _settled(turn, found.town.zone)
    meant = dict.fromkeys(town.zone for town in found.choices if zones.is_zone(town.zone))
    if not meant:
        return Pass(turn.t(NOT_UNDERSTOOD))
    state.zones = list(meant)
    return GoTo("city")


def _settled(turn: Turn, zone: str) -> Outcome:
    keep_zone(turn, zone)
    return Finished()


def _look_up(turn: Turn, latitude: float, longitude: float) -> Outcome:
    turn.say(turn.t("Looking up the time there."))
    return WaitFor(_ask_map(turn, latitude, longitude))


def _ask_map(turn: Turn, latitude: float, longitude: float) -> int:
    return turn.job("zone.of_point", latitude=latitude, longitude=longitude)


def _city(turn: Turn, zone: str) -> str:
    return zones.city_name(zone, turn.texts.locale)


def zone_words(turn: Turn, zone: str) -> str:
    """`Berlin, 19:04 now`: what a person can check at a glance."""
    time = turn.texts.time(turn.now, ZoneInfo(zone))
    return turn.t("{city}, {time} now", city=_city(turn, zone), time=time)


def keep_zone(turn: Turn, zone: str) -> None:
    """From here on their days and times are this zone's."""
    turn.change_person(zone=zone)
    plan_all(turn)
    turn.say(turn.t("Your time zone: {zone}.", zone=zone_words(turn, zone)))


# When it is asked, and what is known without asking


def ask_zone(turn: Turn) -> None:
    """Ask now, because the person wants to be asked."""
    turn.begin(ZoneQuestion.name)


def ask_zone_if_unknown(turn: Turn) -> None:
    """Ask where it first matters: once, and never in the middle of another question."""
    person = turn.person
    if person.zone is not None or person.zone_asked_at is not None or turn.open is not None:
        return
    turn.change_person(zone_asked_at=turn.now)
    ask_zone(turn)


def take_zone_from_channel(turn: Turn) -> None:
    """A browser tells its zone; where none is known, that is it."""
    told = turn.inbound.zone
    if turn.person.zone is None and told is not None and zones.is_zone(told):
        turn.change_person(zone=told)
        plan_all(turn)


# A location at any moment


def settle_zone(turn: Turn, latitude: float, longitude: float) -> None:
    """Wherever somebody is, it is some time there; it is told only where that is news."""
    turn.job("zone.of_point", latitude=latitude, longitude=longitude, beside=True)


@time_zone.works("zone.of_point")
async def zone_of_point(tools: JobTools, data: dict[str, Any]) -> str | None:
    """The zone on the map; None at sea."""
    return await asyncio.to_thread(zones.zone_at, data["latitude"], data["longitude"])


@time_zone.when_done("zone.of_point")
def found(turn: Turn, data: dict[str, Any], zone: str | None) -> None:
    """Set what was unknown, and ask before moving what was known."""
    known = turn.person.zone
    if data.get("beside") and (zone is None or zone == known):
        return
    if zone is None:
        turn.say(turn.t("I know no time zone there."))
    elif known is None:
        keep_zone(turn, zone)
    elif zones.same_clock(known, zone, turn.now):
        turn.say(turn.t("Your time zone stays: {zone}.", zone=zone_words(turn, known)))
    else:
        _ask_before_moving(turn, known, zone)


def _ask_before_moving(turn: Turn, known: str, zone: str) -> None:
    turn.say(
        turn.t(
            "That place: {there}. Your time zone: {here}.\nMove your days and times there?",
            there=zone_words(turn, zone),
            here=zone_words(turn, known),
        ),
        (
            turn.button(turn.t("Move to {city}", city=_city(turn, zone)), "zone.move", zone),
            turn.button(turn.t("Stay with {city}", city=_city(turn, known)), "zone.stay"),
        ),
        name=MOVE,
    )


@time_zone.action("zone.move")
def move(turn: Turn, pressed: Pressed) -> None:
    """Live by the new clock from now on."""
    turn.send(Remove(MOVE))
    if zones.is_zone(pressed.object) and pressed.object != turn.person.zone:
        keep_zone(turn, pressed.object)


@time_zone.action("zone.stay")
def stay(turn: Turn, pressed: Pressed) -> None:
    """A journey changes nothing."""
    turn.send(Remove(MOVE))
    turn.toast(turn.t("Nothing is moved."))
