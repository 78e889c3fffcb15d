"""What a search asks for, by taps: only what somebody here really is, does or speaks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from bot.conversations.find_list import (
    CARD,
    FIELDS,
    LETTERS,
    active_filters,
    back_to_list,
    current_search,
    page_shown,
    search_with,
    shows,
)
from bot.conversations.find_wording import Wording
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button, Card
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.providers.around import Available
from core.providers.hints import filters_around
from core.providers.models import ProviderType
from core.providers.nearby import Filters
from core.providers.prices import LIMITS
from core.searches.models import ANYBODY, Search

CHOICES_A_PAGE = 16
KINDS_OF_FILTER = {
    "specialty": N_("Specialty"),
    "kind": N_("Type"),
    "language": N_("Language"),
    "price_band": N_("Price"),
}
# What a button has room for beside its action.
LONGEST_VALUE_BYTES = 32

filtering = Conversation("finding: filters")


@filtering.action("find.filter")
def open_filters(turn: Turn, pressed: Pressed) -> None:
    """What can be filtered by here; or the choices of one kind, and which page of them."""
    one = current_search(turn, pressed)
    if one is None:
        return
    name, _, page = pressed.object.partition(".")
    spot, cache = one.spot, turn.services.cache
    available = filters_around(turn.db, cache, spot.latitude, spot.longitude, one.radius_meters)
    shows(turn, one, "filter", page_shown(one))
    if name in KINDS_OF_FILTER:
        _show_choices(turn, one, name, available, int(page) if page.isdecimal() else 0)
    else:
        _show_filters(turn, one, available)


@filtering.action("find.by")
def set_filter(turn: Turn, pressed: Pressed) -> None:
    """`s.yoga` asks for yoga, `s.` no longer for any specialty, `` for nothing at all."""
    one = current_search(turn, pressed)
    if one is None:
        return
    letter, _, value = pressed.object.partition(".")
    name = FIELDS.get(letter, "")
    filters = changed(one.filters, name, value) if letter else ANYBODY
    if filters is None:
        turn.toast(turn.t("Nobody here can be found by that."))
        return
    search_with(turn, one, filters)


def changed(filters: Filters, name: str, value: str) -> Filters | None:
    """The filters with one of them changed, or taken off where there is no value."""
    match name:
        case "specialty":
            return dataclasses.replace(filters, specialty=value or None)
        case "language":
            return dataclasses.replace(filters, language=value or None)
        case "kind" if value in ("", *ProviderType):
            return dataclasses.replace(filters, kind=ProviderType(value) if value else None)
        case "price_band" if value in ("", *(str(band + 1) for band in range(len(LIMITS)))):
            return dataclasses.replace(filters, price_band=int(value) if value else None)
        case "verified":
            return dataclasses.replace(filters, verified=bool(value))
    return None


def _show_filters(turn: Turn, one: Search, available: Available) -> None:
    wording = Wording(turn.texts, turn.person)
    kinds = [
        turn.button(turn.t(label), "find.filter", name, one.number)
        for name, label in KINDS_OF_FILTER.items()
        if _choices(wording, available, name)
    ]
    line = turn.t("All within {distance}.", distance=wording.distance(one.radius_meters))
    if one.filters != ANYBODY:
        words = [words for _, words in wording.filters(one.filters, available.currency)]
        line = turn.t("Only {filters}.", filters=turn.texts.items(words))
    rows = (
        *(tuple(kinds[at : at + 2]) for at in range(0, len(kinds), 2)),
        _verified(turn, one, available),
        _nearer_and_farther(turn, one, wording),
        *active_filters(turn, one, available.currency),
        _clear(turn, one),
        back_to_list(turn, one),
    )
    _send(turn, turn.t("Filter"), line, rows)


def _show_choices(turn: Turn, one: Search, name: str, available: Available, page: int) -> None:
    wording = Wording(turn.texts, turn.person)
    choices = _choices(wording, available, name)
    first = page * CHOICES_A_PAGE
    chosen = getattr(one.filters, name)
    buttons = [
        turn.button(
            f"{label} ✓" if value == str(chosen) else label,
            "find.by",
            f"{LETTERS[name]}.{value}",
            one.number,
        )
        for value, label in choices[first : first + CHOICES_A_PAGE]
    ]
    more = [
        turn.button(label, "find.filter", f"{name}.{other}", one.number)
        for label, other, is_there in (
            (turn.t("Back"), page - 1, page > 0),
            (turn.t("More"), page + 1, first + CHOICES_A_PAGE < len(choices)),
        )
        if is_there
    ]
    rows = (
        *(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)),
        tuple(more),
        (turn.button(turn.t("All filters"), "find.filter", "", one.number),),
    )
    _send(turn, turn.t(KINDS_OF_FILTER[name]), turn.t("What there is around here:"), rows)


def _choices(wording: Wording, available: Available, name: str) -> list[tuple[str, str]]:
    """Value and label of each choice, the commonest first; what all have in common is none."""
    match name:
        case "specialty":
            return [(key, wording.specialty(key)) for key in available.specialties if _fits(key)]
        case "kind":
            return [(kind.value, wording.kind(kind)) for kind in available.kinds]
        case "language":
            return [(key, wording.language(key)) for key in available.languages if _fits(key)]
        case _:
            bands = available.price_bands
            currency = available.currency or ""
            return [(str(band), wording.price_band(band, currency)) for band in bands]


def _fits(value: str) -> bool:
    """An import may bring any words; what no button can carry is found without a filter."""
    return "|" not in value and len(value.encode()) <= LONGEST_VALUE_BYTES


def _verified(turn: Turn, one: Search, available: Available) -> tuple[Button, ...]:
    if one.filters.verified or not available.verified:
        return ()
    label = turn.t("Verified only")
    return (turn.button(label, "find.by", f"{LETTERS['verified']}.1", one.number),)


def _nearer_and_farther(turn: Turn, one: Search, wording: Wording) -> tuple[Button, ...]:
    nearer = [radius for radius in wording.radii if radius < one.radius_meters - 1][-1:]
    farther = [radius for radius in wording.radii if radius > one.radius_meters + 1][:1]
    return tuple(
        turn.button(
            turn.t("Within {distance}", distance=wording.distance(radius)),
            "find.radius",
            round(radius),
            one.number,
        )
        for radius in nearer + farther
    )


def _clear(turn: Turn, one: Search) -> tuple[Button, ...]:
    if one.filters == ANYBODY:
        return ()
    return (turn.button(turn.t("Clear"), "find.by", "", one.number),)


def _send(turn: Turn, title: str, line: str, rows: Iterable[tuple[Button, ...]]) -> None:
    turn.send(Card(CARD, title, (line,), tuple(row for row in rows if row)))
