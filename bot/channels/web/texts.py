"""Every text of the page itself, by the name the page asks for it."""

from __future__ import annotations

from collections.abc import Callable

from bot.engine.texts import N_

TEXTS: dict[str, str] = {
    "bot": N_("Werkout"),
    "newcomer": N_("Newcomer"),
    "newcomer_hint": N_("You, on your first day"),
    "regular": N_("Regular"),
    "regular_hint": N_("Eight weeks in the log, and a trainer"),
    "phones": N_("Which phone"),
    "conversation": N_("Conversation with Werkout"),
    "empty_title": N_("Your training log, in a chat"),
    "empty_text": N_("Type what you lift, when you lift it: bench 80x8"),
    "start": N_("Start"),
    "says_bot": N_("Werkout:"),
    "says_you": N_("You:"),
    "typing": N_("Werkout is thinking"),
    "placeholder": N_("Message"),
    "message_label": N_("Message to Werkout"),
    "send": N_("Send"),
    "commands": N_("Commands"),
    "share_location": N_("Share my location"),
    "no_location": N_("The browser gave no location. Type it instead, like 52.52, 13.40"),
    "your_location": N_("Your location"),
    "town_title": N_("Where are you?"),
    "town_label": N_("Map of Freiburg: choose where you are"),
    "town_device": N_("Use this device's location"),
    "waiting": N_("Waiting for connection…"),
    "no_storage": N_(
        "This browser keeps nothing for this page, so the chat cannot work. "
        "Allow cookies and site data, then reload."
    ),
    "state_waiting": N_("waiting to be sent"),
    "state_sent": N_("sent"),
    "state_refused": N_("not sent"),
    "edit": N_("Edit"),
    "edited": N_("edited"),
    "editing": N_("Editing your message"),
    "stop_editing": N_("Stop editing"),
    "open_picture": N_("Open the picture"),
    "close": N_("Close"),
    "picture_loading": N_("The picture is on its way"),
    "file_loading": N_("The file is on its way"),
    "media_gone": N_("It is no longer there."),
    "earlier": N_("Earlier messages"),
    "newest": N_("Newest messages"),
    "opens_page": N_("opens another page"),
    "today": N_("Today"),
    "yesterday": N_("Yesterday"),
    "unread": N_("new"),
}


def page_texts(translate: Callable[[str], str]) -> dict[str, str]:
    """Every text of the page, translated."""
    return {name: translate(text) for name, text in TEXTS.items()}
