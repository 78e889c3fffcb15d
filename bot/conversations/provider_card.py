"""One provider: who they are, how far off, what they cost, and how to reach them."""

from __future__ import annotations

from urllib.parse import quote

from bot.conversations.find_list import CARD, back_to_list, kept_buttons, page_shown, shows
from bot.conversations.find_wording import Wording
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation
from bot.engine.outgoing import Button, Card, Venue
from bot.engine.texts import N_
from bot.engine.turn import Turn
from core.providers import queries
from core.providers.contacts import open_contacts
from core.providers.models import Contacts, Follow, Provider
from core.searches.models import Search
from core.searches.queries import search_of
from core.secrets import Unreadable
from core.towns.around import town_at

MOST_SPECIALTIES = 8
PLATFORMS = {
    "instagram": "Instagram",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "strava": "Strava",
}
AGREEMENT = N_("You get events and messages of {name} here, until you unfollow.")
"""What is agreed to by following, kept as it was read."""

profile = Conversation("finding: a profile")


# What is shown


def show_provider(turn: Turn, who: Provider, *, fresh: bool = False, asking: bool = False) -> None:
    """Show the profile in the place of the list; `asking` adds the question of following."""
    one = search_of(turn.db, turn.person.id)
    if one is not None:
        shows(turn, one, "profile", page_shown(one))
    lines = _lines(turn, who, one, asking=asking)
    rows = _asking_rows(turn, who) if asking else _rows(turn, who, one)
    title = f"{who.name} ✓" if who.verified else who.name
    turn.send(Card(CARD, title, tuple(lines), tuple(row for row in rows if row), fresh=fresh))


def _lines(turn: Turn, who: Provider, one: Search | None, *, asking: bool) -> list[str]:
    contacts = contacts_of(turn, who)
    wording = Wording(turn.texts, turn.person)
    lines = [
        _who(turn, wording, who, one),
        _capital(wording.specialties(who.specialties, MOST_SPECIALTIES)),
        _languages(turn, wording, who),
        _price(turn, wording, who),
        who.bio or "",
        turn.t("Phone {number}", number=contacts.phone) if contacts.phone else "",
        turn.t("Email {address}", address=contacts.email) if contacts.email else "",
        _unclaimed(turn, who),
        turn.t(AGREEMENT, name=who.name) if asking else _standing(turn, who),
    ]
    return [line for line in lines if line]


def _who(turn: Turn, wording: Wording, who: Provider, one: Search | None) -> str:
    """`Trainer, verified · 400 m`."""
    kind = wording.kind(who.kind)
    if who.verified:
        kind = turn.t("{kind}, verified", kind=kind)
    return " · ".join([kind, wording.off(one.spot, who)] if one else [kind])


def _capital(words: str) -> str:
    """A line begins with a capital letter; what follows it stays as it is."""
    return words[:1].upper() + words[1:]


def _languages(turn: Turn, wording: Wording, who: Provider) -> str:
    if not who.languages:
        return ""
    spoken = turn.texts.items(wording.language(one) for one in who.languages)
    return turn.t("Speaks {languages}", languages=spoken)


def _price(turn: Turn, wording: Wording, who: Provider) -> str:
    if who.price is None or who.currency is None:
        return ""
    if not who.price:
        return turn.t("Costs nothing")
    return turn.t("From {price} a session", price=wording.money(who.price, who.currency))


def _unclaimed(turn: Turn, who: Provider) -> str:
    if who.person_id == turn.person.id:
        return turn.t("This is your own profile, as others see it.")
    if who.person_id is not None:
        return ""
    return turn.t(
        "{name} has not taken this profile over yet: until then there is no writing or booking "
        "through Werkout.",
        name=who.name,
    )


def _standing(turn: Turn, who: Provider) -> str:
    """Since when the person follows, where they do."""
    follow = _follow(turn, who)
    if follow is None:
        return ""
    day = follow.followed_at.astimezone(turn.person.timezone).date()
    return turn.t("You follow since {day}.", day=turn.texts.day(day, turn.today))


def _follow(turn: Turn, who: Provider) -> Follow | None:
    follows = queries.follows_of(turn.db, turn.person.id)
    return next((one for one in follows if one.provider_id == who.id), None)


def contacts_of(turn: Turn, who: Provider) -> Contacts:
    """How the provider is reached; nothing where the key that sealed it is gone."""
    try:
        return open_contacts(turn.keyring, who)
    except Unreadable:
        return Contacts()


# Buttons


def _rows(turn: Turn, who: Provider, one: Search | None) -> list[tuple[Button, ...]]:
    links = _links(turn, who)
    return [
        *(tuple(links[at : at + 2]) for at in range(0, len(links), 2)),
        _keeping(turn, who),
        (
            turn.button(turn.t("Where"), "find.where", who.id),
            turn.button(turn.t("Share"), "find.share", who.id),
        ),
        back_to_list(turn, one),
        kept_buttons(turn),
    ]


