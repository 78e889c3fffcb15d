"""One turn: what was done, who did it, and everything that is said and kept because of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from bot.engine import buttons, questions, store
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversations
from bot.engine.flow import Flow
from bot.engine.inbound import Address, Blocked, Due, Inbound, JobDone, Renamed, Unblocked
from bot.engine.manners import PLAIN, ByChannel, Manners
from bot.engine.outgoing import Button, Outgoing, Remove, Say, Template, to_json
from bot.engine.receipts import write_receipt
from bot.engine.services import NONE, Services
from bot.engine.showing import Said, as_shown
from bot.engine.texts import Texts, texts_for
from core.people import addresses, deletion
from core.people import queries as people
from core.people.models import Identity, Person
from core.secrets import Keyring

STEP_CHOICE = "?"
"""The action of a button that answers the current step; its revision is the question's number."""
MEDIA_DAYS = 7
# What happens without anybody writing: where they write from stays as it was.
_QUIET = (Due, JobDone, Blocked, Unblocked, Renamed)


@dataclass(frozen=True, slots=True)
class Open:
    """A flow under way: which question was asked, and what was answered before."""

    flow: str
    version: int
    step: str
    data: dict[str, Any]
    asked: int
    job: int | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """Whom a turn erased, by the numbers that name nobody, and where and as what they were met."""

    random_ids: list[str]
    addresses: list[Address]
    identity_ids: tuple[int, ...]


