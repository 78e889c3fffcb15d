"""Who is near, a screen at a time: one message that changes in place with every tap.

The search is a row of the person's. Buttons carry its number, which goes up with every change of
place or filter, so that a list from before is known as such.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.conversations.find_wording import Wording
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button, Card
from bot.engine.turn import Turn
from core.providers.around import fitting_radius
from core.providers.hints import nearest_anywhere
from core.providers.models import Provider
from core.providers.nearby import Filters, Page, nearby
from core.providers.queries import follows_of, providers_by_ids, saved_of
from core.searches.models import ANYBODY, WAITS_FOR, Search, Spot
from core.searches.queries import awaited_by, keep_search, search_of
from core.towns.around import town_at

CARD = "find"
FIRST_PAGE = "list:0"
PAGE_ROWS = 5
COUNTED = 50
# The filters as buttons name them, which have little room.
LETTERS = {"specialty": "s", "kind": "k", "language": "l", "price_band": "p", "verified": "v"}
FIELDS = {letter: name for name, letter in LETTERS.items()}

listing = Conversation("finding: the list")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: its number counted from the nearest, and who it is."""

    number: int
    provider: Provider


# What is searched


def begin_search(
    turn: Turn, spot: Spot, filters: Filters = ANYBODY, live_message: str | None = None
) -> None:
    """Look around a spot, and show the nearest below what was last said."""
    before = search_of(turn.db, turn.person.id)
    one = Search(
        person_id=turn.person.id,
        number=before.number if before else 0,
        spot=spot,
        radius_meters=0,
        searched_at=turn.now,
        live_message=live_message,
    )
    search_with(turn, one, filters, fresh=True)


def search_with(turn: Turn, one: Search, filters: Filters, *, fresh: bool = False) -> None:
    """Look again from the same spot, as far as these filters make sense."""
    spot = one.latest
    fitting = fitting_radius(turn.db, spot.latitude, spot.longitude, filters)
    radius = Wording(turn.texts, turn.person).round_radius(fitting)
    search_within(turn, dataclasses.replace(one, filters=filters), radius, fresh=fresh)


def search_within(turn: Turn, one: Search, radius_meters: float, *, fresh: bool = False) -> None:
    """Look again as far as this, from the first page on."""
    again = dataclasses.replace(
        one,
        number=one.number + 1,
        radius_meters=radius_meters,
        cursors=(),
        searched_at=turn.now,
    )
    show_page(turn, again, 0, fresh=fresh)


def current_search(turn: Turn, pressed: Pressed) -> Search | None:
    """The search that the pressed list shows; where it is another one by now, that is shown."""
    one = search_of(turn.db, turn.person.id)
    if one is None:
        turn.toast(turn.t("That list is gone. /find makes a new one."))
        return None
    if one.number != pressed.revision:
        turn.toast(turn.t("That list is from before. Here is the newest."))
        show_page(turn, one, 0, fresh=True)
        return None
    return one


def shows(turn: Turn, one: Search, what: str, page: int) -> None:
    """Keep what the card shows now, and the page of the list that it leads back to."""
    keep_search(turn.db, dataclasses.replace(one, shows=f"{what}:{page}"))


def page_shown(one: Search) -> int:
    """The page of the list that the card shows, or leads back to."""
    return int(one.shows.partition(":")[2] or 0)


def rows_of(db: Connection, one: Search, page: int) -> tuple[list[Row], Page]:
    """The rows of a page (the first is 0) that was shown before, or that comes next."""
    found = nearby(
        db,
        one.spot.latitude,
        one.spot.longitude,
        one.filters,
        radius_meters=one.radius_meters,
        after=one.cursors[page - 1] if page else None,
        limit=PAGE_ROWS,
    )
    providers = providers_by_ids(db, [near.provider_id for near in found.found])
    first = page * PAGE_ROWS + 1
    return [Row(first + place, who) for place, who in enumerate(providers.values())], found


# What is shown


