"""From tokens to pieces: units found, decimal commas told from list commas, exercises named."""

from __future__ import annotations

from decimal import Decimal

from core.training.reading.decimals import is_decimal
from core.training.reading.lexicon import UNKNOWN, Meanings, lexicon
from core.training.reading.pieces import Piece
from core.training.reading.tokens import Token
from core.training.reading.units import (
    CLOCK_UNITS,
    LENGTH,
    unit_of,
    weight_unit,
)
from core.training.sets import WeightUnit
from core.training.vocabulary import Vocabulary

MOST_DIGITS = 9  # longer numbers are telephone numbers, not figures of a set
TEN = Decimal(10)
SIXTY = Decimal(60)
ZERO = Decimal(0)

# Behind the last token stand a few of these, so that looking ahead, or back from the first,
# needs no check of bounds.
_END = Token("end", "", -1, -2)
_LOOK_AHEAD = 12
_TIMES = frozenset({"x", "х", "*"})
# Words that are units behind a number, unless the name of an exercise begins with them.
_UNITS_IN_NAMES = frozenset({"plates", "sets", "seconds", "feet", "times"})
_SIGN_KINDS = {",": "c", ";": ";", "&": "&", "+": "+", **dict.fromkeys("$£€₽¥", "!")}


class Scanner:
    """One pass over a line's tokens; `pieces` is what it found.

    This class reads figures and signs; `Words` adds what needs the lexicon and the vocabulary.
    """

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self.tokens = [*tokens, *([_END] * _LOOK_AHEAD)]
        self.pieces: list[Piece] = []
        self.at = 0
        self.vocabulary = vocabulary
        self.lexicon = lexicon()
        self._listed = False  # a number here would be one of several rep counts

    # -- looking around ----------------------------------------------------------------------

    def glued(self, at: int) -> bool:
        """Whether the token stands right behind the one before it."""
        return self.tokens[at - 1].end == self.tokens[at].start

    def meanings(self, at: int) -> Meanings:
        """What the word at a place may mean."""
        token = self.tokens[at]
        return self.lexicon.words.get(token.form, UNKNOWN) if token.kind == "word" else UNKNOWN

    def phrase(self, at: int) -> tuple[int, Meanings]:
        """The longest phrase that begins here: its number of tokens (0 for none) and meanings."""
        for words, meanings in self.lexicon.phrases.get(self.tokens[at].form, ()):
            if all(self.tokens[at + n].form == word for n, word in enumerate(words)):
                return len(words), meanings
        return 0, UNKNOWN

    def last(self) -> str:
        """The kind of the newest piece."""
        return self.pieces[-1].kind if self.pieces else ""

    def add(
        self,
        kind: str,
        first: int,
        count: int,
        value: Decimal = ZERO,
        unit: WeightUnit | None = None,
        mark: str = "",
        keys: tuple[str, ...] = (),
    ) -> None:
        """Makes a piece of `count` tokens and moves behind them."""
        start, end = self.tokens[first].start, self.tokens[first + count - 1].end
        self.pieces.append(Piece(kind, start, end, value, unit, mark, keys))
        self.at = first + count

    # -- numbers -----------------------------------------------------------------------------

    def number(self) -> None:
        """A number with what belongs to it: its decimals and its unit."""
        first = self.at
        if len(self.tokens[first].form) > MOST_DIGITS:
            self.add("v", first, 1)
        elif self._is_index(first):
            self.add("j", first, 2)
        else:
            last = self.last()
            listed = last in {"x", "z", "h"} or (last == "c" and self._listed)
            listed = listed or self._is_in_list(first)
            value, count = self.value(first, listed=listed)
            self.measured(first, count, value)
            self._listed = listed

    def value(self, first: int, *, listed: bool = False, before: str = "") -> tuple[Decimal, int]:
        """The number that begins here and how many tokens it takes; `before` is the sign before
        it, where that makes no piece."""
        whole, fraction = self.tokens[first], self.tokens[first + 2]
        if (
            self.tokens[first + 1].kind == ","
            and fraction.kind == "number"
            and self.glued(first + 1)
            and self.glued(first + 2)
            and "." not in whole.form + fraction.form
        ):
            after = self._after(first + 3)
            if after == "unit" and len(fraction.form) == 3 and self._in_thousands(first + 3):
                return Decimal(whole.form + fraction.form), 3
            before = before or ("row" if self._is_in_row() else self.last())
            if is_decimal(whole.form, fraction.form, before, after, listed=listed):
                return Decimal(f"{whole.form}.{fraction.form}"), 3
        if whole.form[-4:-3] == "." and unit_of(self.meanings(first + 1)) == "meters":
            return Decimal(whole.form.replace(".", "")), 1
        return Decimal(whole.form), 1

    def _is_in_list(self, at: int) -> bool:
        """Whether a number and a comma stand right before this number: `75,75,70kg`."""
        comma = self.tokens[at - 1].kind == "," and self.glued(at)
        return comma and self.tokens[at - 2].kind == "number" and self.glued(at - 1)

    def _is_in_row(self) -> bool:
        """Whether numbers with nothing but spaces between them stand before: `20 10 5 2,5`."""
        return [piece.kind for piece in self.pieces[-2:]] == ["n", "n"]

    def _in_thousands(self, at: int) -> bool:
        return unit_of(self.meanings(at)) in {"meters", "pounds"}

    def _after(self, at: int) -> str:
        """What follows a number, as `is_decimal` asks for it."""
        token = self.tokens[at]
        if token.kind == "," and self.glued(at) and self.glued(at + 1):
            return "list" if self.tokens[at + 1].kind == "number" else ""
        if token.form in _TIMES:
            return "x"
        if token.kind == "word":
            meanings = self.meanings(at)
            if "for" in meanings and self.tokens[at + 1].kind == "number":
                return "for"
            return "unit" if unit_of(meanings) or self._split_times(at) else ""
        return {"number": "number", "clock": "clock", "/": "/", "#": "unit", "'": "unit"}.get(
            token.kind, ""
        )

    def _is_index(self, first: int) -> bool:
        """`1)` and, where a line begins, `1.` only count the sets."""
        sign = self.tokens[first + 1].kind
        if sign == ")":
            return self.glued(first + 1)
        return sign == "." and first == 0 and self.glued(1) and not self.glued(2)

    def measured(self, first: int, count: int, value: Decimal, kind: str = "n") -> None:
        """Adds a number with the unit behind it; `kind` is what it is without one."""
        at = first + count
        token = self.tokens[at]
        if token.kind == "word":
            self._split_times(at)
            if kind == "n" and self._in_reserve(first, count, value):
                return
            if token.form == "er" and self.glued(at):  # German for `30s`: a pair of thirties
                self.add("t", first, count + 1, value, mark="plural")
                return
            if token.form == "rm" and self.glued(at):  # a one-rep maximum is told, not done
                self.add("!", first, count + 1)
                return
            if length := self._strange(at):
                self.add("v", first, count + length)
                return
            unit = unit_of(self.meanings(at))
            named = unit in _UNITS_IN_NAMES and not self.glued(at) and self.named(at) > 1
            self._with_unit(first, count, value, kind, "" if named else unit)
        elif token.kind == "#" and self._is_pounds(at):
            self.add("w" if kind == "n" else kind, first, count + 1, value, WeightUnit.LB)
        elif token.kind == "'" and self.glued(at):
            self._minutes(first, count + 1, value * SIXTY)
        elif token.kind == '"' and self.glued(at):
            self.add("t", first, count + 1, value)
        else:
            self.add("v" if token.kind in {"%", "°"} else kind, first, count, value)

    def _strange(self, at: int) -> int:
        """The length of what is glued to a number and between two, and no unit: `1pl8`.

        Cut into its numbers it would be figures that nobody typed.
        """
        between = self.glued(at) and self.tokens[at + 1].kind == "number" and self.glued(at + 1)
        form = self.tokens[at].form
        known = form in self.lexicon.words or self.vocabulary.opens(form)
        return 2 if between and not known else 0

    def spell(self, at: int) -> bool:
        """Makes the number in words that stands here a number; whether there was one."""
        raise NotImplementedError

    def named(self, at: int) -> int:
        """The number of tokens of the exercise that is named here."""
        raise NotImplementedError

    def _is_pounds(self, at: int) -> bool:
        """`225# x 5`, but `80x8 #easy` begins a note."""
        return not (self.tokens[at + 1].kind == "word" and self.glued(at + 1)) or (
            self.tokens[at + 1].form in _TIMES
        )

    def _in_reserve(self, first: int, count: int, value: Decimal) -> bool:
        """`2 rir`, `2 left in the tank`."""
        at = first + count
        length, meanings = self.phrase(at)
        if "rir" not in meanings:
            length, meanings = 1, self.meanings(at)
        if "rpe" in meanings and self.tokens[at + 1].kind != "number":
            self.add("p", first, count + 1, value)
        elif "rir" in meanings and self.tokens[at + 1].kind != "number":
            self.add("p", first, count + length, TEN - value, mark="rir")
        else:
            return False
        return True

    def _with_unit(self, first: int, count: int, value: Decimal, kind: str, unit: str) -> None:
        at = first + count
        if unit in {"kilograms", "pounds"}:
            self.add("w" if kind == "n" else kind, first, count + 1, value, weight_unit(unit))
        elif unit == "meters" and self._is_minutes(at):
            self._minutes(first, count + 1, value * SIXTY)
        elif unit in LENGTH:
            self._length(first, count, value, unit)
        elif unit in {"hours", "minutes"}:
            self._minutes(first, count + 1, value * CLOCK_UNITS[unit], hours=unit == "hours")
        elif unit == "seconds" and (self.glued(at) or self.tokens[at + 1].kind != "number"):
            plural = "plural" if self.tokens[at].form == "s" and self.glued(at) else ""
            self.add("t", first, count + 1, value, mark=plural)
        else:
            self._counted(first, count, value, kind, unit)

    def _counted(self, first: int, count: int, value: Decimal, kind: str, unit: str) -> None:
        """A number with what it counts, or with no unit at all."""
        at = first + count
        joins = self.tokens[at].form in _TIMES or self.tokens[at + 1].kind in {"number", "clock"}
        if unit == "reps" or (unit == "times" and not joins):
            self.add("r" if kind == "n" else kind, first, count + 1, value, mark=unit)
        elif unit == "sets":
            self.add("s", first, count + 1, value)
        elif unit in {"calories", "centimeters", "plates"}:
            mark = "plates" if unit == "plates" else "beside"
            self.add("v", first, count + 1, value, mark=mark)
        else:
            self.add(kind, first, count, value)

    def _length(self, first: int, count: int, value: Decimal, unit: str) -> None:
        form = self.tokens[first + count].form
        if form in {"m", "k"}:
            self.add(form, first, count + 1, value)
        else:
            self.add("d", first, count + 1, value * LENGTH[unit])

    def _is_minutes(self, at: int) -> bool:
        """The m of `1m30s` and `1m30`."""
        return (
            self.tokens[at].form == "m"
            and self.tokens[at + 1].kind == "number"
            and self.glued(at + 1)
            and len(self.tokens[at + 1].form) <= 2
        )

    def _minutes(self, first: int, count: int, seconds: Decimal, *, hours: bool = False) -> None:
        """`1 min 30`, `1'30"`, `1h05`, `1 h 20 min`, `1 minuto e 30`: the smaller part added."""
        at = first + count
        if "and" in self.meanings(at) and self.tokens[at + 1].kind == "number":
            at += 1
        self.spell(at)
        part, follows = self.tokens[at], unit_of(self.meanings(at + 1))
        smaller = {"minutes", "meters"} if hours else {"seconds"}
        signed = self.tokens[at + 1].kind in {'"', "'"}
        alone = not follows and self.tokens[at + 1].form not in _TIMES and not signed
        if part.kind != "number" or "." in part.form or Decimal(part.form) >= SIXTY:
            self.add("t", first, count, seconds)
        elif follows in smaller or signed:
            total = seconds + Decimal(part.form) * (SIXTY if hours else 1)
            self._minutes(first, at + 2 - first, total) if hours else self.add(
                "t", first, at + 2 - first, total
            )
        elif alone and (self.glued(at) or self.tokens[at + 1].kind in {"end", ",", ".", "("}):
            total = seconds + Decimal(part.form) * (SIXTY if hours else 1)
            self.add("t", first, at + 1 - first, total)
        else:
            self.add("t", first, count, seconds)

    def _split_times(self, at: int) -> bool:
        """Cuts the x off `80kgx8` and `5xbw`; whether a unit is left."""
        token = self.tokens[at]
        form = token.form
        if form in self.lexicon.words or len(form) < 2 or len(form) != token.end - token.start:
            return False
        before, behind = self.tokens[at - 1].kind, self.tokens[at + 1].kind
        if not (before == "number" and self.glued(at)) and not (
            behind == "number" and self.glued(at + 1)
        ):
            return False
        if form[-1] in _TIMES and form[:-1] in self.lexicon.words:
            cut = len(form) - 1
        elif form[0] in _TIMES and form[1:] in self.lexicon.words:
            cut = 1
        else:
            return False
        middle = token.start + cut
        self.tokens[at : at + 1] = [
            Token("word", form[:cut], token.start, middle),
            Token("word", form[cut:], middle, token.end),
        ]
        return bool(unit_of(self.meanings(at)))

    # -- signs -------------------------------------------------------------------------------

    def sign(self, kind: str) -> None:
        """Anything that is neither number nor word."""
        at = self.at
        if kind == "@":
            self._at_sign()
        elif kind in "+-" and self.tokens[at + 1].kind == "number" and self._is_sign(at):
            self._signed(kind)
        elif kind == "/":
            self._slash(at)
        else:
            self.add(self._sign_kind(at, kind), at, 1)
        if self.last() not in "ch":
            self._listed = False

    def _sign_kind(self, at: int, kind: str) -> str:
        if kind == "-":
            return "h" if self.glued(at) and self.glued(at + 1) else "j"
        if kind == "*":
            return "x" if self.tokens[at - 1].kind in {"number", "word"} else "j"
        if kind in ".>→|":
            return "j" if self.glued(at + 1) else "c"
        return _SIGN_KINDS.get(kind, "j")

    def _slash(self, at: int) -> None:
        following = self.tokens[at + 1]
        if "per_side" in self.lexicon.words.get("/" + following.form, UNKNOWN):
            self.add("l", at, 2)
        else:
            self.add("z" if following.kind == "number" else "j", at, 1)

    def _is_sign(self, at: int) -> bool:
        """Whether a plus or minus belongs to the number behind it."""
        if self.glued(at + 1):
            return self.tokens[at - 1].kind != "number" or not self.glued(at)
        return self.tokens[at].kind == "+" and self.last() in {"", "b", "N", "A", "D", "k"}

    def _signed(self, sign: str) -> None:
        """`+20`, `-20kg`, `+1 rep`."""
        first = self.at
        value, count = self.value(first + 1, before="+")
        value = -value if sign == "-" else value
        self.measured(first, count + 1, value, "g")

    def _at_sign(self) -> None:
        """`@8` is an RPE, `@ 100` and `@8kg` are weights, `@ rpe 8` says it itself."""
        at = self.at
        self.at += 1
        if self.tokens[at + 1].kind != "number":
            return
        value, count = self.value(at + 1, before="@")
        self.measured(at + 1, count, value)
        piece = self.pieces[-1]
        if piece.kind == "n" or (piece.kind == "t" and piece.mark == "plural"):
            piece.kind, piece.mark = ("p", "@") if value <= TEN else ("w", "")
        self._listed = piece.kind == "p" and self._listed
