"""Which words of a line name an exercise, and which are a remark about the sets or talk."""

from __future__ import annotations

from dataclasses import dataclass

from core.training.library import normalise
from core.training.reading.doubts import NotSets
from core.training.reading.pieces import Piece
from core.training.vocabulary import Match, Vocabulary

MOST_NAME_WORDS = 5
MOST_TYPOS = 12  # comparing with every name is slow; a page of strange words must stay quick

_WORDLIKE = frozenset("NW~!")


@dataclass(slots=True)
class Name:
    """An exercise as it was named; no keys where the library does not know it."""

    words: str
    keys: tuple[str, ...]
    exact: bool = True

    @property
    def known(self) -> bool:
        """Whether the library or the person has such an exercise."""
        return bool(self.keys)


@dataclass(frozen=True, slots=True)
class Said:
    """What a run of words says: an exercise, a remark as typed, and whether that is talk."""

    name: Name | None = None
    note: str = ""
    talk: bool = False
    end: int = 0  # where it ends in the line


class Namer:
    """Tells names from remarks; one for a whole message, since typos are looked up sparingly."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._matches: dict[str, Match] = {}

    def read(self, text: str, run: list[Piece], *, behind: bool) -> Said:
        """The exercise in a run of words and what else the run says.

        `behind` says that the figures came before: there a remark is likelier than a name.
        Raises `NotSets` where the words before the figures are talk.
        """
        name, note = self._name(text, run, behind=behind)
        talk = any(piece.kind == "!" for piece in run)
        return Said(name, note, talk, run[-1].end)

    def _name(self, text: str, run: list[Piece], *, behind: bool) -> tuple[Name | None, str]:
        core = _stripped(run)
        if not core:
            return None, ""
        kinds = {piece.kind for piece in core}
        if len(core) == 1 and "N" in kinds:
            return Name(_slice(text, core), core[0].keys), ""
        if "!" in kinds and not behind:
            raise NotSets
        if not kinds & {"N", "W"}:
            return None, _slice(text, core)
        whole = self._match(_slice(text, core), fuzzy=kinds <= {"N", "W", "j"})
        if whole.keys:
            return Name(_slice(text, core), whole.keys, whole.exact), ""
        return self._part(text, core, kinds, behind=behind)

    def _part(
        self, text: str, core: list[Piece], kinds: set[str], *, behind: bool
    ) -> tuple[Name | None, str]:
        remark = bool(kinds & {"~", "!"})
        named = [at for at, piece in enumerate(core) if piece.kind == "N"]
        if named and (remark or (behind and named[0] == 0)):
            at = named[0]
            rest = [_slice(text, part) for part in (core[:at], core[at + 1 :]) if part]
            return Name(_slice(text, [core[at]]), core[at].keys), ", ".join(filter(None, rest))
        if not remark:
            return Name(_slice(text, core), ()), ""
        return self._typo_with_remark(text, core)

    def _typo_with_remark(self, text: str, core: list[Piece]) -> tuple[Name | None, str]:
        """`benhc felt heavy`: the unknown words before the remark, if they come near a name."""
        first = next(at for at, piece in enumerate(core) if piece.kind in "~!")
        match = self._match(_slice(text, core[:first]), fuzzy=True) if first else Match(())
        if match.keys:
            words = _slice(text, core[:first])
            return Name(words, match.keys, match.exact), _slice(text, core[first:])
        return None, _slice(text, core)

    def _match(self, words: str, *, fuzzy: bool) -> Match:
        if len(words.split()) > MOST_NAME_WORDS + 2:
            return Match(())
        if fuzzy and words not in self._matches and len(self._matches) < MOST_TYPOS:
            self._matches[words] = self.vocabulary.match(words)
        if fuzzy and words in self._matches:
            return self._matches[words]
        return Match(self.vocabulary.exactly(normalise(words)))


def _stripped(run: list[Piece]) -> list[Piece]:
    """The run without idle words at its ends."""
    first, last = 0, len(run)
    while first < last and run[first].kind not in _WORDLIKE:
        first += 1
    while last > first and run[last - 1].kind not in _WORDLIKE:
        last -= 1
    return run[first:last]


def _slice(text: str, pieces: list[Piece]) -> str:
    return text[pieces[0].start : pieces[-1].end].strip() if pieces else ""


def is_nameable(name: Name) -> bool:
    """Whether unknown words may be an exercise that the person has and we have not."""
    words = name.words.split()
    return len(words) <= MOST_NAME_WORDS and any(len(word) > 1 for word in words)
