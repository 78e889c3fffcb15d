"""What one message says about sets: a grammar of its own, no model, nothing guessed silently.

| typed | read as |
| --- | --- |
| `80x8` `80 x 8` `80*8` `80×8` `80х8` `80/8` `80 for 8` `8 reps at 80` `8 @ 80kg` | weight × reps |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from core.training.library import normalise
from core.training.reading.doubts import Choices, Doubt, Muddle, NotSets
from core.training.reading.lexicon import lexicon
from core.training.reading.message import Asker, Message
from core.training.reading.names import Namer
from core.training.reading.tokens import plain
from core.training.sets import Note, Reading, Sets, Unclear, WeightUnit
from core.training.vocabulary import Vocabulary

LONGEST_MESSAGE = 8192
MOST_READINGS = 4
MOST_DOUBTS = 3  # more than so many and no question could list the readings

_NOTE = re.compile(r"\s*([^\W\d_]{3,15})\s*[:：]\s*(.+)", re.DOTALL)


def parse(
    text: str,
    vocabulary: Vocabulary,
    *,
    current: str | None,
    unit: WeightUnit,
    today: date,
) -> Reading | None:
    """What the message says about sets, None where it is about something else.

    `current` is the key of the exercise under way, for lines that name none; `unit` is the
    person's own, which a line without a unit leaves out; `today` is the day in their calendar.
    """
    line = plain(text[: LONGEST_MESSAGE + 1]).strip()
    if not line or len(text) > LONGEST_MESSAGE or line.endswith("?"):
        return None
    if note := _note(line):
        return note
    return _settled(line, Asker(vocabulary, Namer(vocabulary), current, unit, today), {})


def _note(line: str) -> Note | None:
    """`note: left shoulder stiff`."""
    match = _NOTE.match(line)
    if match and "note" in lexicon().words.get(normalise(match[1]), ()):
        return Note(match[2].strip())
    return None


def _settled(line: str, asker: Asker, made: Mapping[str, int]) -> Reading | None:
    """The reading under the choices made; where one is missing, all readings of it."""
    try:
        return Message(asker, Choices(made)).read(line)
    except NotSets:
        return None
    except Muddle as muddle:
        return Unclear(line, muddle.why, ())
    except Doubt as doubt:
        if len(made) == MOST_DOUBTS:
            return Unclear(line, doubt.why, ())
        options = [
            _settled(line, asker, {**made, doubt.why: option}) for option in range(doubt.options)
        ]
        return _either(line, doubt, options)


def _either(line: str, doubt: Doubt, options: list[Reading | None]) -> Reading | None:
    readings: dict[Sets, None] = {}
    for option in options:
        if isinstance(option, Sets):
            readings[option] = None
        elif isinstance(option, Unclear):
            readings.update(dict.fromkeys(option.readings))
    if len(readings) == 1 and doubt.options > 1:
        return next(iter(readings))
    if not readings:
        return next((option for option in options if option is not None), None)
    return Unclear(line, doubt.why, tuple(readings)[:MOST_READINGS])
