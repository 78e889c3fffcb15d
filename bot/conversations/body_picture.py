"""What was measured over time, as a picture."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from bot.conversations.body_wording import NAMES, value_words
from bot.conversations.drawn import is_being_drawn
from bot.engine.buttons import Pressed
from bot.engine.conversation import Conversation, JobTools
from bot.engine.outgoing import Picture
from bot.engine.texts import Texts, texts_for
from bot.engine.turn import Turn
from bot.pictures.scale import Figures
from bot.pictures.strength import StrengthPicture, StrengthPoint, draw_strength
from core.body import queries
from core.body.models import GIRTHS, Kind, Measurement
from core.body.values import INCH_IN_CM, OUNCE_IN_ML
from core.people.models import Person
from core.people.queries import person_by_id
from core.training.sets import WeightUnit

LEAST_POINTS = 2
DRAWN_DAYS = timedelta(days=366)

body_pictures = Conversation("body pictures")


@body_pictures.action("body.chart")
def see_chart(turn: Turn, pressed: Pressed) -> None:
    """Have it drawn."""
    if pressed.object not in tuple(Kind):
        turn.toast(turn.t("I do not know what that measures."))
        return
    if is_being_drawn(turn, "body.picture"):
        return
    kind = Kind(pressed.object)
    since = turn.now - DRAWN_DAYS
    if len(queries.values_since(turn.db, turn.person.id, kind, since)) < LEAST_POINTS:
        turn.say(turn.t("A line takes two values."))
        return
    turn.job("body.picture", measured=kind.value, at=turn.now.isoformat())


@body_pictures.works("body.picture")
async def draw(tools: JobTools, data: dict[str, Any]) -> dict[str, str] | None:
    """The picture and what it says, in the person's language; None where nothing is left."""
    now = datetime.fromisoformat(data["at"])
    found = await tools.database.read(_gather, tools.person_id, Kind(data["measured"]), now)
    if found is None:
        return None
    picture, caption, description = found
    png = await asyncio.to_thread(draw_strength, picture)
    return {
        "png": b64encode(png).decode(),
        "caption": caption,
        "description": description,
    }


def _gather(
    db: Connection, person_id: int, kind: Kind, now: datetime
) -> tuple[StrengthPicture, str, str] | None:
    person = person_by_id(db, person_id)
    values = queries.values_between(db, person_id, kind, now - DRAWN_DAYS, now + timedelta(days=1))
    if person is None or len(values) < LEAST_POINTS:
        return None
    words = _Words(texts_for(person.language), person, kind, values, now)
    return words.picture(), words.caption(), words.description()


class _Words:
    """Writes the course of one kind for one reader."""

    def __init__(
        self, texts: Texts, person: Person, kind: Kind, values: list[Measurement], now: datetime
    ) -> None:
        self.texts = texts
        self.person = person
        self.kind = kind
        self.values = values
        self.today = now.astimezone(person.timezone).date()
        self.name = texts.t(NAMES[kind])

    def _value(self, value: Decimal) -> str:
        return value_words(self.texts, self.person.unit, self.kind, value)

    def _day(self, one: Measurement) -> str:
        day = one.at.astimezone(self.person.timezone).date()
        return self.texts.date(day, year=day.year != self.today.year)

    def change(self) -> str:
        """`−2.1 kg since 5 Jan`."""
        first, last = self.values[0], self.values[-1]
        by = last.value - first.value
        size = f"{'+' if by >= 0 else '−'}{self._value(abs(by))}"
        return self.texts.t("{by} since {day}", by=size, day=self._day(first))

    def caption(self) -> str:
        """`Weight 82.1 kg, −2.1 kg since 5 Jan.`"""
        return self.texts.t(
            "{name} {value}, {change}.",
            name=self.name,
            value=self._value(self.values[-1].value),
            change=self.change(),
        )

    def description(self) -> str:
        """The picture for who cannot see it."""
        figures = [one.value for one in self.values]
        return self.texts.t(
            "{name} from {first} to {last}: {start} to {end}, between {least} and {most}.",
            name=self.name,
            first=self._day(self.values[0]),
            last=self._day(self.values[-1]),
            start=self._value(figures[0]),
            end=self._value(figures[-1]),
            least=self._value(min(figures)),
            most=self._value(max(figures)),
        )

    def picture(self) -> StrengthPicture:
        """What is drawn."""
        return StrengthPicture(
            title=self.name,
            subtitle=self._unit_name(),
            points=tuple(
                StrengthPoint(one.at.astimezone(self.person.timezone).date(), self._height(one))
                for one in self.values
            ),
            last_label=self._value(self.values[-1].value),
            change=self.change(),
            figures=Figures.CLOCK if self.kind is Kind.SLEEP else Figures.NUMBER,
            locale=str(self.texts.words_locale),
        )

    def _pounds(self) -> bool:
        return self.person.unit is WeightUnit.LB

    def _unit_name(self) -> str:
        if self.kind is Kind.WEIGHT:
            return self.person.unit.value
        if self.kind in GIRTHS:
            return "in" if self._pounds() else "cm"
        if self.kind is Kind.HYDRATION:
            return "fl oz" if self._pounds() else "l"
        if self.kind is Kind.SLEEP:
            return self.texts.t("hours a night")
        return "%" if self.kind is Kind.BODY_FAT else self.texts.t("beats a minute")

    def _height(self, one: Measurement) -> float:
        value = one.value
        if self.kind is Kind.WEIGHT:
            return float(self.person.unit.from_kg(value))
        if self.kind in GIRTHS:
            return float(value / INCH_IN_CM if self._pounds() else value)
        if self.kind is Kind.HYDRATION:
            return float(value / (OUNCE_IN_ML if self._pounds() else 1000))
        # As a clock is drawn: an axis of seconds reads 7:30 where these are minutes.
        return float(value)


@body_pictures.when_done("body.picture")
def show(turn: Turn, data: dict[str, Any], drawn: dict[str, str] | None) -> None:
    """Send the picture."""
    kind = data["measured"]
    if drawn is None:
        turn.say(
            turn.t("The picture did not work this time."),
            (turn.button(turn.t("Try again"), "body.chart", kind),),
        )
        return
    media = turn.media(b64decode(drawn["png"]), f"{kind}.png", "image/png")
    row = (turn.button(turn.t("Body"), "body.show"),)
    turn.send(Picture(media, drawn["caption"], drawn["description"], (row,)))
