"""Webhooks and what we understood by them."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from bot.channels.whatsapp.ids import short
from bot.channels.whatsapp.understand import Heard, News, Preferred, understand
from bot.delivery.statuses import Status
from bot.engine.inbound import (
    Address,
    Attachment,
    AttachmentKind,
    Command,
    Contact,
    Content,
    Deleted,
    Edited,
    Inbound,
    Location,
    Press,
    Renamed,
    Text,
    Unsupported,
)
from core.people.models import KeyKind, KnownBy
from tests.bot.channels.whatsapp.payloads import (
    ANN,
    BOTH,
    NUMBER,
    PHONE,
    RECEIVED,
    SENT,
    USER,
    USER_ID,
    WA,
    Json,
    change,
    message,
    said,
    status,
    text,
    wamid,
    webhook,
)

ORDER = 100


def understood(payload: Any) -> News:
    """What we make of it."""
    order = count(ORDER)
    return understand(payload, PHONE, RECEIVED, lambda: next(order))


def heard(payload: Any) -> list[Inbound]:
    """What people did, as the engine is given it."""
    return [one.inbound for one in understood(payload).happened if isinstance(one, Heard)]


def replying(kind: str, **content: Any) -> Json:
    """A message with the one it answers."""
    return message(kind, context={"from": "4930123456", "id": wamid(7)}, **content)


FILE = {"id": "F1", "mime_type": "image/jpeg", "sha256": "x", "caption": "lunch"}
KINDS: list[tuple[str, Json, Content | None]] = [
    ("words", text("bench 80x8"), Text("bench 80x8")),
    ("a command", text("/find a coach"), Command("find", "a coach")),
    ("a command from a link", text("/start p_abc"), Command("start", "p_abc")),
    ("a command of a phone", text(" /Help\n"), Command("help")),
    ("no command", text("/ 80x8"), Text("/ 80x8")),
    ("half a character", text("bench \ud83d 80x8"), Text("bench � 80x8")),
    ("no words", text(""), None),
    ("words that are none", text(7), Text("7")),  # type: ignore[arg-type]
    ("words of another shape", message("text", text=["a"]), None),
    ("from an advertisement", text("Can I join?", referral={"source_type": "ad", "body": "Fit"}),
     Text("Can I join?")),
    ("a button", message("interactive", interactive={
        "type": "button_reply", "button_reply": {"id": "a.b", "title": "Again"}}), Press("a.b")),
    ("a row", message("interactive", interactive={
        "type": "list_reply", "list_reply": {"id": "c.d", "title": "Bench", "description": "x"}}),
     Press("c.d")),
    ("a form", message("interactive", interactive={
        "type": "nfm_reply", "nfm_reply": {"response_json": "{}"}}), Unsupported("interactive")),
    ("a button of a template", message("button", button={"payload": "e.f", "text": "Go"}),
     Press("e.f")),
    ("a button of nothing", message("button", button={"text": "Go"}), None),
    ("a place", message("location", location={
        "latitude": 40.78, "longitude": -73.96, "name": "Gym", "address": "5th Ave"}),
     Location(40.78, -73.96, title="Gym")),
    ("an address", message("location", location={
        "latitude": "40.78", "longitude": 0, "address": "5th Ave"}),
     Location(40.78, 0.0, title="5th Ave")),
    ("a point", message("location", location={"latitude": -90, "longitude": 180}),
     Location(-90.0, 180.0)),
    ("no point on earth", message("location", location={"latitude": 91, "longitude": 0}),
     Unsupported("location")),
    ("half a point", message("location", location={"latitude": 1}), Unsupported("location")),
    ("a contact", message("contacts", contacts=[{
        "name": {"formatted_name": "Bo Li"}, "phones": [{"type": "HOME"}, {"phone": "+1 415"}]}]),
     Contact("Bo Li", "+1 415")),
    ("a shared number", message("contacts", contacts=[{"vcard": "…", "phones": [{"phone": "+1"}]}]),
     Contact("", "+1")),
    ("the second contact", message("contacts", contacts=[7, {"name": {"first_name": "Bo"}}]),
     Contact("Bo")),
    ("no contact", message("contacts", contacts=[{}]), Unsupported("contacts")),
    ("a picture", message("image", image=FILE),
     Attachment(AttachmentKind.PHOTO, "F1", None, "image/jpeg", None, "lunch")),
    ("a document", message("document", document={"id": "F2", "filename": "plan.pdf"}),
     Attachment(AttachmentKind.DOCUMENT, "F2", name="plan.pdf")),
    ("a recording", message("audio", audio={"id": "F3", "voice": True}),
     Attachment(AttachmentKind.VOICE, "F3")),
    ("a picture without a file", message("image", image={}), Unsupported("image")),
    ("a film", message("video", video=FILE), Unsupported("video")),
    ("a sticker", message("sticker", sticker={"id": "F4", "animated": True}),
     Unsupported("sticker")),
    ("an order", message("order", order={"catalog_id": "1"}), Unsupported("order")),
    ("an edit", message("edit", edit={"original_message_id": wamid(7), "message": {
        "context": {"id": "M0"}, "type": "text", "text": {"body": "bench 80x9"}}}),
     Edited("bench 80x9")),
    ("an edited caption", message("edit", edit={"original_message_id": wamid(7), "message": {
        "type": "image", "image": FILE}}), None),
    ("an edit of nothing", message("edit", edit={"message": {"text": {"body": "x"}}}), None),
    ("a deletion", message("revoke", revoke={"original_message_id": wamid(7)}), Deleted()),
    ("a deletion of nothing", message("revoke", revoke={}), None),
    ("a poll", message("unsupported", errors=[{"code": 131051}], unsupported={"type": "poll"}),
     Unsupported("poll")),
    ("an unseen edit", message("unsupported", unsupported={"type": "edit"}), Unsupported("edit")),
    ("what was kept from us", message("unsupported", errors=[{"code": 131060}]),
     Unsupported("unsupported")),
    ("what nobody knows", message("unknown", errors=[{"code": 131051}]),
     Unsupported("unsupported")),
    ("a reaction", message("reaction", reaction={"message_id": wamid(7), "emoji": "👍"}), None),
    ("a wish to be welcomed", message("request_welcome"), None),
    ("a kind to come", message("telepathy", telepathy={"body": "bench"}), None),
    ("words in a group", text("bench 80x8", group_id="Y2FwaV9ncm91cDox"), None),
]  # fmt: skip

# The fields of the message that say whose it is, the contacts beside it, and what is known then.
CALLED: list[tuple[str, Json, list[Json], tuple[KnownBy, ...], str | None]] = [
    ("both everywhere", BOTH, [ANN], (USER, WA), "Ann"),
    ("the number alone", {"from": NUMBER}, [{"profile": {"name": "Ann"}, "wa_id": NUMBER}],
     (WA,), "Ann"),
    ("the id alone", {"from_user_id": USER_ID},
     [{"profile": {"name": "Ann"}, "user_id": USER_ID}], (USER,), "Ann"),
    ("no contacts", BOTH, [], (USER, WA), None),
    ("a number and no contacts", {"from": NUMBER}, [], (WA,), None),
    ("an id and no contacts", {"from_user_id": USER_ID}, [], (USER,), None),
    ("the id in the contact", {"from": NUMBER}, [ANN], (USER, WA), "Ann"),
    ("the number in the contact", {"from_user_id": USER_ID}, [ANN], (USER, WA), "Ann"),
    ("all in the contact", {}, [ANN], (USER, WA), "Ann"),
    ("a plus before the number", {"from": f"+{NUMBER}"}, [ANN], (USER, WA), "Ann"),
    ("a contact without a name", BOTH, [{"wa_id": NUMBER}], (USER, WA), None),
    ("somebody else's contact", {"from": NUMBER}, [{"wa_id": "1555000", "user_id": "US.1"}],
     (WA,), None),
    ("hers among others", {"from_user_id": USER_ID}, [{"wa_id": "1555000"}, ANN], (USER, WA),
     "Ann"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "content"), [kind[1:] for kind in KINDS],
                         ids=[kind[0] for kind in KINDS])  # fmt: skip
def test_each_kind_from_everybody(sent: Json, content: Content | None) -> None:
    kept = {key: value for key, value in sent.items() if key not in BOTH}
    for how, names, contacts, known, name in CALLED:
        found = [(one.content, one.known_by, one.name)
                 for one in heard(said(kept | names, contacts=contacts))]  # fmt: skip
        assert found == ([] if content is None else [(content, known, name)]), how


def test_a_message_keeps_when_it_was_sent_and_in_which_order() -> None:
    sent = [replying("text", text={"body": "bench 80x8"}), text("squat", 2), text("row", 3)]
    sent[1]["timestamp"] = int(SENT.timestamp()) + 1
    sent[2]["timestamp"] = "soon"
    first, second, third = heard(said(*sent))
    assert first == Inbound(
        id=f"whatsapp:{PHONE}:{short(wamid(1))}",
        sender=Address("whatsapp", USER_ID),
        at=SENT,
        order=ORDER,
        content=Text("bench 80x8"),
        message=short(wamid(1)),
        reply_to=short(wamid(7)),
        name="Ann",
        known_by=(USER, WA),
    )
    assert (second.at, second.order) == (SENT + timedelta(seconds=1), ORDER + 1)
    assert (third.at, third.order) == (RECEIVED, ORDER + 2)


ABOUT = [
    ("a button", replying("button", button={"payload": "e.f"}), wamid(7)),
    ("a button alone", message("button", button={"payload": "e.f"}), None),
    ("an edit", message("edit", edit={
        "original_message_id": wamid(7), "message": {"text": {"body": "x"}}}), wamid(7)),
    ("a deletion", message("revoke", revoke={"original_message_id": wamid(7)}), wamid(7)),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "meant"), [case[1:] for case in ABOUT],
                         ids=[case[0] for case in ABOUT])  # fmt: skip
def test_what_is_about_another_message_names_that_one(sent: Json, meant: str | None) -> None:
    (one,) = heard(said(sent))
    assert (one.message, one.reply_to) == (meant and short(meant), None)
    assert one.id.endswith(short(wamid(1)))


def test_a_message_of_nobody_is_passed_over() -> None:
    nobody = {"id": wamid(), "type": "text", "text": {"body": "x"}}
    several: list[list[Any]] = [[], [ANN, ANN | {"wa_id": "1555000"}], [{}], [7]]
    for contacts in several:
        assert heard(said(nobody, contacts=contacts)) == []
    for strange in ({"from": "Ann"}, {"from": "12"}, {"from_user_id": "a b"}, {"from": ""}):
        assert heard(said(nobody | strange, contacts=[])) == []


def test_one_broken_piece_loses_no_other() -> None:
    broken: list[Any] = [None, 7, [], {}, {"id": 7, "type": None}, {"id": "", "type": "text"}]
    between = [one for pair in zip(broken, (text("x", n) for n in range(6)), strict=True)
               for one in pair]  # fmt: skip
    payload = webhook(
        change(messages="none"),
        {"field": None, "value": {}},
        change(contacts=[ANN], messages=between, statuses=[3, status()]),
    )
    payload["entry"] = [None, {"changes": None}, {"changes": [7, *payload["entry"][0]["changes"]]}]
    assert len(heard(payload)) == 6
    assert len(understood(payload).statuses) == 1


@pytest.mark.parametrize("field", ["history", "smb_message_echoes", "standby", "account_update"])
def test_other_fields_bring_no_messages(field: str) -> None:
    news = understood(webhook(change(field, messages=[text("x")], statuses=[status()])))
    assert news == News()


def test_what_is_about_another_number_is_not_ours() -> None:
    theirs = change(phone="123456123", contacts=[ANN], messages=[text("x")], statuses=[status()])
    unsaid: Json = {"field": "messages", "value": {"messages": [text("x")]}}
    assert understood(webhook(theirs, unsaid)) == News()


NEW = {"wa_id": "4916000000", "user_id": "DE.2"}
MOVED = (KnownBy(KeyKind.USER_ID, "DE.2"), KnownBy(KeyKind.WA_ID, "4916000000"))
RENAMED: list[tuple[str, Json, Json, tuple[KnownBy, ...], tuple[KnownBy, ...]]] = [
    ("a new number", {"from": NUMBER}, {"type": "user_changed_number", "wa_id": "4916000000"},
     (WA,), MOVED[1:]),
    ("a new number and id", {"from": NUMBER},
     {"type": "user_changed_number", "previous_user_id": USER_ID} | NEW, (USER, WA), MOVED),
    ("the new id told twice", {"from": NUMBER, "from_user_id": "DE.2"},
     {"type": "user_changed_number"} | NEW, (WA,), MOVED),
    ("a new id alone", {"from_user_id": "DE.2"},
     {"type": "user_changed_user_id", "user_id": "DE.2", "previous_user_id": USER_ID},
     (USER,), MOVED[:1]),
    ("an old version", {"from": NUMBER},
     {"type": "customer_changed_number", "new_wa_id": 4916000000}, (WA,), MOVED[1:]),
]  # fmt: skip


@pytest.mark.parametrize(("whose", "system", "old", "new"), [case[1:] for case in RENAMED],
                         ids=[case[0] for case in RENAMED])  # fmt: skip
def test_a_changed_number_is_no_message(
    whose: Json, system: Json, old: tuple[KnownBy, ...], new: tuple[KnownBy, ...]
) -> None:
    note = {"id": wamid(), "timestamp": SENT.timestamp(), "type": "system", "system": system}
    (one,) = understood(webhook(change(messages=[note | whose]))).happened
    assert isinstance(one, Heard)
    assert (one.inbound.known_by, one.inbound.content) == (old, Renamed(new))
    assert one.inbound.id == f"whatsapp:{PHONE}:{short(wamid())}"
    assert set(one.names) == {*old, *new}


@pytest.mark.parametrize("system", [
    {"type": "customer_identity_changed"}, {"type": "user_changed_number"}, None,
    {"type": "user_changed_number", "wa_id": NUMBER, "user_id": USER_ID},
])  # fmt: skip
def test_other_notes_of_the_platform_say_nothing(system: Json | None) -> None:
    assert understood(said(message("system", system=system))).happened == []


def test_who_stops_marketing_and_who_wants_it_again() -> None:
    def preference(value: str, **more: Any) -> Json:
        one = {"category": "marketing_messages", "value": value, "timestamp": SENT.timestamp()}
        return one | {"wa_id": NUMBER, "user_id": USER_ID} | more

    stopped, again = preference("stop"), preference("resume", user_id=None)
    other = [preference("maybe"), preference("stop", category="calls"), {"value": "stop"}, 7]
    news = understood(
        webhook(change("user_preferences", user_preferences=[stopped, *other, again]))
    )
    assert news.happened == [Preferred((USER, WA), False, SENT), Preferred((WA,), True, SENT)]


PRICED = {"pricing_model": "PMP", "category": "utility"}
STATUSES: list[tuple[str, Json, Status | None]] = [
    ("sent", status(pricing=PRICED | {"billable": True, "type": "regular"}),
     Status(short(wamid()), "sent", None, "utility", True, SENT)),
    ("free of charge", status("delivered", pricing=PRICED | {"type": "free_customer_service"}),
     Status(short(wamid()), "delivered", None, "utility", False, SENT)),
    ("billed by its type", status("delivered", pricing=PRICED | {"type": "regular"}),
     Status(short(wamid()), "delivered", None, "utility", True, SENT)),
    ("without a price", status("read"), Status(short(wamid()), "read", None, None, None, SENT)),
    ("failed", status("failed", errors=[{"code": 131047, "title": "Re-engagement message"}]),
     Status(short(wamid()), "failed", 131047, None, None, SENT)),
    ("failed for no reason", status("failed", errors=[{}], timestamp=None),
     Status(short(wamid()), "failed", None, None, None, RECEIVED)),
    ("of a category that no column holds", status(pricing={"category": "x" * 33}),
     Status(short(wamid()), "sent", None, None, None, SENT)),
    ("of a code that no column holds", status("failed", errors=[{"code": 1 << 31}]),
     Status(short(wamid()), "failed", None, None, None, SENT)),
    ("played", status("played"), None),
    ("of a group", status(recipient_type="group"), None),
    ("of no message", status() | {"id": None}, None),
]  # fmt: skip


@pytest.mark.parametrize(("told", "kept"), [case[1:] for case in STATUSES],
                         ids=[case[0] for case in STATUSES])  # fmt: skip
def test_what_became_of_a_message(told: Json, kept: Status | None) -> None:
    news = understood(webhook(change(contacts=[ANN], statuses=[told])))
    assert news.statuses == ([] if kept is None else [kept])
