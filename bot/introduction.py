"""How the bot introduces itself where a platform shows it before the first word."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.telegram.setup import BotTexts
from bot.engine.texts import N_, languages, texts_for

DESCRIPTION = N_(
    "Log sets while you rest: type bench 80x8 and it is kept. Last time's numbers, plates, "
    "the rest between sets, records as they fall, and your strength over time. "
    "Share a location and see the trainers near you."
)
SHORT_DESCRIPTION = N_("Your training log in the chat: type bench 80x8.")
GROUP_LINE = N_("Training is between the two of us: write to me at t.me/{username}")


class Introduction:
    """Texts in any language, over the commands that there are."""

    def __init__(self, commands: Mapping[str, str]) -> None:
        self._commands = commands

    def menu(self, language: str) -> list[tuple[str, str]]:
        """Each command and what it does."""
        t = texts_for(language).t
        return [(name, t(does)) for name, does in self._commands.items()]

    def on_telegram(self) -> dict[str, BotTexts]:
        """What Telegram shows, for each language that has a catalogue."""
        return {language: self._in(language) for language in languages()}

    def _in(self, language: str) -> BotTexts:
        t = texts_for(language).t
        return BotTexts(dict(self.menu(language)), t(DESCRIPTION), t(SHORT_DESCRIPTION))

    @staticmethod
    def group_line(language: str | None, username: str) -> str:
        """What a group is told."""
        return texts_for(language or "en").t(GROUP_LINE, username=username)
