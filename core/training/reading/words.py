"""The words of a line: exercises first, then phrases and words of sets, remarks and talk."""

from __future__ import annotations

from decimal import Decimal

from core.training.reading.lexicon import Meanings
from core.training.reading.numerals import numerals, spelt_number
from core.training.reading.pieces import Piece
from core.training.reading.scan import TEN, Scanner
from core.training.reading.tokens import Token, tokens
from core.training.reading.units import clock_seconds, unit_of, weight_unit
from core.training.sets import SetKind
from core.training.vocabulary import CODES, Vocabulary

# Meanings that make a piece wherever the word stands, in the order in which they are looked for.
_PLAIN_MEANINGS = (
    ("last_to_failure", "M", "last"),
    ("warmups", "M", "warmups"),
    ("drop", "M", SetKind.DROP.value),
    ("amrap", "M", SetKind.FAILURE.value),
    ("bodyweight", "b", ""),
    ("per_hand", "j", ""),
    ("assisted", "A", ""),
    ("superset", "S", ""),
    ("ahead", "T", ""),
    ("same", "=", ""),
    ("then", ";", ""),
)

_SPANS = (("half_hour", 1800), ("one_minute", 60))
_IN_NAMES = frozenset({"word", "number", "&", "+"})

_COUNTS = (("once", 1), ("twice", 2), ("thrice", 3))

# What a word is when it is neither an exercise nor part of the figures.
_TALK = (
    "talk",
    "future",
    "question",
    "negation",
    "body_weight",
    "blood_pressure",
    "body_other",
)