def show_page(turn: Turn, one: Search, page: int, *, fresh: bool = False) -> None:
    """Show a page of the list as things stand now; the first one from where the person is."""
    page = min(page, len(one.cursors))
    if page == 0:
        one = dataclasses.replace(one, spot=one.latest, moved=None)
    rows, found = rows_of(turn.db, one, page)
    if not rows and page:
        # Whoever stood there is gone.
        show_page(turn, one, page - 1, fresh=fresh)
        return
    cursors = one.cursors[:page] + ((found.cursor,) if found.cursor else ())
    one = dataclasses.replace(one, cursors=cursors, shows=f"list:{page}")
    keep_search(turn.db, one)
    if rows:
        turn.send(_list_card(turn, one, page, rows, found, fresh=fresh))
    else:
        turn.send(_nobody_card(turn, one, fresh=fresh))


def _list_card(
    turn: Turn, one: Search, page: int, rows: list[Row], found: Page, *, fresh: bool
) -> Card:
    wording = Wording(turn.texts, turn.person)
    lines = [line for row in rows for line in row_lines(wording, one.spot, row)]
    if not found.whole:
        far = wording.distance(found.looked_meters)
        lines.append(turn.t("I have looked as far as {distance}.", distance=far))
    currency = next((row.provider.currency for row in rows if row.provider.currency), None)
    buttons = (
        number_buttons(turn, one, rows),
        _page_buttons(turn, one, page),
        *active_filters(turn, one, currency),
        (
            turn.button(turn.t("Filter"), "find.filter", "", one.number),
            turn.button(turn.t("Map"), "find.map", page, one.number),
        ),
        _farther(turn, one) if not found.cursor else (),
        kept_buttons(turn),
    )
    title = list_title(turn.db, wording, one)
    return Card(CARD, title, tuple(lines), tuple(row for row in buttons if row), fresh=fresh)


def list_title(db: Connection, wording: Wording, one: Search) -> str:
    """`9 trainers within 2 km of Freiburg`."""
    page = nearby(
        db,
        one.spot.latitude,
        one.spot.longitude,
        one.filters,
        radius_meters=one.radius_meters,
        limit=COUNTED,
    )
    t = wording.texts.t
    whom = wording.count(one.filters.kind, len(page.found))
    if page.cursor is not None or not page.whole:
        whom = t("More than {whom}", whom=whom)
    far = wording.distance(one.radius_meters)
    if one.spot.name is None:
        return t("{whom} within {distance}", whom=whom, distance=far)
    return t("{whom} within {distance} of {place}", whom=whom, distance=far, place=one.spot.name)


def row_lines(wording: Wording, spot: Spot | None, row: Row) -> tuple[str, str]:
    """`1  Ana Ruiz ✓ · 400 m` and, below it, `strength, mobility · from 40 €`."""
    who = row.provider
    name = f"{wording.texts.number(row.number)}  {who.name}{' ✓' if who.verified else ''}"
    does = wording.specialties(who.specialties) or wording.kind(who.kind)
    return (
        " · ".join([name, wording.off(spot, who)] if spot else [name]),
        " · ".join(fact for fact in (does, wording.price(who)) if fact),
    )


def number_buttons(turn: Turn, one: Search | None, rows: list[Row]) -> tuple[Button, ...]:
    """One for each row; they open a profile however old the list is."""
    number = one.number if one else 0
    return tuple(
        turn.button(turn.texts.number(row.number), "find.open", row.provider.id, number)
        for row in rows
    )


def back_to_list(turn: Turn, one: Search | None) -> tuple[Button, ...]:
    """From what was opened back to its page of the list; who has no list yet can make one."""
    if one is None:
        return (turn.button(turn.t("Find a trainer"), "find.start"),)
    return (turn.button(turn.t("Back to the list"), "find.list", page_shown(one), one.number),)


def _page_buttons(turn: Turn, one: Search, page: int) -> tuple[Button, ...]:
    """A button says which page it leads to, so that tapped twice it leads there once."""
    back = turn.button(turn.t("Back"), "find.page", page - 1, one.number) if page else None
    has_more = len(one.cursors) > page
    more = turn.button(turn.t("More"), "find.page", page + 1, one.number) if has_more else None
    return tuple(button for button in (back, more) if button)


