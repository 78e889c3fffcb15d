"""Plays people against a real engine and a real database, so that a test reads as a dialogue.

    sam = await Player.start(database_url, conversations, name="Sam")
    await sam.says("bench 80x8")
    sam.shown("Bench press 80 kg × 8\\n[Undo]")
    await sam.taps("Undo")
    await sam.later(minutes=3)

Nothing is kept between two turns but what is in the database; `restart` shows it. The clock moves
only when told to. A surprise in a turn is raised to the test, unless `surprises` are expected.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.engine.conversation import Conversations
from bot.engine.inbound import (
    Address,
    Attachment,
    AttachmentKind,
    Blocked,
    Command,
    Content,
    Deleted,
    Edited,
    Inbound,
    Location,
    Press,
    Text,
    Unblocked,
)
from bot.engine.outgoing import Button
from bot.engine.phone import Arrived, Phone, Platform
from bot.engine.screen import Bubble
from bot.engine.services import NONE, Services
from bot.engine.stage import BEGINNING, Stage
from bot.engine.taken import Taken
from bot.engine.texts import N_, SOURCE_LANGUAGE, texts_for
from core.database import Database

_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W\d_]{2,}")
MORE = N_("More")
MOST_PAGES = 5
P = ParamSpec("P")
R = TypeVar("R")


class Player:
    """One person in one chat with the bot."""

    def __init__(self, stage: Stage, address: Address, name: str, language: str) -> None:
        self.stage = stage
        self.address = address
        self.name = name
        self.language = language
        self.notice: str | None = None
        """The short answer that the last press showed on the spot."""
        self.last_inbound: Inbound | None = None
        self.chat = stage.chat(address)
        self.phone = stage.phone(address, language)

    @classmethod
    async def start(
        cls,
        database_url: str,
        conversations: Conversations,
        *,
        name: str = "Sam",
        language: str = SOURCE_LANGUAGE,
        channel: str = "telegram",
        at: datetime = BEGINNING,
        services: Services = NONE,
        open_database: Callable[[str], Database] = Database,
        platforms: Mapping[str, Platform] = MappingProxyType({}),
    ) -> Player:
        """The first person on a new engine over this database; `close` it in the end."""
        stage = Stage(database_url, conversations, at, services, open_database, platforms)
        return cls(stage, stage.somebody(channel), name, language)

    def beside(
        self, name: str = "Ana", *, language: str | None = None, channel: str | None = None
    ) -> Player:
        """Another person who talks to the same engine."""
        address = self.stage.somebody(channel or self.address.channel)
        return Player(self.stage, address, name, language or self.language)

    # What a person does

    async def says(self, words: str, *, sent: datetime | None = None) -> Bubble:
        """Type a line, or a command; `sent` where it was sent before now. Returns the line."""
        line = self.chat.write(words)
        await self._does(_typed(words), message=line.id, at=sent)
        return line

    async def replies(self, to: Bubble, words: str) -> Bubble:
        """Type a line as a reply to a message."""
        line = self.chat.write(words)
        await self._does(_typed(words), message=line.id, reply_to=self.chat.called(to.id))
        return line

    async def edits(self, line: Bubble, words: str) -> Bubble:
        """Change a line that was typed before."""
        changed = self.chat.rewrite(line, words)
        await self._does(Edited(words), message=line.id)
        return changed

    async def deletes(self, line: Bubble) -> None:
        """Take back a line that was typed before."""
        self.chat.withdraw(line)
        await self._does(Deleted(), message=line.id)

    async def taps(self, label: str) -> None:
        """Tap the newest visible button that says (or else begins with) `label`."""
        bubble, button = self._find(label)
        if self.phone is not None:
            button = await self._within_reach(self.phone, bubble, button)
        await self.presses(button, message=self.chat.called(bubble.id))

    async def answers(self, label: str, words: str) -> None:
        """Tap the answer, or type it where a template came, which has none of its buttons."""
        bubble, button = self._find(label)
        arrived = self.phone.showing(bubble.id) if self.phone is not None else None
        if arrived is not None and arrived.template and button.data not in arrived.presses:
            await self.says(words)
        else:
            await self.taps(label)

    async def presses(self, button: Button, *, message: str | None = None) -> None:
        """Press a button by what it carries, wherever it was copied from."""
        if button.url:
            raise AssertionError(f"[{button.label}] is a link to {button.url}")
        await self._does(Press(button.data, query="query"), message=message)

    async def shares(
        self, latitude: float, longitude: float, *, live: bool = False, title: str | None = None
    ) -> None:
        """Share a location."""
        line = self.chat.write(f"(shares {latitude}, {longitude})")
        location = Location(latitude, longitude, live=live, title=title)
        await self._does(location, message=line.id)

    async def sends(self, kind: AttachmentKind, caption: str = "", **facts: Any) -> None:
        """Send a file, a photo or a voice message."""
        line = self.chat.write(f"({kind.value}) {caption}".rstrip())
        await self._does(Attachment(kind, "file", caption=caption, **facts), message=line.id)

    async def blocks(self) -> None:
        """Stop the bot: whatever it still sends does not arrive."""
        self.stage.blocked.add(self.address)
        await self._does(Blocked())

    async def unblocks(self) -> None:
        """Let the bot in again."""
        self.stage.blocked.discard(self.address)
        await self._does(Unblocked())

    async def does(self, content: Content, **fields: Any) -> Taken:
        """Anything else a channel may bring; `fields` are those of `Inbound`."""
        return await self._does(content, **fields)

    async def twice(self) -> Taken:
        """The platform delivers again what was delivered last."""
        if self.last_inbound is None:
            raise AssertionError("nothing has been done yet")
        return await self._deliver(self.last_inbound)

    # Time and the machine

    async def later(self, **delta: float) -> None:
        """Let time pass, as in `later(minutes=3)`; what falls due happens in order, at its time."""
        self._turn_over()
        await self.stage.later(timedelta(**delta))

    async def jobs(self) -> None:
        """Do all jobs that wait, and bring back what they found."""
        self._turn_over()
        await self.stage.jobs()

    async def restart(self) -> None:
        """The process ends and another one goes on with what is in the database."""
        await self.stage.restart()

    async def close(self) -> None:
        """Let go of the database."""
        await self.stage.close()

    @property
    def changes_in_place(self) -> bool:
        """Whether their channel changes and takes away what it has shown."""
        return self.stage.manners(self.address.channel).edits

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.stage.now

    async def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of any statement, committed where it changes something."""
        return await self.stage.sql(statement, values)

    async def db(
        self, function: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """What a plain function of the core says, in a transaction of its own."""
        return await self.stage.database.run(function, *args, **kwargs)

    async def person_id(self) -> int:
        """Which row this person is; they must have said something before."""
        return await self.stage.person_id(self.address)

    # What a person sees

    @property
    def screen(self) -> str:
        """The whole chat as a dialogue is written, own lines behind `> `."""
        return self.chat.text

    @property
    def messages(self) -> list[Bubble]:
        """What the bot said and can still be seen, the newest last."""
        return [bubble for bubble in self.chat.bubbles if not bubble.mine]

    @property
    def last(self) -> Bubble:
        """The bot's newest message."""
        if not self.messages:
            raise AssertionError("the bot has said nothing")
        return self.messages[-1]

    @property
    def changes(self) -> list[Bubble]:
        """What came or changed on this screen since this person last did something."""
        changed = set(self.chat.changed)
        return [bubble for bubble in self.messages if bubble.id in changed]

    def button(self, label: str) -> Button:
        """The button that `taps` would press."""
        return self._find(label)[1]

    def shown(self, *expected: str) -> None:
        """What the last act (or the time that passed) brought or changed is exactly this."""
        self._compare([bubble.text for bubble in self.changes], expected)

    def screen_is(self, expected: str) -> None:
        """The whole chat is exactly this."""
        self._compare([self.screen], [expected])

    def sees(self, words: str) -> None:
        """Some visible message holds these words."""
        if not any(words in bubble.text for bubble in self.messages):
            raise AssertionError(f"{words!r} is nowhere in\n\n{self.screen}")

    def sees_no(self, words: str) -> None:
        """No visible message holds these words."""
        if any(words in bubble.text for bubble in self.messages):
            raise AssertionError(f"{words!r} should not be in\n\n{self.screen}")

    def all_bracketed(self, *own: str) -> None:
        """In the pseudo-language: whatever this chat ever showed could be translated.

        `own` are words that nobody translates: names, exercises, what the person typed.
        """
        shown = self.stage.ever_shown[self.address]
        left = {text: rest for text in shown if (rest := unbracketed(text, (self.name, *own)))}
        if left:
            lines = "\n".join(f"{rest} in {text!r}" for text, rest in left.items())
            raise AssertionError(f"no translation can reach\n{lines}")

    # Within

    async def _does(
        self,
        content: Content,
        *,
        message: str | None = None,
        reply_to: str | None = None,
        at: datetime | None = None,
        **fields: Any,
    ) -> Taken:
        order = self.stage.next_order()
        platform = self.stage.platforms.get(self.address.channel)
        inbound = Inbound(
            id=f"{self.address.channel}:player:{order}",
            sender=self.address,
            known_by=platform.names(self.address) if platform else (),
            at=at or self.now,
            order=order,
            content=content,
            message=message,
            reply_to=reply_to,
            **{"name": self.name, "language": self.language} | fields,
        )
        return await self._deliver(inbound)

    async def _deliver(self, inbound: Inbound) -> Taken:
        self._turn_over()
        self.last_inbound = inbound
        taken = await self.stage.take(inbound)
        self.notice = taken.notice
        return taken

    async def _within_reach(self, phone: Phone, bubble: Bubble, button: Button) -> Button:
        """The button as the phone offers it; those that it has no room for are behind [More]."""
        if button.url or phone.newest(button.data):
            return button
        arrived = phone.showing(bubble.id)
        for _ in range(MOST_PAGES):
            if arrived is None:
                break
            if button.data in arrived.presses:
                return button
            offered = {label: data for data, label in arrived.presses.items()}
            more = texts_for(self.language).t(MORE)
            if button.label in offered and button.label != more:
                return replace(button, data=offered[button.label])
            if more not in offered:
                break
            arrived = await self._looks_on(phone, Button(more, offered[more]))
        raise AssertionError(f"[{button.label}] cannot be tapped on this phone:\n{phone.messages}")

    async def _looks_on(self, phone: Phone, more: Button) -> Arrived:
        changed, self.stage.aside = [*self.chat.changed], True
        try:
            await self.presses(more)
        finally:
            self.stage.aside = False
        self.chat.changed[:] = changed
        return phone.messages[-1]

    def _turn_over(self) -> None:
        self.notice = None
        self.chat.changed.clear()

    def _find(self, label: str) -> tuple[Bubble, Button]:
        for bubble in reversed(self.messages):
            button = bubble.button(label)
            if button is not None:
                return bubble, button
        raise AssertionError(f"there is no button [{label}] in\n\n{self.screen}")

    def _compare(self, actual: Collection[str], expected: Collection[str]) -> None:
        meant = [textwrap.dedent(text).strip() for text in expected]
        if list(actual) != meant:
            there, wanted = "\n\n".join(actual), "\n\n".join(meant)
            diff = "\n".join(difflib.ndiff(wanted.splitlines(), there.splitlines()))
            notice = f"\n(notice: {self.notice})" if self.notice else ""
            raise AssertionError(f"- should be shown, + is shown\n{diff}{notice}")


def unbracketed(text: str, own: Collection[str] = ()) -> list[str]:
    """The words outside all brackets, other than one's own: no catalogue could reach these."""
    for word in sorted(own, key=len, reverse=True):
        text = text.replace(word, " ")
    before = ""
    while text != before:
        before, text = text, _BRACKETED.sub(" ", text)
    return _WORD.findall(text)


def _typed(words: str) -> Text | Command:
    command = _COMMAND.fullmatch(words)
    if command is None:
        return Text(words)
    return Command(command[1].lower(), (command[2] or "").strip())