class Words(Scanner):
    """Adds the words to the scanner."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary) -> None:
        super().__init__(tokens, vocabulary)
        self.numerals = numerals()

    def scan(self) -> list[Piece]:
        """The pieces of the whole line."""
        while (kind := self.tokens[self.at].kind) != "end":
            if kind == "number":
                self.number()
            elif kind == "word":
                self.word()
            elif kind == "clock":
                self.clock()
            else:
                self.sign(kind)
        if self.last() == "x":
            self.pieces[-1].mark = "unfinished"  # `bench 80 x`
        return self.pieces

    def word(self) -> None:
        """An exercise, a phrase or a word, whichever is longest."""
        at = self.at
        form = self.tokens[at].form
        if not at and len(form) == 1 and self._is_label():
            return
        count, keys = self._exercise(at) if self.vocabulary.opens(form) else (0, ())
        if not count and self.spell(at):
            self.number()
            return
        if form in CODES and not keys and self._sets_follow(at + 1):
            count, keys = 1, (CODES[form],)
        length, meanings = self.phrase(at)
        if length <= count or not length:
            length, meanings = 1, self.meanings(at)
        if count >= length and not (
            self._is_mark_before_figure(at, meanings) or self._is_setting(at, count, meanings)
        ):
            self.add("N", at, count, keys=keys)
        elif not meanings:
            self._unknown(at)
        else:
            self._meaning(at, length, meanings)
        if self.last() != "c":
            self._listed = False

    def _exercise(self, at: int) -> tuple[int, tuple[str, ...]]:
        """The longest name that begins here: its number of tokens and the exercises."""
        forms: list[str] = []
        best: tuple[int, tuple[str, ...]] = (0, ())
        for count in range(1, self.vocabulary.longest + 1):
            token = self.tokens[at + count - 1]
            if token.kind not in _IN_NAMES:
                break
            forms.append(token.form)
            if keys := self.vocabulary.exactly(" ".join(forms)):
                best = count, keys
        return best

    def named(self, at: int) -> int:
        """The number of tokens of the exercise that is named here."""
        return self._exercise(at)[0] if self.vocabulary.opens(self.tokens[at].form) else 0

    def _is_mark_before_figure(self, at: int, meanings: Meanings) -> bool:
        """`w 60x10`, `drop 60x8`: a mark, whatever else the word may name."""
        return bool(meanings & {"warmup", "drop"}) and self.tokens[at + 1].kind == "number"

    def spell(self, at: int) -> bool:
        """Makes the number in words that stands here a number; whether there was one."""
        if self.tokens[at].form not in self.numerals:
            return False
        number, count = spelt_number(self.tokens, at)
        if number is None:
            return False
        self.tokens[at : at + count] = [number]
        return True

    def _sets_follow(self, at: int) -> bool:
        """Whether figures of sets stand here and no blood pressure: `60/10`, not `120/80`."""
        number, sign, reps = self.tokens[at : at + 3]
        if number.kind != "number":
            return False
        pressure = sign.kind == "/" and reps.kind == "number" and Decimal(reps.form) >= 40
        return not pressure and sign.kind != "end"

    def _is_label(self) -> bool:
        """`A1: bench 80x8`, then `A2: …`: the letter of a superset."""
        form, number, follows = self.tokens[0].form, self.tokens[1], self.tokens[2].kind
        if form == "x" or not self.glued(1) or len(number.form) > 1 or number.kind != "number":
            return False
        if follows not in {":", ")", ".", "word"} or (follows == "word" and self.glued(2)):
            return False
        self.add("S", 0, 2, mark=form)
        return True

    def _is_setting(self, at: int, count: int, meanings: Meanings) -> bool:
        """The incline of `treadmill 30 min incline 5`, which is no incline press."""
        timed = any(piece.kind in "tdmk" for piece in self.pieces)
        return (
            count == 1 and timed and "remark" in meanings and self.tokens[at + 1].kind == "number"
        )

    def _unknown(self, at: int) -> None:
        if self._split_times(at) or self.tokens[at].form in self.lexicon.words:
            return
        slash = self.tokens[at + 1].kind == "/" and self.glued(at + 1) and self.glued(at + 2)
        both = f"{self.tokens[at].form}/{self.tokens[at + 2].form}"
        if slash and both in self.lexicon.words:
            self._meaning(at, 3, self.lexicon.words[both])
        else:
            self.add("W", at, 1)

    def _meaning(self, at: int, length: int, meanings: Meanings) -> None:
        for meaning, kind, mark in _PLAIN_MEANINGS:
            if meaning in meanings:
                self.add(kind, at, length, mark=mark)
                return
        for meaning, seconds in _SPANS:
            if meaning in meanings and self.tokens[at - 1].kind != "number":
                self.add("t", at, length, Decimal(seconds))
                return
        for meaning, count in _COUNTS:
            if meaning in meanings:
                self.add("u", at, length, Decimal(count))
                return
        if not (
            self._mark(at, length, meanings)
            or self._before_number(at, length, meanings)
            or self._side(at, length, meanings)
        ):
            self._loose_word(at, length, meanings)

    def _mark(self, at: int, length: int, meanings: Meanings) -> bool:
        """Warm-up and failure; the short forms `w` and `f` only beside a number."""
        form = self.tokens[at].form
        behind = self.tokens[at - 1].kind == "number" or self.last() in {"r", "p", "n"}
        if "missed" in meanings:
            self.add("M", at, length, mark="failed")
        elif "warmup" in meanings and (form != "w" or self.tokens[at + 1].kind == "number"):
            self.add("M", at, length, mark=SetKind.WARMUP.value)
        elif "failure" in meanings and (len(form) > 2 or length > 1 or behind):
            self.add("M", at, length, mark=SetKind.FAILURE.value)
        else:
            return False
        return True

    def _before_number(self, at: int, length: int, meanings: Meanings) -> bool:
        """What a word means only because a number follows: `rpe 8`, `x 8`, `mit 80`, `set 3:`."""
        after = at + length
        of = self.meanings(after) & {"of"} and "rpe" in meanings
        if of or self.tokens[after].kind in {":", "="}:
            after += 1
        if self.tokens[after].kind not in {"number", "clock"}:
            return self._without_number(at, length, meanings)
        number = self.tokens[after].kind == "number"
        if number and ("rpe" in meanings or "rir" in meanings):
            self.at = after
            value, count = self.value(after, before="@")
            value = TEN - value if "rir" in meanings and "rpe" not in meanings else value
            mark = "rir" if "rir" in meanings else ""
            self.add("p", after, count, value, mark=mark)
        elif "rest" in meanings:
            self._rest(after)
        elif "sets" in meanings and self._is_set_index(at, after):
            self.add("j", at, after + 1 - at)
        elif (
            number
            and unit_of(meanings)
            and not meanings & {"times", "at", "seconds", "hours", "meters"}
        ):
            self._unit_first(at, after, unit_of(meanings))
        else:
            return self._link(at, length, meanings)
        return True

    def _without_number(self, at: int, length: int, meanings: Meanings) -> bool:
        if "times" in meanings and self.tokens[at].form in {"x", "х"}:
            self.add("x", at, length)
        elif "rest" in meanings and (self.last() == "t" or self.last() == "n" == self._all()):
            piece = self.pieces[-1]
            piece.kind, piece.end = "q", self.tokens[at + length - 1].end
            self.at += length
        elif "at" in meanings and self.meanings(at + length) & {"rpe", "bodyweight"}:
            self.add("j", at, length)
        else:
            return False
        return True

    def _all(self) -> str:
        """The kinds of the pieces so far."""
        return "".join(piece.kind for piece in self.pieces)

    def _rest(self, at: int) -> None:
        """`rest 90`, `rest 2 min`, `Pause 1:30`; below ten a bare number is minutes."""
        self.at = at
        self.clock() if self.tokens[at].kind == "clock" else self.number()
        piece = self.pieces[-1]
        if piece.kind in {"n", "t", "m"}:
            minutes = piece.kind == "m" or (piece.kind == "n" and piece.value < TEN)
            piece.value *= 60 if minutes else 1
            piece.kind = "q"

    def _is_set_index(self, at: int, after: int) -> bool:
        """`set 3: 80x7` and `set 3 80x7` only say which set it was."""
        follows = self.tokens[after + 1].kind
        return self.last() not in {"n", "r"} and follows in {":", "number", ")", "-"}

    def _unit_first(self, at: int, after: int, unit: str) -> None:
        """`kg 80`, `reps: 8`, `sets 3`."""
        self.at = after
        value, count = self.value(after)
        if unit == "sets" and self.tokens[after + count].form in {"x", "х", "*", "/"}:
            self.at = at
            self.add("j", at, after - at)  # `first set 80x8`
        elif unit in {"kilograms", "pounds"}:
            self.add("w", after, count, value, weight_unit(unit))
        elif unit in {"reps", "sets"}:
            self.add("r" if unit == "reps" else "s", after, count, value)
        else:
            self.at = at
            self.add("j", at, after - at)

    def _link(self, at: int, length: int, meanings: Meanings) -> bool:
        if "times" in meanings or ("by" in meanings and self.last() == "n"):
            self.add("x", at, length)
        elif "of" in meanings and self.last() == "s":
            self.add("o", at, length)
        elif "for" in meanings:
            self.add("f", at, length)
        elif "of" in meanings and self.last() == "w":
            self.add("o", at, length)
        elif "at" in meanings:
            self.add("a", at, length)
        elif "in" in meanings:
            self.add("i", at, length)
        elif "added" in meanings:
            self.add("D", at, length)
        else:
            return False
        return True

    def _side(self, at: int, length: int, meanings: Meanings) -> bool:
        if "per_side" in meanings:
            vague = length == 1 and self.tokens[at - 1].kind != "/"
            self.add("e" if vague else "l", at, length)
        elif "empty_bar" in meanings and self.tokens[at + length].form in {"x", "х", "for", "*"}:
            self.add("B", at, length)
        elif "added" in meanings:
            self.add("D", at, length)
        else:
            return False
        return True

    def _loose_word(self, at: int, length: int, meanings: Meanings) -> None:
        """Neither exercise nor figure: what kind of talk it is."""
        if self.tokens[at].form in {"singles", "doubles", "triples", "single", "double", "triple"}:
            self._singles(at, meanings)
        elif meanings & {"and"} and self.pieces:
            self.add("&", at, length)
        elif "but" in meanings and self.last() == "=":
            self.add("j", at, length, mark="link")
        elif "next" in meanings:
            self.add("X", at, length)
        elif "record" in meanings:
            self.add("~", at, length)
        elif meanings & {"filler", "connectives", "in", "for", "of", "at"}:
            self.add("j", at, length, mark="link")
        elif meanings & {"remark", "rest"} and self._behind_figures():
            self.add("~", at, length)
        elif meanings & set(_TALK):
            self.add("!", at, length)
        elif "remark" in meanings:
            self.add("~", at, length)
        else:
            self.add("W", at, length)

    def _behind_figures(self) -> bool:
        return any(piece.kind in "nwgbrstd" for piece in self.pieces)

    def _singles(self, at: int, meanings: Meanings) -> None:
        """`5 singles at 140`: that many sets of one."""
        reps = next(
            n for n, name in enumerate(("singles", "doubles", "triples"), 1) if name in meanings
        )
        if self.last() == "n":
            self.pieces[-1].kind = "s"
        self.add("r", at, 1, Decimal(reps))

    def clock(self) -> None:
        """`25:30`; as a pace (`5:00/km`) it is a remark."""
        at = self.at
        if self.tokens[at + 1].kind == "/" and self.tokens[at + 2].kind == "word":
            self.add("~", at, 3)
        else:
            self.add("t", at, 1, clock_seconds(self.tokens[at].form), mark="clock")


def scan(line: str, vocabulary: Vocabulary) -> list[Piece]:
    """The pieces of one line in its plain form."""
    return Words(tokens(line), vocabulary).scan()