def _keeping(turn: Turn, who: Provider) -> tuple[Button, ...]:
    """Save and follow, or the way back from it; nobody does so to themselves."""
    if who.person_id == turn.person.id:
        return ()
    press = turn.button
    saved = who.id in queries.saved_of(turn.db, turn.person.id)
    follows = _follow(turn, who) is not None
    return (
        press(turn.t("Saved ✓"), "find.unsave", who.id)
        if saved
        else press(turn.t("Save"), "find.save", who.id),
        press(turn.t("Unfollow"), "find.unfollow", who.id)
        if follows
        else press(turn.t("Follow"), "find.follow", who.id),
    )


def _links(turn: Turn, who: Provider) -> list[Button]:
    """The ways to get in touch that open by a tap, WhatsApp first."""
    number = contacts_of(turn, who).whatsapp
    links = [Button(turn.t("WhatsApp"), url=_whatsapp(turn, who, number))] if number else []
    for platform, address in who.profiles.items():
        if address.startswith("https://"):
            links.append(Button(PLATFORMS.get(platform, platform.capitalize()), url=address))
    return links


def _whatsapp(turn: Turn, who: Provider, number: str) -> str:
    said = turn.t("Hello {name}, I found you on Werkout.", name=who.name)
    return f"https://wa.me/{number.removeprefix('+')}?text={quote(said, safe='')}"


def _number(turn: Turn) -> int:
    """Which search the card belongs to; 0 before the first."""
    one = search_of(turn.db, turn.person.id)
    return one.number if one else 0


def _asking_rows(turn: Turn, who: Provider) -> list[tuple[Button, ...]]:
    return [
        (
            turn.button(turn.t("Agree and follow"), "find.agree", who.id),
            turn.button(turn.t("Not now"), "find.open", who.id, _number(turn)),
        )
    ]


# Taps


def pressed_provider(turn: Turn, pressed: Pressed) -> Provider | None:
    """Whom the button names; who is no longer shown is said to be gone."""
    who = queries.provider_by_id(turn.db, pressed.number)
    if who is None:
        turn.toast(turn.t("This profile is no longer here."))
    return who


@profile.action("find.open")
def open_profile(turn: Turn, pressed: Pressed) -> None:
    """From a list, or back from a question about them; below, where the card is another by now."""
    who = pressed_provider(turn, pressed)
    if who is not None:
        show_provider(turn, who, fresh=pressed.revision != _number(turn))


@profile.action("find.save")
def save(turn: Turn, pressed: Pressed) -> None:
    """Keep them at hand."""
    who = pressed_provider(turn, pressed)
    if who is not None:
        queries.save(turn.db, turn.person.id, who.id, turn.now)
        show_provider(turn, who)


@profile.action("find.unsave")
def unsave(turn: Turn, pressed: Pressed) -> None:
    """Off the list again."""
    who = pressed_provider(turn, pressed)
    if who is not None:
        queries.unsave(turn.db, turn.person.id, who.id)
        show_provider(turn, who)


@profile.action("find.follow")
def ask_to_follow(turn: Turn, pressed: Pressed) -> None:
    """To follow is to agree to be written to, so that is asked in so many words."""
    who = pressed_provider(turn, pressed)
    if who is not None:
        show_provider(turn, who, asking=_follow(turn, who) is None)


@profile.action("find.agree")
def follow(turn: Turn, pressed: Pressed) -> None:
    """Keep the agreement with its time and the words that were read."""
    who = pressed_provider(turn, pressed)
    if who is None:
        return
    queries.follow(turn.db, turn.person.id, who.id, turn.t(AGREEMENT, name=who.name), turn.now)
    show_provider(turn, who)


@profile.action("find.unfollow")
def unfollow(turn: Turn, pressed: Pressed) -> None:
    """Nothing of theirs comes any more; the agreement is kept as withdrawn."""
    who = pressed_provider(turn, pressed)
    if who is None:
        return
    if queries.unfollow(turn.db, turn.person.id, who.id, turn.now):
        turn.toast(turn.t("You get nothing of {name} any more.", name=who.name))
    show_provider(turn, who)


@profile.action("find.where")
def show_place(turn: Turn, pressed: Pressed) -> None:
    """A pin on the platform's own map."""
    who = pressed_provider(turn, pressed)
    if who is None:
        return
    wording = Wording(turn.texts, turn.person)
    one = search_of(turn.db, turn.person.id)
    town = town_at(turn.db, who.latitude, who.longitude)
    facts = [
        turn.t("{distance} away", distance=wording.off(one.spot, who)) if one else "",
        town.name if town else "",
    ]
    address = ", ".join(fact for fact in facts if fact) or wording.kind(who.kind)
    turn.send(Venue(who.latitude, who.longitude, who.name, address))
