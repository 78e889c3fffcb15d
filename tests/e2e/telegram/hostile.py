"""Updates as nobody should send them: broken, huge, of wrong types, forged."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

Json = dict[str, Any]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Stands for whoever sends it; nobody else has such a number on Telegram.
STRANGER = 900_000_000
STRANGERS = 500
# Below those of the stand-in's own updates.
LAST_UPDATE = 600_000_000
BATCH = 4
DEEP = 2_000


@dataclass(frozen=True)
class Shot:
    """One HTTP request to the webhook."""

    body: bytes
    secret: bool = True
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)


huge = st.sampled_from([2**31, 2**53, 2**63, -(2**63) - 1, 10**30, 10**500, 1e308, -1, 0])
wrong: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    huge,
    st.floats(allow_nan=False),
    st.sampled_from(["", "7", "\x00", "\ud800", "x" * 5000, [], {}, [[]], {"id": {}}]),
)
WORDS = (
    "bench 80x8",
    "bench 80x8,8,7 @9 (tired)\nsquat 5x5 100",
    "yesterday deadlift 140x5",
    "same",
    "+2.5",
    "rest 90",
    "superset curl and dips",
    "next squat",
    "/start",
    "/start x' OR 1=1;--",
    "/log \x00",
    "/settings",
    "/export",
    "/delete",
    "/cancel@werkout_bot",
    "/progress \U0001f4aa",
    "<b>&\"'</b>",
    "{name} %s %(x)s ${jndi:ldap://x}",
    "9" * 4000 + "x9",
    "٨٠x٨",
    "80×" * 300,
    "\ud83d bench 80x8",
    "жим лёжа 80х8",
    "\u202e8x08 hcneb",
)
endless = st.builds(lambda one: one * 5000, st.text(min_size=1, max_size=3))
text = st.one_of(
    *[st.sampled_from(WORDS)] * 3,
    *[st.text(max_size=40)] * 3,
    *[
        st.builds(
            "{} {}x{}".format, st.sampled_from(["bench", "squat", "curl", "row", ""]), huge, huge
        )
    ]
    * 3,
    *[st.text(st.characters(codec=None), max_size=20)] * 3,
    endless,
)
stranger = st.just(STRANGER)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly right, now and then of a wrong kind."""
    return st.one_of(strategy, strategy, strategy, strategy, wrong)