class Turn:
    """What a handler works with; everything it does is one transaction."""

    def __init__(
        self,
        db: Connection,
        met: store.Met,
        inbound: Inbound,
        now: datetime,
        keyring: Keyring,
        conversations: Conversations,
        services: Services = NONE,
        manners: ByChannel = MappingProxyType({}),
    ) -> None:
        self.db = db
        self.inbound = inbound
        self.now = now
        self.said: list[Said] = []
        self.notice: str | None = None
        # What the current step says of words that it, and then everybody else, had no use for.
        self.passed: str | None = None
        # What `erase` leaves to say; from then on nobody is there.
        self._receipt: tuple[Identity, str] | None = None
        self.erased: Erased | None = None
        # When the earliest of what this turn planned wants to be done; a job does at once.
        self.planned: datetime | None = None
        self.keyring = keyring
        self.conversations = conversations
        self.services = services
        self._met = met
        self._manners = manners
        # Who is spoken to: the identity of this turn, but for an aside to another one of theirs.
        self._facing = met.identity
        self._before = _stored(met)
        self.texts: Texts = texts_for(met.person.language)

    # Who and when

    @property
    def person(self) -> Person:
        """Who this turn is with."""
        return self._met.person

    @property
    def identity(self) -> Identity:
        """Where they are met in this turn."""
        return self._met.identity

    @property
    def manners(self) -> Manners:
        """What the channel of whoever is spoken to lets us do."""
        return self.manners_at(self._facing)

    def manners_at(self, identity: Identity) -> Manners:
        """The same of another identity."""
        return self._manners.get(identity.channel, PLAIN)

    @property
    def is_admin(self) -> bool:
        """Whether `ADMINS` names them where they are met in this turn."""
        here = f"{self.identity.channel}:"
        named = [one for one in self.services.admins if one.startswith(here)]
        found = (addresses.identity_named(self.db, self.keyring, one) for one in named)
        return any(one is not None and one.id == self.identity.id for one in found)

    def elsewhere(self, name: str) -> list[Identity]:
        """The person's other identities that show this logical message, and can change it."""
        if not self._met.linked:
            return []
        shown = store.shown_to(self.db, self.person.id, name)
        return [
            one
            for one in shown
            if one.id != self._facing.id and one.gone_at is None and self.manners_at(one).edits
        ]

    @contextmanager
    def facing(self, identity: Identity) -> Iterator[None]:
        """Within, what is said goes to another identity of this person, its buttons as well."""
        before, self._facing = self._facing, identity
        try:
            yield
        finally:
            self._facing = before

    @property
    def moved(self) -> bool:
        """Whether they were last met elsewhere."""
        return self._met.last_identity_id != self.identity.id

    @property
    def linked(self) -> bool:
        """Whether they are known at other identities, too."""
        return self._met.linked

    @property
    def frees(self) -> bool:
        """Whether messages waited for this word, and leave before what is said to it."""
        return self._met.freed and not self.erased

    @property
    def paced(self) -> bool:
        """Whether the bot began it, and nobody waits for what is said."""
        content = self.inbound.content
        return isinstance(content, Due) or (isinstance(content, JobDone) and content.paced)

    @property
    def today(self) -> date:
        """The person's calendar day at the time of their message."""
        return self.inbound.at.astimezone(self.person.timezone).date()

    def change_person(self, **values: Any) -> None:
        """Keep new preferences of the person."""
        people.change_person(self.db, self.person.id, **values)
        self._met.person = dataclasses.replace(self.person, **values)
        self.texts = texts_for(self.person.language)

    @property
    def standing(self) -> dict[str, Any]:
        """Where the conversation stands, by the columns that keep it."""
        met = self._met
        return {
            "identity_id": met.identity.id,
            "asked": met.asked,
            "state": met.state,
            "interrupted": met.interrupted,
            "held": met.held,
        }

    def become(self, met: store.Met) -> None:
        """Go on with another person and their conversation: two were linked, or parted.

        What was said stays said, and is for whoever is met there now.
        """
        met.freed = self._met.freed
        self._met = met
        self._facing = met.identity
        self._before = _stored(met)
        self.texts = texts_for(met.person.language)
        for said in self.said:
            if said.to.id == met.identity.id:
                said.to = met.identity

    # Words

    def t(self, text: str, **values: object) -> str:
        """`text` in the person's language."""
        return self.texts.t(text, **values)

    def tn(self, one: str, many: str, count: int, **values: object) -> str:
        """The form that fits `count`, in the person's language."""
        return self.texts.tn(one, many, count, **values)

    # Saying

    def say(self, text: str, *rows: tuple[Button, ...], name: str | None = None) -> None:
        """One short message, with rows of buttons under it."""
        self.send(Say(text, tuple(row for row in rows if row), name))

    def send(self, outgoing: Outgoing, *, for_seconds: int | None = None) -> None:
        """Any message; after `for_seconds` unsent it is worth nothing and goes."""
        expires = None if for_seconds is None else self.now + timedelta(seconds=for_seconds)
        self.said.append(Said(outgoing, self._facing, expires))
        if isinstance(outgoing, Remove):
            self.said += [Said(outgoing, one) for one in self.elsewhere(outgoing.name)]

    def toast(self, text: str) -> None:
        """The short answer that a press shows on the spot; lost where nobody looks.

        Where no press can be answered so, it is said, unless something else is.
        """
        self.notice = text

    def button(self, label: str, action: str, object_: object = "", revision: int = 0) -> Button:
        """A button of an action that some conversation registered."""
        if action != STEP_CHOICE and action not in self.conversations.actions:
            raise LookupError(f"no conversation answers the action {action!r}")
        pressed = Pressed(action, str(object_), revision)
        return Button(label, buttons.write(self.keyring, self._facing.id, pressed))

    def choice(self, label: str, value: str) -> Button:
        """A button that answers the step being asked, and no other."""
        return self.button(label, STEP_CHOICE, value, self._met.asked)

    def question(
        self,
        kind: str,
        object_: object,
        text: str,
        *rows: tuple[Button, ...],
        until: datetime,
        template: Template | None = None,
    ) -> None:
        """Ask by oneself, beside whatever is under way; words may answer it until then.

        A question of this kind about the same object takes the older one's place. `template` goes
        instead where a platform takes nothing else.
        """
        if kind not in self.conversations.questions:
            raise LookupError(f"nobody takes the answer to {kind!r}")
        questions.open_question(self.db, self.person.id, kind, str(object_), self.now, until)
        name, shown = questions.message_name(kind, object_), tuple(row for row in rows if row)
        said = Say(text, shown, name, template)
        self.said.append(Said(said, self._facing, until))

    def close_question(self, kind: str, object_: object, *, remove: bool = False) -> None:
        """The question is answered or let go; `remove` takes its message away where it can."""
        questions.close_question(self.db, self.person.id, kind, str(object_))
        if remove:
            self.send(Remove(questions.message_name(kind, object_)))

    # Flows

    @property
    def open(self) -> Open | None:
        """The flow under way."""
        state = self._met.state
        return None if state is None else Open(**state)

    def begin(self, flow_name: str, step: str | None = None, **state: Any) -> None:
        """Ask a flow's first step (or the named one); a flow under way is kept for later."""
        flow = self.conversations.flows[flow_name]
        if self._met.state is not None and self._met.state["flow"] != flow_name:
            self._met.interrupted = self._met.state
        self.ask(flow, step or flow.first, flow.State(**state))

    def ask(self, flow: Flow, step: str, state: Any) -> None:
        """Put the question of a step, and wait for its answer."""
        self._met.asked += 1
        flow.ask(self, step, state)
        self.keep(flow, step, state)

    def keep(self, flow: Flow, step: str, state: Any, job: int | None = None) -> None:
        """Wait at this step, for an answer or for a job."""
        kept = Open(flow.name, flow.version, step, dataclasses.asdict(state), self._met.asked, job)
        self._met.state = dataclasses.asdict(kept)

    def close_flow(self) -> None:
        """Nothing is asked any more."""
        self._met.state = None

    def take_interrupted(self) -> Open | None:
        """The newest interrupted flow; the one under way, where there is one, takes its place."""
        found = self._met.interrupted
        if found is None:
            return None
        self._met.interrupted = self._met.state
        return Open(**found)

    @property
    def interrupted(self) -> bool:
        """Whether an interrupted flow can be gone on with."""
        return self._met.interrupted is not None

    @property
    def held(self) -> dict[str, Any] | None:
        """The words that a set line took from the step that waited for them."""
        return self._met.held

    @held.setter
    def held(self, words: dict[str, Any] | None) -> None:
        self._met.held = words

    # Presses, plans, jobs, files

    def first_press(self, card: str, revision: int) -> bool:
        """Whether nothing has been changed from this revision of the card yet."""
        return store.press_once(self.db, card, revision, self.person.id, self.now)

    def plan(self, kind: str, object_: object, at: datetime, **data: Any) -> None:
        """Have an item of this kind fall due at `at`; it replaces an earlier one."""
        if kind not in self.conversations.due:
            raise LookupError(f"nothing runs when {kind!r} falls due")
        self.planned = min(self.planned or at, at)
        store.plan(self.db, kind, str(object_), self.person.id, at, data)

    def unplan(self, kind: str, object_: object) -> None:
        """Nothing of this kind falls due for the object any more."""
        store.drop_due(self.db, kind, str(object_))

    def job(self, kind: str, **data: Any) -> int:
        """Have something slow done outside the turn; returns the job's id."""
        if kind not in self.conversations.jobs:
            raise LookupError(f"nobody works on {kind!r}")
        self.planned = min(self.planned or self.now, self.now)
        return store.add_job(self.db, kind, self.identity, data, self.now, paced=self.paced)

    def job_waits(self, kind: str) -> bool:
        """Whether such a job of this person's is still to be done."""
        return store.job_waits(self.db, kind, self.person.id)

    def media(self, data: bytes, file_name: str, mime: str) -> int:
        """Keep a picture or file until it is sent; returns its id."""
        expires = self.now + timedelta(days=MEDIA_DAYS)
        return store.add_media(self.db, self.person.id, data, file_name, mime, expires)

    # The end

    def erase(self, receipt: str) -> None:
        """Everything of this person goes with this turn; `receipt` is the last that they hear.

        Nothing else that the turn says is sent, and nothing of the conversation is kept.
        """
        # With all else their names go, by which a platform knows them.
        way = addresses.way_to(self.db, self.keyring, self.identity)
        ways = people.ways_to(self.db, self.person.id)
        self.erased = Erased(
            deletion.random_ids_of(self.db, self.person.id),
            [Address(one.channel, one.key) for one in ways],
            tuple(one.id for one in ways),
        )
        deletion.erase(self.db, self.person.id)
        for random_id in self.erased.random_ids:
            deletion.remember(self.db, random_id, self.now)
        self._receipt = dataclasses.replace(self.identity, key=way), receipt

    def finish(self, lease: tuple[str, datetime]) -> list[store.Leaving]:
        """Write down where the conversation stands and what is to be sent."""
        met = self._met
        if self._receipt is not None and self.erased is not None:
            to, text = self._receipt
            receipt = write_receipt(self.db, self.keyring, to, text, self.now, lease)
            return [dataclasses.replace(receipt, erases=self.erased.identity_ids)]
        if not isinstance(self.inbound.content, _QUIET):
            met.last_identity_id = met.identity.id
        if _stored(met) != self._before:
            store.keep_state(self.db, met)
        shown = as_shown(self) if self._manners else self.said
        return [self._write_out(said, lease) for said in shown]

    def _write_out(self, said: Said, lease: tuple[str, datetime]) -> store.Leaving:
        body = to_json(said.outgoing)
        return store.write_out(
            self.db, said.to, body, self.now, lease, said.expires_at, paced=self.paced
        )


def _stored(met: store.Met) -> tuple[Any, ...]:
    """What `finish` writes where it has changed."""
    return met.state, met.interrupted, met.held, met.asked, met.last_identity_id
