"""Webhooks as nobody should send them: of wrong types, broken, huge, forged, wrongly signed."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.e2e.telegram.hostile import drawn, huge, text, wrong
from tests.standins.graph.state import NUMBER, PHONE

Json = dict[str, Any]
# Nobody with such a number is on the stand-in's WhatsApp.
STRANGER = 4_920_000_000_000
STRANGERS = 200
DEEP = 2_000


@dataclass(frozen=True)
class Shot:
    """One POST; without `signed`, its signature is somebody's guess or missing."""

    body: bytes
    signed: bool = True


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly right, now and then of a wrong kind."""
    return st.one_of(strategy, strategy, strategy, strategy, wrong)


def _object(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """An object in which any field may be missing."""
    return st.fixed_dictionaries({}, optional=fields)


number = st.integers(STRANGER, STRANGER + STRANGERS).map(str)
said = _object(body=_maybe(text))
moment = _maybe(st.one_of(huge, huge.map(str), st.just("1795000000")))
file = _object(id=_maybe(text), mime_type=_maybe(text), filename=_maybe(text), caption=_maybe(text))
place = _object(latitude=_maybe(st.floats(-90, 90)), longitude=_maybe(huge), name=_maybe(text))
KINDS = (
    *("text", "interactive", "button", "location", "contacts", "image", "document", "audio"),
    *("sticker", "reaction", "edit", "revoke", "order", "unsupported", "request_welcome", "\x00"),
)


def _messages(forged: list[str]) -> st.SearchStrategy[Json]:
    pressed = _object(id=_maybe(st.one_of(st.sampled_from(forged), text)), title=_maybe(text))
    edited = _object(
        original_message_id=_maybe(text), message=_maybe(_object(text=said, type=_maybe(text)))
    )
    parts = _object(
        text=_maybe(said),
        interactive=_maybe(_object(button_reply=_maybe(pressed), list_reply=_maybe(pressed))),
        button=_maybe(_object(payload=_maybe(st.sampled_from(forged)))),
        location=_maybe(place),
        contacts=_maybe(st.lists(_maybe(_object(name=wrong, phones=wrong)), max_size=2)),
        image=_maybe(file),
        document=_maybe(file),
        audio=_maybe(file),
        edit=_maybe(edited),
        revoke=_maybe(_object(original_message_id=_maybe(text))),
        context=_maybe(_object(id=_maybe(text))),
        unsupported=_maybe(_object(type=_maybe(text))),
        group_id=wrong,
    )
    around = {
        "id": _maybe(st.uuids().map(lambda one: f"wamid.{one.hex}")),
        "from": _maybe(number),
        "timestamp": moment,
        "type": _maybe(st.sampled_from(KINDS)),
    }
    whole = st.fixed_dictionaries(
        {"id": st.uuids().map(str), "from": number, "type": st.just("text"), "text": said}
    )
    broken = st.builds(lambda frame, rest: frame | rest, st.fixed_dictionaries(around), parts)
    return st.one_of(whole, broken)


status = _object(
    id=_maybe(text),
    status=_maybe(st.sampled_from(["sent", "delivered", "read", "failed", "played"])),
    timestamp=moment,
    pricing=_maybe(_object(billable=wrong, category=_maybe(text), type=_maybe(text))),
    errors=_maybe(st.lists(_maybe(_object(code=_maybe(huge))), max_size=2)),
)
preference = _object(wa_id=_maybe(number), category=_maybe(text), value=_maybe(st.just("stop")))


def webhooks(forged: list[str]) -> st.SearchStrategy[Json]:
    """Whole bodies; forged presses are of buttons that somebody else was sent."""
    ours = st.just({"display_phone_number": NUMBER, "phone_number_id": PHONE})
    value = _object(
        messaging_product=st.just("whatsapp"),
        metadata=st.one_of(ours, ours, ours, wrong),
        contacts=_maybe(st.lists(_maybe(_object(profile=wrong, wa_id=number)), max_size=2)),
        messages=_maybe(st.lists(_maybe(_messages(forged)), max_size=4)),
        statuses=_maybe(st.lists(_maybe(status), max_size=3)),
        user_preferences=_maybe(st.lists(_maybe(preference), max_size=2)),
        errors=wrong,
    )
    field = st.sampled_from(["messages", "messages", "messages", "user_preferences", "history"])
    change = _maybe(st.fixed_dictionaries({"field": _maybe(field), "value": _maybe(value)}))
    entry = _maybe(_object(id=text, changes=_maybe(st.lists(change, max_size=3))))
    return st.fixed_dictionaries({"object": text, "entry": _maybe(st.lists(entry, max_size=2))})


def volley(count: int, seed: int, forged: list[str], victim: Json) -> list[Shot]:
    """So many requests, the same ones for the same seed; `victim` is somebody's own body."""
    chance = random.Random(seed)
    bodies = [json.dumps(one).encode() for one in drawn(webhooks(forged), count // 2, seed)]
    strange = _odd(json.dumps(victim).encode())
    return [
        chance.choice(strange) if chance.random() < 0.05 else _shot(chance, chance.choice(bodies))
        for _ in range(count)
    ]


def _shot(chance: random.Random, body: bytes) -> Shot:
    """Now and then with a byte changed before it was signed."""
    if chance.random() < 0.1:
        at = chance.randrange(len(body))
        body = body[:at] + chance.randbytes(1) + body[at + 1 :]
    return Shot(body)


def _odd(victim: bytes) -> list[Shot]:
    """What no Meta would send at all; with a guessed signature even a victim's own words."""
    whole = (b"", b"null", b"[]", b'"\\ud800"', b"\xff\xfe{", b"{}" * 9, b'{"entry": 1e999}')
    return [
        Shot(victim, signed=False),
        *map(Shot, whole),
        Shot(b"[" * DEEP + b"]" * DEEP),
        Shot(b'{"entry":' + b'[{"changes":' * DEEP + b"1" + b"}]" * DEEP + b"}"),
        Shot(b'{"entry": ' + b"9" * 9_000 + b"}"),
        Shot(b" " * (5 << 20)),
    ]
