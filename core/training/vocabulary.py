"""From what a person calls an exercise to the exercise: names, aliases, loose order and typos.

Matching goes from sure to doubtful and stops at the first answer: the person's own exercises,
the library's aliases, words that mean several exercises, the same words in another order or
number or with the equipment named as well, and last a typo (`typos.py`).
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from core.training.library import Exercise, Measure, ambiguous_words, load_library, normalise
from core.training.typos import Spellings

Key = TypeVar("Key")

# Small words that a name keeps its meaning without.
SMALL_WORDS = frozenset(
    "a al alla am an at au aux com con de del des di do du e el en et for la las le les lo los "
    "mit my of on so the und with y c в для и на с со "
    "exercise ubung".split()
)

# The tool as people type it, and as the library names it.
EQUIPMENT = MappingProxyType(
    {
        word: tool
        for tool, words in {
            "barbell": "barbell bb langhantel lh barra barre bilanciere штанга штангой штанги",
            "dumbbell": "dumbbell dumbbells dumbell dumbells db dbs kurzhantel kurzhanteln kh "
            "mancuerna mancuernas haltere halteres manubrio manubri гантели гантель гантелей "
            "гантелями гантелеи",
            "kettlebell": "kettlebell kettlebells kb kbs kugelhantel pesa rusa гиря гири гирей "
            "гиреи",
            "machine": "machine maschine maquina macchina тренажер тренажере",
            "cable": "cable cables kabel kabelzug seilzug cable polea poulie cavo cavi polia "
            "блок блоке",
            "smith_machine": "smith multipower",
            "bodyweight": "bodyweight bw",
        }.items()
        for word in words.split()
    }
)

TOOLS = frozenset(EQUIPMENT.values())

# Short forms that are other words as well ("BP" is a blood pressure): an exercise only before the
# figures of sets.
CODES = MappingProxyType({"bp": "bench_press", "bd": "bench_press"})
_ONE_MAKES_IT = threading.Lock()


@dataclass(frozen=True, slots=True)
class Match:
    """The exercises that words may mean, likeliest first; `exact` is False after a typo."""

    keys: tuple[str, ...]
    exact: bool = True


NOTHING = Match(())


def stem(word: str) -> str:
    """A word without its ending, so that "squats" is "squat" and "rowing" is "row"."""
    if len(word) > 5 and word[-1] in _CYRILLIC_ENDINGS:
        return word.rstrip(_CYRILLIC_ENDINGS)
    if len(word) > 5 and word.endswith("ing"):
        return word[:-3]
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "su":
        return word[:-1]
    return word


_CYRILLIC_ENDINGS = "аеиоуыэюяь"
_SEAMS = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|\s*(?=[&+/])|(?<=[&+/])\s*",
)


def spaced(words: str) -> str:
    """A name in normal form, cut as tokens are: `c&j` is "c & j" and `concept2` "concept 2"."""
    plain = normalise(words)
    return plain if plain.isalpha() else " ".join(_SEAMS.sub(" ", plain).split())


def loose(words: str) -> tuple[str, ...]:
    """What stays of a normalised name without order, number, small words and a tool's synonyms."""
    kept = (word for word in words.split() if word not in SMALL_WORDS)
    return tuple(sorted({EQUIPMENT.get(word) or stem(word) for word in kept}))


class Names:
    """An index from names to exercises; built once for the library, again for own exercises."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named` has spaced names with their keys."""
        exact: defaultdict[str, list[str]] = defaultdict(list)
        for plain, key in named:
            if plain and key not in exact[plain]:
                exact[plain].append(key)
        self.exact = {name: tuple(keys) for name, keys in exact.items()}
        self.solid = _merged((name.replace(" ", ""), keys) for name, keys in self.exact.items())
        loosely = ((loose(name), keys) for name, keys in self.exact.items())
        self.loose = _merged((words, keys) for words, keys in loosely if _is_named(words, keys))
        self.firsts = frozenset(name.split()[0] for name in self.exact)
        self.longest = max((len(name.split()) for name in self.exact), default=0)
        self.spellings = Spellings(self.exact)

    def sure(self, plain: str) -> tuple[str, ...]:
        """The exercises that bear this normalised name, whatever its spaces, order or number."""
        keys = self.exact.get(plain) or self.solid.get(plain.replace(" ", ""))
        return keys or self.loose.get(loose(plain), ())


def is_tool(words: str) -> bool:
    """Whether the words only say what is lifted: nobody can tell the exercise from `barbell`."""
    return TOOLS.issuperset(loose(spaced(words)))


