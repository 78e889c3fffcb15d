"""A line cut into entries: each is one exercise, or none, and the figures that go with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.training.reading.doubts import NotSets
from core.training.reading.names import Name, Namer, Said
from core.training.reading.pieces import FIGURES, Piece

_RUN = frozenset("NW~!j")
_REMARK = frozenset("cjW~!;&")
_ONE_ENTRY = frozenset("NnwgbrsutdmkpxzhafMle")


@dataclass(slots=True)
class Entry:
    """One exercise of a line; `pieces` are its figures and what is said about them."""

    name: Name | None = None
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    talk: bool = False  # its words are rather about something else

    def text(self, line: str) -> str:
        """The entry as it was typed, near enough for a note."""
        spans = [(piece.start, piece.end) for piece in self.pieces if piece.end]
        figures = line[min(spans)[0] : max(end for _, end in spans)] if spans else ""
        words = self.name.words if self.name else ""
        return " ".join(filter(None, [words, figures.strip(" ,;"), *self.notes]))

    @property
    def counted(self) -> bool:
        """Whether it has figures."""
        return not FIGURES.isdisjoint([piece.kind for piece in self.pieces])


_Part = Piece | Said


def entries(text: str, pieces: list[Piece], namer: Namer) -> list[Entry]:
    """The entries of one line; raises `NotSets` where the line is talk or a plan."""
    kinds = [piece.kind for piece in pieces]
    if "T" in kinds:
        return _without_plans(text, pieces, kinds.index("T"), namer)
    if _ONE_ENTRY.issuperset(kinds) and kinds.count("N") <= 1:
        return [_one_entry(text, pieces)]
    found: list[Entry] = []
    clause: list[Piece] = []
    for piece in [*pieces, Piece(";", 0, 0)]:
        if piece.kind != ";":
            clause.append(piece)
        elif clause:
            found += _clause(_parts(text, clause, namer))
            clause = []
    return found


def _without_plans(text: str, pieces: list[Piece], at: int, namer: Namer) -> list[Entry]:
    """The sets before a plan: `80x8, next time 85` and `80x8 felt good, more tomorrow`.

    A plan right behind the figures is about them: `5x5 tomorrow` raises `NotSets`.
    """
    done = pieces[:at]
    while done and done[-1].kind in _REMARK:
        done.pop()
    between = [piece.kind for piece in pieces[len(done) : at] if piece.kind != "j"]
    if not between or FIGURES.isdisjoint([piece.kind for piece in done]):
        raise NotSets
    found = entries(text, done, namer)
    found[-1].notes.append(text[done[-1].end :].strip(" ,;."))
    return found


def _one_entry(text: str, pieces: list[Piece]) -> Entry:
    """The quick way for most lines: at most one exercise, and figures."""
    entry = Entry(pieces=[piece for piece in pieces if piece.kind != "N"])
    for piece in pieces:
        if piece.kind == "N":
            entry.name = Name(text[piece.start : piece.end], piece.keys)
    return entry


def _parts(text: str, pieces: list[Piece], namer: Namer) -> list[_Part]:
    """Names and remarks found among the pieces; the figures stay as they are."""
    parts: list[_Part] = []
    run: list[Piece] = []
    counted = remarked = False
    for at, piece in enumerate([*pieces, Piece("", 0, 0)]):
        if piece.kind in _RUN:
            run.append(piece)
            continue
        if run:
            said = namer.read(text, run, behind=counted)
            parts.append(said)
            run = []
            remarked = bool(said.note) and counted
        remarked = remarked and _is_in_remark(pieces, at)
        if remarked:
            parts[-1] = _longer(parts[-1], text, piece.end)
        elif piece.kind:
            counted = counted or piece.kind in FIGURES
            parts.append(piece)
    return parts


def _is_in_remark(pieces: list[Piece], at: int) -> bool:
    """`avg hr 148`, `knee 2/10`: bare numbers behind a remark belong to it."""
    if at >= len(pieces) or pieces[at].kind not in "nzvh":
        return False
    follows = pieces[at + 1].kind if at + 1 < len(pieces) else ""
    return follows not in {"x", "f", "s", "r"}


def _clause(parts: list[_Part]) -> list[Entry]:
    """Entries of one clause: each name takes the figures behind it or, in a line that begins
    with figures, those before it."""
    found = [Entry()]
    for chunk in _chunks(parts):
        here = found[-1]
        if any(_names(part) for part in chunk) and here.name is not None:
            here = Entry()
            found.append(here)
        for part in chunk:
            if isinstance(part, Piece):
                here.pieces.append(part)
            else:
                here = _say(found, here, part)
    return [entry for entry in found if entry.name or entry.pieces or entry.notes]


def _say(found: list[Entry], here: Entry, said: Said) -> Entry:
    """Puts words to the entry that they belong to."""
    if said.name is not None:
        here = _name(found, here, said.name)
    here.notes += [said.note] if said.note else []
    here.talk = here.talk or said.talk
    return here


def _name(found: list[Entry], here: Entry, name: Name) -> Entry:
    """The entry that a name belongs to: a new one where this has a name of its own."""
    if here.name is None:
        here.name = name
        return here
    if here.counted and not name.known and here.name.known:
        here.notes.append(name.words)
        return here
    entry = Entry(name)
    found.append(entry)
    return entry


def _names(part: _Part) -> bool:
    return isinstance(part, Said) and part.name is not None


def _longer(part: _Part, text: str, end: int) -> _Part:
    """A remark with the number behind it."""
    if isinstance(part, Piece):
        return part
    return replace(part, note=part.note + text[part.end : end], end=end)


def _chunks(parts: list[_Part]) -> list[list[_Part]]:
    """The parts between commas, and between "and" or "+" where an exercise follows."""
    chunks: list[list[_Part]] = [[]]
    for at, part in enumerate(parts):
        if isinstance(part, Piece) and part.kind in "c&+" and _names_later(parts, at + 1):
            chunks.append([part] if part.kind == "c" else [])
        else:
            chunks[-1].append(part)
    return chunks


def _names_later(parts: list[_Part], at: int) -> bool:
    """Whether an exercise is named before the next comma."""
    for part in parts[at:]:
        if _names(part):
            return True
        if isinstance(part, Piece) and part.kind in "c&+":
            return False
    return False
