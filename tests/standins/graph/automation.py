"""What can be typed and tapped in an empty chat: `/{phone}/conversational_automation`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.standins.graph.fields import a_list, only, words
from tests.standins.graph.refusal import Json, invalid

if TYPE_CHECKING:
    from tests.standins.graph.state import State

COMMANDS: Final = 30
COMMAND: Final = 32
HINT: Final = 256
PROMPTS: Final = 4
PROMPT: Final = 80
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")


def automate(state: State, body: Json) -> Json:
    """Keeps the commands and the openers; raises `Refusal` where a limit is passed."""
    only(body, {"enable_welcome_message", "commands", "prompts"}, "")
    if "commands" in body:
        for one in a_list(body, "commands", "", COMMANDS):
            only(one, {"command_name", "command_description"}, "commands")
            _plain(words(one, "command_name", "commands", COMMAND, lines=False))
            _plain(words(one, "command_description", "commands", HINT, lines=False))
    if "prompts" in body:
        prompts = body["prompts"]
        if not isinstance(prompts, list) or len(prompts) > PROMPTS:
            raise invalid("prompts", f"at most {PROMPTS}")
        for one in prompts:
            _plain(words({"prompt": one}, "prompt", "prompts", PROMPT, lines=False))
    state.automation |= body
    return {"success": True}


def _plain(text: str) -> None:
    if _EMOJI.search(text):
        raise invalid("conversational_automation", "emojis are not supported")
