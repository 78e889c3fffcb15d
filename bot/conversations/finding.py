"""`/find`: where to look, by a location, a town or an address; then the list of who is near."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.conversations import consent
from bot.conversations.find_address import look_up, not_found, short, spot_found
from bot.conversations.find_kept import show_following, show_saved
from bot.conversations.find_list import FIRST_PAGE, begin_search, search_with
from bot.conversations.time_zone import settle_zone
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
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
from bot.engine.outgoing import AskLocation
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.places import coordinates
from core.providers.queries import follows_of, saved_of
from core.searches.models import PLACE_CHARACTERS, Spot
from core.searches.queries import keep_search, search_of
from core.towns.around import town_at
from core.towns.finding import find_town
from core.towns.loading import are_loaded
from core.towns.models import Town
from core.towns.naming import town_labels
from core.towns.queries import town_by_id, towns_by_ids
from core.training.parse import parse
from core.training.queries import open_workout
from core.training.sets import Note, Repeat, Rest
from core.training.vocabulary import Vocabulary

STILL_LOADING = N_(
    "I am still reading the map, which takes a minute the first time. "
    "Try again soon, or share your location."
)
AGAIN, SAVED, FOLLOWING, OTHER = "again", "saved", "following", "other"
MOST_WORDS = 10
BETWEEN_SEARCHES = timedelta(minutes=1)


@dataclass
class Asking:
    """The towns that may be meant, by their ids; what was typed; the typed place nobody knows."""

    towns: list[int] = field(default_factory=list)
    typed: str = ""
    unknown: str = ""


class PlaceQuestion(Flow):
    """Where to look: a location, a town, an address, or the last place again."""

    name = "finding"
    first = "where"
    State = Asking

    def ask_where(self, turn: Turn, state: Asking) -> None:
        """The last place and the people kept are one tap away."""
        rows = ((turn.choice(label, value),) for value, label in _shortcuts(turn).items())
        text = _unknown(turn, state.unknown) if state.unknown else _where(turn)
        turn.send(AskLocation(text, turn.t("Share my location"), tuple(rows)))

    @takes(Chosen, Words, Location, Ready, to=("which",))
    def got_where(
        self, turn: Turn, state: Asking, given: Chosen | Words | Location | Ready
    ) -> Outcome:
        """A place, however it is said, is looked around at once."""
        return _answered(turn, state, given)

    def ask_which(self, turn: Turn, state: Asking) -> None:
        """Several towns have that name."""
        known = towns_by_ids(turn.db, state.towns)
        towns = [known[one] for one in state.towns if one in known]
        labels = town_labels(turn.db, towns, turn.texts.words_locale)
        rows = [
            (turn.choice(label, str(one.id)),) for one, label in zip(towns, labels, strict=True)
        ]
        other = (turn.choice(turn.t("Another place"), OTHER),)
        turn.say(turn.t("Which {town}?", town=state.typed), *rows, other)

    @takes(Chosen, Words, Location, Ready, to=("where", "which"))
    def got_which(
        self, turn: Turn, state: Asking, given: Chosen | Words | Location | Ready
    ) -> Outcome:
        """One of those offered, or anything that the first question takes."""
        if isinstance(given, Chosen) and given.value == OTHER:
            state.unknown = ""
            return GoTo("where")
        return _answered(turn, state, given)


finding = Conversation("finding", flows=(PlaceQuestion(),))


# Beginning


@finding.command("find")
def find_command(turn: Turn, argument: str) -> None:
    """Ask where; `/find koln` looks there at once, `/find saved` at whom was saved."""
    words = argument.strip()
    if words.casefold() in (SAVED, turn.t("Saved").casefold()):
        show_saved(turn, fresh=True)
    elif words.casefold() in (FOLLOWING, turn.t("Following").casefold()):
        show_following(turn, fresh=True)
    elif words:
        _look_for(turn, words)
    else:
        ask_place(turn)
    consent.remind(turn)


@finding.action("find.start")
def find_by_tap(turn: Turn, pressed: Pressed) -> None:
    """The same by a tap."""
    ask_place(turn)


def ask_place(turn: Turn) -> None:
    """Ask where to look."""
    turn.begin(PlaceQuestion.name)


def _look_for(turn: Turn, words: str) -> None:
    """A place that was named at once; asked about only where it is not sure."""
    meant = _meaning(turn, words)
    if isinstance(meant, Spot):
        begin_search(turn, meant)
    elif meant:
        ids = [one.id for one in meant]
        turn.begin(PlaceQuestion.name, "which", towns=ids, typed=short(words))
    elif turn.services.geocoder is not None:
        look_up(turn, words)
    else:
        turn.begin(PlaceQuestion.name, unknown=short(words))


# What was meant


def _answered(turn: Turn, state: Asking, given: Chosen | Words | Location | Ready) -> Outcome:
    match given:
        case Location(update=True):
            return Pass()
        case Location():
            search_around(turn, given)
            return Finished()
        case Chosen(value=value):
            return _chosen(turn, state, value)
        case Words(text=text):
            return _typed(turn, state, text)
        case Ready(result=result):
            return _looked_up(turn, state, result)


def _chosen(turn: Turn, state: Asking, value: str) -> Outcome:
    last = search_of(turn.db, turn.person.id)
    town = town_by_id(turn.db, int(value)) if value.isdecimal() else None
    if town is not None:
        begin_search(turn, _spot(town))
    elif value == SAVED:
        show_saved(turn, fresh=True)
    elif value == FOLLOWING:
        show_following(turn, fresh=True)
    elif value == AGAIN and last is not None:
        begin_search(turn, last.latest)
    else:
        return Stay(_where(turn))
    return Finished()


def _typed(turn: Turn, state: Asking, text: str) -> Outcome:
    if _is_for_the_workout(turn, text):
        return Pass()
    meant = _meaning(turn, text)
    if isinstance(meant, Spot):
        begin_search(turn, meant)
        return Finished()
    state.typed = short(text)
    if meant:
        state.towns = [one.id for one in meant]
        return GoTo("which")
    if _is_a_sentence(text):
        # Whoever goes on to something else is not held to the question.
        turn.close_flow()
        return Pass()
    if turn.services.geocoder is None:
        return Pass(_unknown(turn, state.typed))
    return WaitFor(look_up(turn, text))


def _meaning(turn: Turn, text: str) -> Spot | tuple[Town, ...]:
    """The place that was named, or the towns that it may be; none of them where it is unknown."""
    point = coordinates(text)
    if point is not None:
        return Spot(*point)
    has_number = any(letter.isdigit() for letter in text)
    if has_number and turn.services.geocoder is not None:
        # A postcode or an address, which no town is called.
        return ()
    last = search_of(turn.db, turn.person.id)
    near = (last.latest.latitude, last.latest.longitude) if last else None
    found = find_town(turn.db, text, near=near)
    return found.choices if found.town is None else _spot(found.town)


def _is_for_the_workout(turn: Turn, text: str) -> bool:
    """`same` repeats a set under way, though Same is a town in Tanzania as well."""
    under_way = open_workout(turn.db, turn.person.id)
    if under_way is None:
        return False
    # The exercise does not matter: only that the words mean something without one.
    reading = parse(
        text,
        Vocabulary({}),
        current=under_way.current,
        unit=turn.person.unit,
        today=turn.today,
    )
    return isinstance(reading, Repeat | Rest | Note)


def _is_a_sentence(text: str) -> bool:
    """What no place is called, and no address is written like."""
    words = len(text.split())
    return words > MOST_WORDS or (words > 2 and "?" in text)


def _spot(town: Town) -> Spot:
    return Spot(town.latitude, town.longitude, town.name[:PLACE_CHARACTERS])


# What is said


def _where(turn: Turn) -> str:
    if turn.services.geocoder is None:
        return turn.t("Where? Share your location, or type a town, like Freiburg.")
    return turn.t("Where? Share your location, or type a town, a postcode or an address.")


def _unknown(turn: Turn, typed: str) -> str:
    if not are_loaded(turn.db):
        return turn.t(STILL_LOADING)
    return turn.t(
        "I know no place “{typed}”. A town works, with its country where there are several: "
        "Freiburg, Germany. So does your location.",
        typed=typed,
    )


def _shortcuts(turn: Turn) -> dict[str, str]:
    """What one tap leads to: the last place, whom the person saved, whom they follow."""
    last = search_of(turn.db, turn.person.id)
    found = {AGAIN: _again(turn, last.latest)} if last else {}
    if saved_of(turn.db, turn.person.id):
        found[SAVED] = turn.t("Saved")
    if follows_of(turn.db, turn.person.id):
        found[FOLLOWING] = turn.t("Following")
    return found


def _again(turn: Turn, spot: Spot) -> str:
    name = spot.name
    if name is None:
        town = town_at(turn.db, spot.latitude, spot.longitude)
        name = town.name if town else None
    return turn.t("{place} again", place=name) if name else turn.t("The last place again")


# Addresses and postcodes


def _looked_up(turn: Turn, state: Asking, found: dict[str, Any] | None) -> Outcome:
    spot = spot_found(found)
    if spot is None:
        return Stay(not_found(turn, found, state.typed))
    begin_search(turn, spot)
    return Finished()


# A location at any moment


def search_around(turn: Turn, location: Location) -> None:
    """Who is near there; and the zone of that place, where it is news."""
    name = location.title[:PLACE_CHARACTERS] if location.title else None
    live = turn.inbound.message if location.live else None
    begin_search(turn, Spot(location.latitude, location.longitude, name), live_message=live)
    settle_zone(turn, location.latitude, location.longitude)


def hear_location(turn: Turn, location: Location) -> None:
    """A location out of the blue asks who is near; a live one goes on asking."""
    if location.update:
        _moved(turn, location)
        return
    search_around(turn, location)
    consent.remind(turn)


finding.location = hear_location


def _moved(turn: Turn, location: Location) -> None:
    """The last point is kept; the list follows it once a minute, where its beginning is seen."""
    one = search_of(turn.db, turn.person.id)
    if one is None or one.live_message is None or one.live_message != turn.inbound.message:
        return
    moved = dataclasses.replace(one, moved=Spot(location.latitude, location.longitude))
    if one.shows == FIRST_PAGE and turn.now - one.searched_at >= BETWEEN_SEARCHES:
        search_with(turn, moved, one.filters)
    else:
        keep_search(turn.db, moved)