def active_filters(turn: Turn, one: Search, currency: str | None) -> list[tuple[Button, ...]]:
    """Each filter that is set, to be taken off with one tap; prices in this currency."""
    wording = Wording(turn.texts, turn.person)
    set_ = wording.filters(one.filters, currency)
    buttons = [
        turn.button(f"× {words}", "find.by", f"{LETTERS[name]}.", one.number)
        for name, words in set_
    ]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _farther(turn: Turn, one: Search) -> tuple[Button, ...]:
    """The next larger radius, where there is one."""
    wording = Wording(turn.texts, turn.person)
    larger = [radius for radius in wording.radii if radius > one.radius_meters + 1]
    if not larger:
        return ()
    label = turn.t("Within {distance}", distance=wording.distance(larger[0]))
    return (turn.button(label, "find.radius", round(larger[0]), one.number),)


def kept_buttons(turn: Turn) -> tuple[Button, ...]:
    """The ways to whom the person saved and follows, where there is anybody."""
    person = turn.person.id
    saved = turn.button(turn.t("Saved"), "find.saved") if saved_of(turn.db, person) else None
    follows = follows_of(turn.db, person)
    followed = turn.button(turn.t("Following"), "find.following") if follows else None
    return tuple(button for button in (saved, followed) if button)


# Nobody


def _nobody_card(turn: Turn, one: Search, *, fresh: bool) -> Card:
    wording = Wording(turn.texts, turn.person)
    far = wording.distance(one.radius_meters)
    if one.filters == ANYBODY:
        title = turn.t("Nobody within {distance} yet", distance=far)
    else:
        title = turn.t("Nobody like that within {distance}", distance=far)
    spot, cache = one.spot, turn.services.cache
    who = nearest_anywhere(turn.db, cache, spot.latitude, spot.longitude, one.filters)
    lines = [_nearest(turn, wording, one, who)]
    waits = _waits_here(turn, one)
    if waits:
        lines.append(
            turn.t("I tell you when someone comes within {days} days.", days=WAITS_FOR.days)
        )
    buttons = (
        _show(turn, one, who),
        _await(turn, one, waits=waits),
        *active_filters(turn, one, who.currency if who else None),
        _farther(turn, one),
        kept_buttons(turn),
    )
    return Card(CARD, title, tuple(lines), tuple(row for row in buttons if row), fresh=fresh)


def _nearest(turn: Turn, wording: Wording, one: Search, who: Provider | None) -> str:
    if who is None:
        return turn.t("And nobody farther off either.")
    far = wording.off(one.spot, who)
    town = town_at(turn.db, who.latitude, who.longitude)
    if town is None:
        return turn.t("The nearest is {distance} away.", distance=far)
    return turn.t("The nearest is {distance} away, in {town}.", distance=far, town=town.name)


def _show(turn: Turn, one: Search, who: Provider | None) -> tuple[Button, ...]:
    return (turn.button(turn.t("Show"), "find.open", who.id, one.number),) if who else ()


def _await(turn: Turn, one: Search, *, waits: bool) -> tuple[Button, ...]:
    if waits:
        return (turn.button(turn.t("No need to tell me"), "find.forget", "", one.number),)
    return (turn.button(turn.t("Tell me when someone comes"), "find.await", "", one.number),)


def _waits_here(turn: Turn, one: Search) -> bool:
    waits = awaited_by(turn.db, turn.person.id)
    return waits is not None and (waits.spot, waits.filters) == (one.spot, one.filters)


# Taps


@listing.action("find.page")
def turn_page(turn: Turn, pressed: Pressed) -> None:
    """Another page, in the same message."""
    one = current_search(turn, pressed)
    if one is not None:
        show_page(turn, one, pressed.number)


@listing.action("find.list")
def show_list(turn: Turn, pressed: Pressed) -> None:
    """From whatever was opened, back to the page it was opened from."""
    one = current_search(turn, pressed)
    if one is not None:
        show_page(turn, one, pressed.number)


@listing.action("find.radius")
def change_radius(turn: Turn, pressed: Pressed) -> None:
    """Look farther, or nearer."""
    one = current_search(turn, pressed)
    if one is None:
        return
    wording = Wording(turn.texts, turn.person)
    search_within(turn, one, wording.round_radius(pressed.number))
