"""Messages that a platform approves beforehand, declared beside the texts that they stand for.

WhatsApp takes nothing else once a person has been silent for a day. Each is made once in Meta's
console, in every language that we speak; `werkout doctor` says which are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.engine.outgoing import Button, Template
from bot.engine.texts import SOURCE_LANGUAGE, Texts, languages

_GAP = re.compile(r"\{(\w+)\}")
# Meta refuses line breaks, tabs and runs of spaces in what fills a gap.
_SPACES = re.compile(r"\s+")
PREFIX = "werkout_"


@dataclass(frozen=True, slots=True)
class Approved:
    """One message: its text with named gaps, an example for each, and the labels of its buttons."""

    name: str
    text: str
    examples: Mapping[str, str]
    buttons: tuple[str, ...] = ()
    category: str = "UTILITY"

    @property
    def gaps(self) -> list[str]:
        """The names of what fills it, in the order in which they are numbered."""
        return _GAP.findall(self.text)

    def body(self, texts: Texts) -> str:
        """The text as it is handed in, its gaps numbered."""
        numbered = {gap: f"{{{{{number}}}}}" for number, gap in enumerate(self.gaps, 1)}
        return texts.t(self.text, **numbered)


_all: dict[str, Approved] = {}


def approved(name: str, text: str, /, *buttons: str, **examples: str) -> Approved:
    """Declare a message; `text` and the labels are marked for translation by whoever declares."""
    one = Approved(PREFIX + name, text, examples, buttons)
    if one.name in _all or set(one.gaps) != set(examples):
        raise ValueError(f"the template {name} is declared twice, or its examples do not fit")
    _all[one.name] = one
    return one


def every_template() -> Iterator[Approved]:
    """All that conversations declare, by name; they must have been imported."""
    yield from (_all[name] for name in sorted(_all))


def is_marketing(name: str) -> bool:
    """Whether the platform counts it as marketing, which a person may want none of."""
    return name in _all and _all[name].category == "MARKETING"


def filled(one: Approved, texts: Texts, /, *buttons: Button, **values: str) -> Template:
    """The message for one person; `buttons` carry what a tap on each label does."""
    if len(buttons) != len(one.buttons) or set(values) != set(one.gaps):
        raise ValueError(f"{one.name} wants {one.gaps} and {len(one.buttons)} buttons")
    return Template(
        one.name,
        spoken(texts.language),
        tuple(_SPACES.sub(" ", values[gap]).strip() for gap in one.gaps),
        tuple(button.data for button in buttons),
    )


def spoken(language: str) -> str:
    """Of the languages that templates are made in, the one that the person reads."""
    short = language.partition("-")[0]
    return short if short in languages() else SOURCE_LANGUAGE
