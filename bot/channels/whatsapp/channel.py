"""Shows messages on WhatsApp."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.channels.channel import (
    Closed,
    Delivered,
    LoadMedia,
    MediaBytes,
    PersonGone,
    TryAgain,
)
from bot.channels.whatsapp.client import GraphClient
from bot.channels.whatsapp.errors import (
    PAIR_RATE,
    GraphRefused,
    Outcome,
    Unreachable,
    as_outcome,
    is_about_file,
)
from bot.channels.whatsapp.ids import short
from bot.channels.whatsapp.limits import (
    CHANNEL,
    CHAT_SECONDS,
    MARGIN,
    PACED_PER_SECOND,
    WINDOW,
)
from bot.channels.whatsapp.media import LinkTo, media_of, with_links
from bot.channels.whatsapp.render import Uploaded, render, template_body
from bot.engine.outgoing import Outgoing, Remove, Template, template_of
from bot.engine.templates import is_marketing
from bot.engine.texts import SOURCE_LANGUAGE, Texts, texts_for
from core.clock import Clock
from core.pacing import Limits
from core.people.addresses import Reachable
from core.people.models import KeyKind, KnownBy

Json = dict[str, Any]
Book = Callable[[str], Awaitable[Reachable | None]]
"""How somebody is written to, by our own name of theirs."""
CLOSED: Final = 131047
REMEMBERED: Final = 10_000
FORGOTTEN_AFTER: Final = timedelta(hours=1)
log = structlog.stdlib.get_logger(__name__)


@dataclass(slots=True)
class _Begun:
    """What has left already of a message that takes several requests."""

    at: datetime
    sent: list[str] = field(default_factory=list)
    files: dict[int, Uploaded] = field(default_factory=dict)
    # Files that Meta did not take.
    refused: set[int] = field(default_factory=set)


class WhatsAppChannel:
    """Delivers to one person each, by a name that WhatsApp has for them.

    A message that takes several requests goes on, when it is tried again, where it was refused:
    this process remembers for an hour what has left. After a crash, or from another process, it
    is sent again from its beginning, since Meta takes no key by which it would know a request
    again; a beginning said twice is better than an end never said.
    """

    name = CHANNEL

    def __init__(self, client: GraphClient, book: Book, link_to: LinkTo, clock: Clock) -> None:
        self._client = client
        self._book = book
        self._link_to = link_to
        self._clock = clock
        self._begun: OrderedDict[tuple[str, Outgoing], _Begun] = OrderedDict()
        # How often in a row each was refused for being written to too fast.
        self._too_fast: OrderedDict[str, int] = OrderedDict()
        account = f"{CHANNEL}:{client.phone_id}"
        self.limits = Limits(account, PACED_PER_SECOND, CHAT_SECONDS, CHAT_SECONDS)

    def is_group(self, key: str) -> bool:
        """We are in no groups."""
        return False

    def messages(self, outgoing: Outgoing) -> int:
        """As many as it takes requests."""
        files: defaultdict[int, Uploaded] = defaultdict(lambda: Uploaded("0", ""))
        return len(render(outgoing, files, texts_for(SOURCE_LANGUAGE)))

    async def deliver(
        self, key: str, outgoing: Outgoing, shown: str | None, load_media: LoadMedia
    ) -> Delivered:
        """Shows `outgoing`; raises `TryAgain`, `Closed`, `GiveUp` or `PersonGone`."""
        if isinstance(outgoing, Remove):
            # Nothing is ever taken away here.
            return Delivered()
        try:
            delivered = await self._deliver(key, outgoing, load_media)
        except (GraphRefused, Unreachable) as error:
            outcome = self._outcome(key, error)
            if not isinstance(outcome, TryAgain):
                self._begun.pop((key, outgoing), None)
            raise outcome from None
        self._begun.pop((key, outgoing), None)
        self._too_fast.pop(key, None)
        return delivered

    async def _deliver(self, key: str, outgoing: Outgoing, load_media: LoadMedia) -> Delivered:
        reached = await self._reached(key)
        template = _template_for(reached, outgoing)
        if self._is_open(reached):
            try:
                return await self._send(key, reached, outgoing, load_media)
            except GraphRefused as refused:
                if refused.code != CLOSED or template is None:
                    raise
        if template is None:
            raise Closed("nothing was heard for 24 hours, and no template goes instead")
        return Delivered(await self._post(reached, template_body(template)), pending=True)

    # Whom to

    async def _reached(self, key: str) -> Reachable:
        """A key with a colon says itself how: it is that of somebody who was erased just now."""
        kind, colon, value = key.partition(":")
        if colon:
            return Reachable((KnownBy(KeyKind(kind), value),), self._clock(), None)
        reached = await self._book(key)
        if reached is None:
            raise PersonGone("WhatsApp has no name for them any more")
        if not reached.names:
            raise TryAgain("no key of ours opens their names")
        return reached

    def _is_open(self, reached: Reachable) -> bool:
        """Whether anything may be said, or only what was approved beforehand."""
        heard = reached.heard_at
        return heard is not None and self._clock() - heard < WINDOW - MARGIN

    # What

    async def _send(
        self, key: str, reached: Reachable, outgoing: Outgoing, load_media: LoadMedia
    ) -> Delivered:
        words = texts_for(reached.language)
        media = {one: await load_media(one) for one in media_of(outgoing)}
        begun = self._beginning(key, outgoing)
        said = await self._with_files(begun, outgoing, media, words)
        # Rendered anew each time: what is uploaded again has another name.
        while left := render(said, begun.files, words)[len(begun.sent) :]:
            try:
                begun.sent.append(await self._post(reached, left[0]))
            except GraphRefused as refused:
                if not await self._uploaded_again(begun, media, refused):
                    raise
        return _delivered(outgoing, begun)

    async def _post(self, reached: Reachable, body: Json) -> str:
        """What the message is called, shortened: whole, the name holds the person's number."""
        around = {"messaging_product": "whatsapp", "recipient_type": "individual"}
        path = f"{self._client.phone_id}/messages"
        answer = await self._client.call(path, around | _to(reached.names) | body)
        match answer:
            case {"messages": [{"id": str(wamid)}, *_]}:
                return short(wamid)
        raise Unreachable("the answer names no message")

    def _beginning(self, key: str, outgoing: Outgoing) -> _Begun:
        now = self._clock()
        begun = self._begun.get((key, outgoing))
        if begun is None or now - begun.at > FORGOTTEN_AFTER:
            begun = self._begun[key, outgoing] = _Begun(now)
            if len(self._begun) > REMEMBERED:
                self._begun.popitem(last=False)
        return begun

    # Files

    async def _with_files(
        self, begun: _Begun, outgoing: Outgoing, media: dict[int, MediaBytes], words: Texts
    ) -> Outgoing:
        """The message with all its files at Meta's, and links to those that they do not take."""
        while True:
            said = with_links(outgoing, media, self._link_to, words, begun.refused)
            missing = [one for one in media_of(said) if one not in begun.files]
            if not missing:
                return said
            for one in missing:
                await self._upload(begun, one, media[one])

    async def _upload(self, begun: _Begun, one: int, medium: MediaBytes) -> None:
        if medium.platform_file is not None:
            begun.files[one] = Uploaded(medium.platform_file, medium.file_name)
            return
        try:
            begun.files[one] = await self._uploaded(medium)
        except GraphRefused as refused:
            if not is_about_file(refused):
                raise
            log.warning("file refused", channel=CHANNEL, code=refused.code, mime=medium.mime)
            begun.refused.add(one)

    async def _uploaded(self, medium: MediaBytes) -> Uploaded:
        found = await self._client.upload(medium.data, medium.mime, medium.file_name)
        return Uploaded(found, medium.file_name)

    async def _uploaded_again(
        self, begun: _Begun, media: dict[int, MediaBytes], refused: GraphRefused
    ) -> bool:
        """Whether the refusal may be for a file of old that is with Meta no more, and now is."""
        if not is_about_file(refused):
            return False
        old = [
            one
            for one, uploaded in begun.files.items()
            if media[one].data and uploaded.id == media[one].platform_file
        ]
        for one in old:
            begun.files[one] = await self._uploaded(media[one])
        return bool(old)

    # Refusals

    def _outcome(self, key: str, error: GraphRefused | Unreachable) -> Outcome:
        if isinstance(error, Unreachable):
            return as_outcome(error)
        told = {"code": error.code, "status": error.status, "title": error.title}
        log.warning("message refused", channel=CHANNEL, **told)
        before = self._too_fast.get(key, 0)
        if error.code == PAIR_RATE:
            self._too_fast[key] = before + 1
            if len(self._too_fast) > REMEMBERED:
                self._too_fast.popitem(last=False)
        return as_outcome(error, before)


def _template_for(reached: Reachable, outgoing: Outgoing) -> Template | None:
    """What goes instead where nothing else may; never marketing to whoever wants none."""
    template = template_of(outgoing)
    if template is not None and reached.no_marketing_at and is_marketing(template.name):
        return None
    return template


def _to(names: tuple[KnownBy, ...]) -> Json:
    """A user id is the account's own, while a number may have become somebody else's. In `to` a
    user id would be answered with 200 and dropped; a number there needs its plus."""
    by_kind = {name.kind: name.value for name in reversed(names)}
    if KeyKind.USER_ID in by_kind:
        return {"recipient": by_kind[KeyKind.USER_ID]}
    return {"to": f"+{by_kind[KeyKind.WA_ID]}"}


def _delivered(outgoing: Outgoing, begun: _Begun) -> Delivered:
    """The last request carries the buttons, and what the message is known by; of the files the
    first is named, of a link there is none."""
    if not begun.sent:
        log.warning("message dropped", why="nothing in it can be shown")
        return Delivered()
    *besides, last = begun.sent
    first = next(iter(media_of(outgoing)), 0)
    file = begun.files[first].id if first in begun.files else None
    return Delivered(last, file, pending=True, besides=tuple(besides))
