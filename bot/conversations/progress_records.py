"""The bests of every exercise as they now stand, those of the last days on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from bot.conversations.drawn import is_being_drawn
from bot.conversations.progress_card import HERE, back, show
from bot.conversations.set_wording import distance, in_unit
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.texts import N_, Texts, texts_for
from bot.engine.turn import Turn
from core.people.queries import person_by_id
from core.training import queries
from core.training.best_kinds import BestKind
from core.training.current_bests import CurrentBest, current_bests
from core.training.exercises import Catalogue
from core.training.familiar import exercises_done
from core.training.sets import WeightUnit
from core.training.spans import first_day

EXERCISES_A_PAGE = 4
NEW_FOR = timedelta(days=30)
_KINDS = {
    BestKind.HEAVIEST: N_("heaviest {value}, {day}"),
    BestKind.E1RM: N_("estimated 1RM {value}, {day}"),
    BestKind.VOLUME: N_("most in one set {value}, {day}"),
    BestKind.REPS: N_("most reps {value}, {day}"),
    BestKind.LONGEST: N_("longest {value}, {day}"),
    BestKind.FARTHEST: N_("farthest {value}, {day}"),
    BestKind.FASTEST: N_("fastest {distance} {value}, {day}"),
}

records = Conversation("records")


@records.action("progress.records")
def see_records(turn: Turn, pressed: Pressed) -> None:
    """A page of the bests; to look them all through may take longer than a turn has."""
    where, _, number = pressed.object.partition(".")
    page = int(number) if number.isdecimal() else 0
    if first_day(turn.db, turn.person.id, turn.person.timezone) is None:
        turn.say(turn.t("Nothing to show yet. Type what you did: bench 80x8"))
    elif not is_being_drawn(turn, "progress.records"):
        at = turn.now.isoformat()
        turn.job("progress.records", page=page, fresh=where != HERE, at=at)


@dataclass(frozen=True, slots=True)
class _Page:
    lines: tuple[str, ...]
    number: int
    more: bool


@records.works("progress.records")
async def gather(tools: JobTools, data: dict[str, Any]) -> _Page | None:
    """The lines of a page; None where nothing is left."""
    now = datetime.fromisoformat(data["at"])
    return await tools.database.read(_gather, tools.person_id, now, data["page"])


@records.when_done("progress.records")
def show_page(turn: Turn, data: dict[str, Any], page: _Page | None) -> None:
    """Show the page on the card."""
    if page is None:
        again = turn.button(turn.t("Try again"), "progress.records", HERE)
        turn.say(turn.t("That did not work this time."), (again,))
        return
    ways = [back(turn)]
    if page.number:
        object_ = f"{HERE}.{page.number - 1}"
        ways.append(turn.button(turn.t("Previous"), "progress.records", object_))
    if page.more:
        object_ = f"{HERE}.{page.number + 1}"
        ways.append(turn.button(turn.t("More"), "progress.records", object_))
    show(turn, turn.t("Records"), page.lines, [tuple(ways)], fresh=data["fresh"])


@dataclass(frozen=True, slots=True)
class _Block:
    """The bests of one exercise, and when the newest of them was new."""

    exercise: str
    bests: tuple[CurrentBest, ...]
    fell_at: datetime | None
    newest: datetime


def _gather(db: Connection, person_id: int, now: datetime, number: int) -> _Page | None:
    person = person_by_id(db, person_id)
    if person is None:
        return None
    catalogue = Catalogue(queries.own_exercises(db, person_id))
    blocks = _blocks(db, person_id, catalogue, now - NEW_FOR)
    texts = texts_for(person.language)
    if not blocks:
        return _Page(
            (texts.t("No records yet. Warm-ups do not count towards them."),), 0, more=False
        )
    number = min(number, (len(blocks) - 1) // EXERCISES_A_PAGE)
    shown = blocks[number * EXERCISES_A_PAGE :]
    words = RecordWords(texts, person.unit, now.astimezone(person.timezone).date())
    lines: list[str] = []
    for place, block in enumerate(shown[:EXERCISES_A_PAGE]):
        before = shown[place - 1] if place else None
        lines += words.heading(
            block.fell_at, None if before is None else before.fell_at, first=not place
        )
        lines.append(catalogue.name(block.exercise))
        days = [one.at.astimezone(person.timezone).date() for one in block.bests]
        lines += map(words.line, block.bests, days)
    return _Page(tuple(lines), number, len(shown) > EXERCISES_A_PAGE)


def _blocks(
    db: Connection, person_id: int, catalogue: Catalogue, new_since: datetime
) -> list[_Block]:
    """The exercises with a new best first, then those whose best is the newest."""
    found = []
    for done in exercises_done(db, person_id):
        measure = catalogue.measure(done.exercise)
        bests = current_bests(db, person_id, done.exercise, measure)
        if bests:
            fell = [one.at for one in bests if one.before is not None and one.at >= new_since]
            newest = max(one.at for one in bests)
            found.append(_Block(done.exercise, tuple(bests), max(fell, default=None), newest))
    return sorted(found, key=lambda one: (one.fell_at is not None, one.newest), reverse=True)


@dataclass(frozen=True, slots=True)
class RecordWords:
    """Writes bests for one reader."""

    texts: Texts
    unit: WeightUnit
    today: date

    def heading(
        self, fell_at: datetime | None, before: datetime | None, *, first: bool
    ) -> list[str]:
        """Where the new ones begin, and where they end."""
        if fell_at is not None and first:
            return [self.texts.t("New in the last 30 days:")]
        if fell_at is None and before is not None:
            return [self.texts.t("Older:")]
        return []

    def line(self, one: CurrentBest, day: date) -> str:
        """`· heaviest 102.5 kg, Monday (100 kg before)`."""
        text = self.texts.t(
            _KINDS[one.kind],
            value=self._value(one.kind, one.value),
            day=self.texts.day(day, self.today),
            distance=distance(self.texts, one.among, self.unit),
        )
        if one.before is not None and self.today - day < NEW_FOR:
            before = self._value(one.kind, one.before)
            text = self.texts.t("{best} ({before} before)", best=text, before=before)
        return f"· {text}"

    def _value(self, kind: BestKind, value: Decimal) -> str:
        match kind:
            case BestKind.REPS:
                return self.texts.number(value)
            case BestKind.LONGEST | BestKind.FASTEST:
                return self.texts.duration(int(value))
            case BestKind.FARTHEST:
                return distance(self.texts, value, self.unit)
            case _:
                return in_unit(self.texts, value, self.unit)