def _object(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """An object in which any field may be missing."""
    return st.fixed_dictionaries({}, optional=fields)


def _whole(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(fields)


person = _whole(
    id=stranger, is_bot=st.just(False), first_name=_maybe(text), language_code=_maybe(text)
)
chat = st.one_of(
    _whole(id=stranger, type=st.just("private")),
    _whole(id=stranger.map(lambda number: -number), type=st.sampled_from(["group", "channel"])),
)
point = _object(latitude=_maybe(st.floats(-90, 90)), longitude=_maybe(st.floats(-180, 180)))
file = _object(file_id=_maybe(text), file_size=_maybe(huge), mime_type=_maybe(text))
said = _whole(
    **{"from": person},
    message_id=st.integers(1, 99),
    chat=_whole(id=stranger, type=st.just("private")),
    date=st.just(1_700_000_000),
    text=text,
)
message = st.one_of(
    st.builds(
        lambda frame, content: frame | content,
        _whole(message_id=_maybe(st.integers(1, 99)), chat=chat, date=_maybe(huge)),
        _object(**{"from": _maybe(person), "text": _maybe(text)}),
    ),
    _object(
        message_id=_maybe(st.integers(1, 99)),
        chat=_maybe(chat),
        date=_maybe(huge),
        text=_maybe(text),
        caption=_maybe(text),
        location=_maybe(point),
        venue=_maybe(_object(location=_maybe(point), title=_maybe(text))),
        contact=_maybe(_object(first_name=_maybe(text), phone_number=_maybe(text))),
        document=_maybe(file),
        photo=_maybe(st.lists(_maybe(file), max_size=2)),
        reply_to_message=_maybe(_object(message_id=_maybe(huge))),
        entities=_maybe(st.lists(wrong, max_size=2)),
    ),
)


def updates(forged: list[str], victims: list[int]) -> st.SearchStrategy[Json]:
    """Anything but a victim's own words: their buttons and names are used by strangers."""
    pressed = st.one_of(st.sampled_from([*forged, "", "|||", "?|yes|1|x"]), text)
    callback = st.builds(
        lambda frame, rest: frame | rest,
        _whole(**{"id": _maybe(text), "from": person, "data": _maybe(pressed)}),
        _object(message=_maybe(st.one_of(message, _in_chat_of(victims)))),
    )
    member = _object(
        chat=_maybe(chat),
        date=_maybe(huge),
        new_chat_member=_maybe(_object(status=_maybe(st.sampled_from(["kicked", "member"])))),
        **{"from": _maybe(person)},
    )
    borrowed = st.builds(
        lambda body, victim: body | {"from": {"id": victim, "is_bot": False}},
        _whole(message_id=st.just(2), chat=chat, text=text, date=st.just(1_700_000_000)),
        st.sampled_from(victims),
    )
    kinds = (
        st.tuples(st.just("message"), said),
        st.tuples(st.just("message"), st.one_of(message, borrowed)),
        st.tuples(st.just("edited_message"), st.one_of(said, message)),
        st.tuples(st.just("callback_query"), callback),
        st.tuples(st.just("my_chat_member"), member),
        st.tuples(st.sampled_from(["message", "inline_query", "poll", "\x00"]), wrong),
    )
    return st.one_of(*kinds).map(lambda pair: {pair[0]: pair[1]})


def _in_chat_of(victims: list[int]) -> st.SearchStrategy[Json]:
    theirs = st.sampled_from(victims).map(lambda number: {"id": number, "type": "private"})
    return _whole(message_id=st.integers(1, 9), chat=theirs, date=st.just(0))


def odd(victim: int) -> list[Shot]:
    """What no Telegram would send at all; with a wrong secret even a victim's own words.

    Each on a connection of its own, as the server closes it on many of them.
    """
    return [replace(one, headers={"Connection": "close"} | one.headers) for one in _odd(victim)]


def _odd(victim: int) -> list[Shot]:
    own = {"message_id": 9, "chat": {"id": victim, "type": "private"}, "text": "/delete"}
    forged = _dumps({"update_id": LAST_UPDATE + 1, "message": own | {"date": 1_700_000_000}})
    packed = {"Content-Encoding": "gzip"}
    return [
        Shot(forged, secret=False),
        Shot(forged, secret=False, headers={SECRET_HEADER: "guess"}),
        Shot(forged, secret=False, headers={SECRET_HEADER: "gu\xebss"}),
        *(Shot(forged, method=one) for one in ("GET", "PUT", "DELETE", "PATCH", "BREW")),
        Shot(b"not gzip", headers=packed),
        Shot(gzip.compress(b"{}")[:-9], headers=packed),
        Shot(gzip.compress(b" " * 3_000_000), headers=packed),
        Shot(b"{}", headers={"Content-Encoding": "zip of death"}),
        Shot(b"{}", headers={"Content-Type": "text/?; charset=none"}),
        Shot(b"[" * DEEP + b"]" * DEEP),
        Shot(b'{"update_id":2,"message":' + b'{"chat":' * DEEP + b"1" + b"}" * (DEEP + 1)),
        Shot(b'{"update_id": 1e999, "message": NaN}'),
        Shot(b'{"update_id": ' + b"9" * 9_000 + b"}"),
        *(Shot(one) for one in (b"", b"null", b"[]", b'"\\ud800"', b"\xff\xfe{", b"{}" * 9)),
    ]


def volley(count: int, number: int, forged: list[str], victims: list[int]) -> list[Shot]:
    """So many requests, the same ones for the same number."""
    chance = random.Random(number)
    bodies = [_dumps(one)[1:] for one in drawn(updates(forged, victims), count // 2, number)]
    strange = odd(victims[0])
    return [
        chance.choice(strange) if chance.random() < 0.05 else _shot(chance, chance.choice(bodies))
        for _ in range(count)
    ]


def _shot(chance: random.Random, body: bytes) -> Shot:
    """An update with a number and a sender of its own, now and then with a byte changed."""
    ids: tuple[Any, ...] = (None, "7", -1, 2**63, [], chance.randrange(10))
    rare = chance.random() < 0.03
    update_id = chance.choice(ids) if rare else chance.randrange(10, LAST_UPDATE)
    sender = str(STRANGER + chance.randrange(STRANGERS)).encode()
    whole = b'{"update_id": ' + _dumps(update_id) + b", " + body
    whole = whole.replace(str(STRANGER).encode(), sender)
    if chance.random() < 0.1:
        place = chance.randrange(len(whole))
        whole = whole[:place] + chance.randbytes(1) + whole[place + 1 :]
    return Shot(whole)


def _dumps(value: Any) -> bytes:
    """Lone surrogates and huge numbers go as JSON allows them."""
    return json.dumps(value).encode()


def drawn(strategy: st.SearchStrategy[Any], count: int, number: int) -> list[Any]:
    """About so many examples, the same ones for the same number."""
    found: list[Any] = []

    @seed(number)
    @settings(
        max_examples=count // BATCH,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(strategy, min_size=BATCH, max_size=BATCH))
    def collect(batch: list[Any]) -> None:
        found.extend(batch)

    gather: Callable[[], None] = collect
    gather()
    return found
