"""What one message says about sets: a grammar of its own, no model, nothing guessed silently.

Languages (English, German, Spanish, French, Italian, Portuguese, Russian) and scripts' digits may
be mixed. Where figures can be read in two ways, all readings come back in an `Unclear`.

| typed | read as |
| --- | --- |
| `80x8` `80*8` `80×8` `80х8` `80/8` `80 for 8` `8 reps at 80` `8 @ 80kg` | weight × reps |
| `bench 80 8` `bench 80 8 8 7` | weight, reps of each set |
| `80x8,8,7` `80: 8/8/7` `80kg 8 8 7` `8,8,7 @ 80` `80x8x8x7` | one weight, a list of reps |
| `60x10 70x8` `60/10, 70/8` `12 @135, 10 @145` | a list of sets |
| `60, 70, 80 x 5` `3x8 85,85,80` | a list of weights |
| `5x5 squat 100` `100 5x5` `5x5 @ 100` `3 sets of 8 at 80` `2x8 1x7 80kg` | sets × reps, weight |
| `140x5x3` `3x5x105` `80x8 3 sets` `80x8 twice` | weight, reps, sets, by their size |
| `5x5` `3x8` | sets × reps with bodyweight; else "order": sets × reps or weight × reps |
| `82,5x7` but `80x8,8,7` | decimal commas and list commas, by their neighbours |
| `kg` `lb` `225#` `kg 80` `70s x 8` (dumbbells) `100k x 5` | units; none typed is the person's |
| `@8` `rpe 8.5` `2 rir` `2 left in the tank` | RPE; `@` before more than ten is a weight |
| `bench 80 @ 8` | asked: 80 at RPE 8, 80 × 8, or 80 reps at RPE 8 |
| `80x8@7,8@8` `80x8,8,7 @8` `3x8 … rpe 8, 8, 9` | RPE of one set, of a list, of each |
| `w 60x10` `warm-up` `drop 60x8` `to failure` `last one to failure` | kinds of set |
| `each side` `10/side` `per leg` `pro Seite` `на каждую ногу` | per side |
| `bw x 12` `bw+20 x 5` `dips +15 3x8` `-20x8` `20kg assisted` | bodyweight, added, assisted |
| `60s` `1:30` `1 min 30` `1'30` `1h05` `3x60s` | time; `plank 60` is seconds |
| `jump rope 3x100` | asked: jumps or seconds |
| `at 9:30 bench 80x8` `80x8 at 9:30` | the time of day, for the note |
| `5k 25:30` `5 km in 25:30` `3 miles 27:10` `6x400m 1:30` `10k 1:05` | distance and time |
| `40kg 30m` `40x30m` `2x40kg 30m` | carries: the weight of one hand |
| `eighty kilos for eight` `achtzig Kilo acht Wdh` | numbers in words, beside what they count |
| `bench 80x8, squat 100x5` `… then …` `;` `and`, lines, a name above its sets | several exercises |
| `superset bench 80x8 + row 60x10` `A1: …` `A2: …` | a superset |
| `yesterday` `2 days ago` `monday` `3 Oct` `12.10.` `2026-10-12`, also alone above | the day |
| `2/28 squat 90x5` `02/03 squat 90x5` | the day; asked where day and month may change places |
| `same` `same x3` `3x same` `again 7` `again 82.5` `again @9` | `Repeat` |
| `+2.5` `-5kg` `+1 rep` `+2.5 x 6` | `Repeat` |
| `rest 90` `90s rest` `rest 2` (minutes below ten, else seconds) | `Rest`, or a line's own rest |
| `squat` `next squat` `superset bench and row` | `LineUp` |
| `note: …`; behind sets `(…)` `// …` `#…` and plain remarks | `Note`, or a line's own note |

Nothing about sets (`None`): questions, plans, habits, wishes, other people, body weight, blood
pressure, times of day, steps, telephone numbers, prices, scores, places, a tool alone (`barbell`).
`bw+20 x 5` while no exercise of the body's weight is under way names an exercise nobody knows,
so that it is asked about. An `Unclear` without readings names a figure nobody reaches ("limit":
over 1,000 kg, 1,000 reps or 100 of 20 kg, 50 sets of one kind or 200 in a message, RPE outside 1
to 10, nothing or less than nothing), a range ("range"), a missing half ("reps", or "unfinished"
where the line ends in a times sign), a weight counted in plates ("plates"), a day that nobody can
tell ("day": `last week`) or figures that make no set ("figures": `80x8.5`, `1pl8 x 10`, `bench
3:00`). No reps is no set: `100x0` is a "limit", and `100x1 failed` a doubt ("failed"), while
`80x5 fail` is five to failure. Sets keep whole seconds, rounded up; the exact time stays in the
note.
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

_NOTE = re.compile(r"\s*([^\W\d_]{3,15})\s*:\s*(.+)", re.DOTALL)


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
    Never raises, whatever was typed, and takes time in proportion to its length.
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
    """The doubt with its readings; no doubt where all but one of them are impossible."""
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
