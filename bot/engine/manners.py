"""What a channel's ways mean for what is said there, and not only for how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Manners:
    """`edits` where what is shown can be changed and taken away; `notices` where a press can be
    answered on the spot, and is not said a message; `one_message` where all that a
    turn says goes as one; `most_choices` buttons fit under a message, and the rest goes behind
    [More]; after `window` without a word from the person nothing plain may be said."""

    edits: bool = True
    notices: bool = True
    one_message: bool = False
    most_choices: int | None = None
    window: timedelta | None = None


PLAIN = Manners()
ByChannel = Mapping[str, Manners]
