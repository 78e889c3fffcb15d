"""What is asked about a measurement: its value, the side, once whether it is right at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bot.conversations import body_card
from bot.conversations.body_keeping import keep_injury, keep_value, know_weight, tell_kept
from bot.conversations.body_wording import example, name_of, value_words
from bot.conversations.goal_news import look_again
from bot.conversations.settings_card import OTHER_UNIT
from bot.engine.flow import Chosen, Finished, Flow, GoTo, Outcome, Pass, Stay, Words, takes
from bot.engine.outgoing import Remove
from bot.engine.turn import Turn
from core.body import injuries, queries
from core.body.models import Kind, Measurement
from core.body.parse import Measured
from core.body.plausible import Doubt, doubt_about
from core.body.values import Impossible, Reading, read_value

QUESTION = "body:question"
YES, OTHER, NO = "yes", "other", "no"
LEFT, RIGHT, BOTH = "left", "right", "both"


@dataclass
class Measuring:
    """The kind that is asked for, the value that is corrected, and values still in doubt.

    A pending value is {"kinds": […], "value", "second", "bare", "day"}, decimals as strings.
    """

    kind: str = ""
    correct: int = 0
    pending: list[dict[str, Any]] = field(default_factory=list)


class BodyQuestion(Flow):
    """Each step asks one thing; typed words may always give the value anew."""

    name = "body"
    first = "value"
    State = Measuring

    # A value

    def ask_value(self, turn: Turn, state: Measuring) -> None:
        """What is wanted, and how it could be typed."""
        kind = Kind(state.kind)
        _ask(
            turn,
            turn.t(
                "{name}? Type it, like {example}.",
                name=name_of(turn.texts, kind),
                example=example(turn, kind),
            ),
        )

    @takes(Words, to=("sure",))
    def got_value(self, turn: Turn, state: Measuring, given: Words) -> Outcome:
        """A value of that kind; anything else was meant for somebody else."""
        kind = Kind(state.kind)
        try:
            reading = read_value(given.text, kind, turn.person.unit)
        except Impossible as refused:
            return Stay(turn.t(refused.text, **refused.values))
        if reading is None:
            return Pass()
        state.pending = [_pending((kind,), reading, turn.today)]
        if _doubt(turn, reading, state.correct) is not None:
            return GoTo("sure")
        return self._keep(turn, state, reading)

    # An unlikely one

    def ask_sure(self, turn: Turn, state: Measuring) -> None:
        """What is unlikely about it, with both readings where there are two."""
        reading, _ = _first(state)
        doubt = _doubt(turn, reading, state.correct)
        choices = [turn.choice(_words(turn, reading), YES)]
        if doubt is not None and doubt.other is not None:
            choices.insert(0, turn.choice(_other_words(turn, doubt.other), OTHER))
        _ask(turn, _doubt_words(turn, reading, doubt), *choices, turn.choice(turn.t("No"), NO))

    @takes(Chosen, Words, to=("sure", "side"))
    def got_sure(self, turn: Turn, state: Measuring, given: Chosen | Words) -> Outcome:
        """Asked once: what was said twice is kept."""
        reading, _ = _first(state)
        if isinstance(given, Words):
            return self._typed_again(turn, state, reading.kind, given.text)
        if given.value == NO:
            return self._next(turn, state)
        if given.value == OTHER:
            doubt = _doubt(turn, reading, state.correct)
            if doubt is not None and doubt.other is not None:
                reading = doubt.other
        return self._keep(turn, state, reading)

    def _typed_again(self, turn: Turn, state: Measuring, kind: Kind, text: str) -> Outcome:
        try:
            reading = read_value(text, kind, turn.person.unit)
        except Impossible as refused:
            return Stay(turn.t(refused.text, **refused.values))
        return Pass() if reading is None else self._keep(turn, state, reading)

    # Which side

    def ask_side(self, turn: Turn, state: Measuring) -> None:
        """Left, right, or both alike."""
        reading, _ = _first(state)
        choices = (
            turn.choice(turn.t("Left"), LEFT),
            turn.choice(turn.t("Right"), RIGHT),
            turn.choice(turn.t("Both"), BOTH),
        )
        _ask(turn, turn.t("{value}: left or right?", value=_words(turn, reading)), *choices)

    @takes(Chosen, to=("sure", "side"))
    def got_side(self, turn: Turn, state: Measuring, given: Chosen) -> Outcome:
        """One of both kinds, or both."""
        _, kinds = _first(state)
        sides = {LEFT: kinds[:1], RIGHT: kinds[1:], BOTH: kinds}
        reading, _ = _first(state)
        return self._keep(turn, state, reading, sides.get(given.value, kinds))

    # An injury

    def ask_injury(self, turn: Turn, state: Measuring) -> None:
        """Where, and what."""
        _ask(turn, turn.t("What hurts? Where, and since when: left knee, since Sunday's run."))

    @takes(Words, as_they_are=True)
    def got_injury(self, turn: Turn, state: Measuring, given: Words) -> Outcome:
        """Kept as it is, sealed."""
        words = given.text.strip()
        if not words or len(words) > injuries.LONGEST_WORDS:
            count = injuries.LONGEST_WORDS
            return Stay(turn.t("Up to {count} letters, please.", count=count))
        turn.send(Remove(QUESTION))
        keep_injury(turn, words)
        return Finished()

    # Keeping

    def _keep(
        self, turn: Turn, state: Measuring, reading: Reading, kinds: Sequence[Kind] = ()
    ) -> Outcome:
        day = date.fromisoformat(state.pending[0]["day"])
        if state.correct:
            _put_right(turn, state.correct, reading)
        else:
            meant = kinds or (reading.kind,)
            keep(turn, [(kind, reading, day) for kind in meant])
        return self._next(turn, state)

    def _next(self, turn: Turn, state: Measuring) -> Outcome:
        turn.send(Remove(QUESTION))
        state.pending = state.pending[1:]
        if not state.pending:
            return Finished()
        return GoTo(_step_for(state.pending[0]))


def take(turn: Turn, found: Sequence[Measured]) -> None:
    """Keep what is clear of a line at once, and ask about the rest one by one."""
    clear: list[tuple[Kind, Reading, date]] = []
    pending: list[dict[str, Any]] = []
    for one in found:
        if len(one.kinds) > 1 or _doubt(turn, one.reading, 0) is not None:
            pending.append(_pending(one.kinds, one.reading, one.day))
        else:
            clear.append((one.kinds[0], one.reading, one.day))
    if clear:
        keep(turn, clear)
    if pending:
        turn.begin(BodyQuestion.name, _step_for(pending[0]), pending=pending)


def keep(turn: Turn, values: Sequence[tuple[Kind, Reading, date]]) -> None:
    """Keep them and say so in one message."""
    kept = [
        keep_value(turn, kind, reading.value, reading.second, day=day)
        for kind, reading, day in values
    ]
    tell_kept(turn, kept)


def _put_right(turn: Turn, number: int, reading: Reading) -> None:
    one = queries.measurement_by_id(turn.db, turn.person.id, number)
    if one is None:
        turn.say(turn.t("That value is gone."))
        return
    queries.change_measurement(turn.db, one, reading.value, reading.second)
    if one.kind is Kind.WEIGHT:
        know_weight(turn)
        look_again(turn)
    changed = queries.measurement_by_id(turn.db, turn.person.id, number)
    body_card.show_value(turn, changed or one)


def _step_for(pending: dict[str, Any]) -> str:
    return "side" if len(pending["kinds"]) > 1 else "sure"


def _pending(kinds: Sequence[Kind], reading: Reading, day: date) -> dict[str, Any]:
    return {
        "kinds": [kind.value for kind in kinds],
        "value": str(reading.value),
        "second": None if reading.second is None else str(reading.second),
        "bare": reading.bare,
        "day": day.isoformat(),
    }


def _first(state: Measuring) -> tuple[Reading, tuple[Kind, ...]]:
    pending = state.pending[0]
    kinds = tuple(Kind(name) for name in pending["kinds"])
    second = None if pending["second"] is None else Decimal(pending["second"])
    return Reading(kinds[0], Decimal(pending["value"]), second, pending["bare"]), kinds


# Doubts


def _doubt(turn: Turn, reading: Reading, correcting: int) -> Doubt | None:
    newest = queries.newest_values(turn.db, turn.person.id, reading.kind, 2)
    last = next((one for one in newest if one.id != correcting), None)
    return doubt_about(reading, last, turn.person.unit)


def _doubt_words(turn: Turn, reading: Reading, doubt: Doubt | None) -> str:
    value = _words(turn, reading)
    if doubt is None or doubt.last is None:
        return turn.t("{value} is unusual. Is it right?", value=value)
    return turn.t(
        "{value}, and your last was {last}. Is it right?",
        value=value,
        last=_last_words(turn, doubt.last),
    )


def _last_words(turn: Turn, last: Measurement) -> str:
    unit = turn.person.unit
    return value_words(turn.texts, unit, last.kind, last.value, last.second)


def _words(turn: Turn, reading: Reading) -> str:
    unit = turn.person.unit
    return value_words(turn.texts, unit, reading.kind, reading.value, reading.second)


def _other_words(turn: Turn, other: Reading) -> str:
    """In the unit that would have been meant: `181 lb`."""
    return value_words(turn.texts, OTHER_UNIT[turn.person.unit], other.kind, other.value)


def _ask(turn: Turn, text: str, *row: Any) -> None:
    turn.say(text, tuple(row), name=QUESTION)