def _is_named(words: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """Whether a name in loose order still names something: `di barre` is left with the bar."""
    return len(keys) > 1 or not TOOLS.issuperset(words)


def _merged(pairs: Iterable[tuple[Key, tuple[str, ...]]]) -> dict[Key, tuple[str, ...]]:
    merged: dict[Key, tuple[str, ...]] = {}
    for name, keys in pairs:
        merged[name] = tuple(dict.fromkeys(merged.get(name, ()) + keys))
    return merged


def library_names() -> Names:
    """The library's own index; words that mean several exercises mean them here too."""
    # Eight threads that each made it at once, right after a start, held everybody up for seconds.
    with _ONE_MAKES_IT:
        return _library_names()


@cache
def _library_names() -> Names:
    library = load_library()
    several = ambiguous_words()
    plain_several = {spaced(words) for words in several}
    all_names = (
        (spaced(name), key) for key, exercise in library.items() for name in _names_of(exercise)
    )
    one = ((name, key) for name, key in all_names if name not in plain_several)
    many = (
        (spaced(words), key) for words, keys in several.items() for key in keys if key in library
    )
    return Names([*one, *many])


def _names_of(exercise: Exercise) -> Iterable[str]:
    yield exercise.name
    for names in exercise.aliases.values():
        yield from names


class Vocabulary:
    """The exercises one person can name: the library's, and their own, which win.

    `own` maps keys to names. Without own exercises building one costs nothing.
    """

    __slots__ = ("_names", "_own", "own")

    def __init__(self, own: Mapping[str, str] = MappingProxyType({})) -> None:
        self.own = own
        self._names = library_names()
        self._own = Names((spaced(name), key) for key, name in own.items()) if own else None

    def measure(self, key: str | None) -> Measure | None:
        """What a set of the exercise is counted in; None for own exercises, which take any."""
        exercise = load_library().get(key) if key is not None else None
        return exercise.measure if exercise else None

    def jumps(self, key: str | None) -> bool:
        """Whether the exercise is one of jumps, which people count even where they take time."""
        exercise = load_library().get(key) if key is not None else None
        return exercise is not None and exercise.pattern == "plyometric"

    def name(self, key: str) -> str | None:
        """The exercise's name, None where nobody has such a key."""
        if key in self.own:
            return self.own[key]
        exercise = load_library().get(key)
        return exercise.name if exercise else None

    def opens(self, word: str) -> bool:
        """Whether some name begins with this normalised word."""
        return word in self._names.firsts or (self._own is not None and word in self._own.firsts)

    @property
    def longest(self) -> int:
        """The number of words in the longest name."""
        own = self._own.longest if self._own else 0
        return max(own, self._names.longest)

    def exactly(self, plain: str) -> tuple[str, ...]:
        """The exercises with just this normalised name or alias."""
        if self._own and (keys := self._own.exact.get(plain)):
            return keys
        return self._names.exact.get(plain, ())

    def match(self, words: str) -> Match:
        """The exercises that the words mean; none where nothing comes near."""
        plain = spaced(words)
        if not plain:
            return NOTHING
        keys = (self._own.sure(plain) if self._own else ()) or self._names.sure(plain)
        if keys or (keys := self._with_equipment(plain)):
            return Match(keys)
        return self._misspelt(plain)

    def alike(self, words: str) -> tuple[str, ...]:
        """All exercises with a name of just these words, in any order, number or form."""
        return self._names.loose.get(loose(normalise(words)), ())

    def _with_equipment(self, plain: str) -> tuple[str, ...]:
        """`barbell squat`: the tool is dropped from the name where it is the exercise's own."""
        tools = {EQUIPMENT[word] for word in plain.split() if word in EQUIPMENT}
        if not tools:
            return ()
        rest = " ".join(word for word in plain.split() if word not in EQUIPMENT)
        library = load_library()
        return tuple(
            key
            for key in (self._names.sure(rest) if rest else ())
            if tools <= set(library[key].equipment)
        )

    def _misspelt(self, plain: str) -> Match:
        names = [names for names in (self._own, self._names) if names is not None]
        found = [near for name in names if (near := name.spellings.near(plain)) is not None]
        if not found:
            return NOTHING
        best = min(distance for distance, _ in found)
        return Match(next(keys for distance, keys in found if distance == best), exact=False)

    def suggest(self, words: str, limit: int = 4) -> tuple[str, ...]:
        """The likeliest exercises for a question "which one?": a match, then shared words."""
        plain = normalise(words)
        wanted = set(loose(plain))
        scores: dict[str, float] = {}
        for names in (self._own, self._names):
            for name, keys in names.loose.items() if names else ():
                shared = len(wanted.intersection(name))
                for key in keys if shared else ():
                    score = shared / (len(wanted) + len(name) - shared)
                    scores[key] = max(score, scores.get(key, 0.0))
        ranked = sorted(
            scores,
            key=lambda key: (-scores[key], key not in self.own, len(self.name(key) or ""), key),
        )
        return tuple(dict.fromkeys((*self.match(words).keys, *ranked)))[:limit]
