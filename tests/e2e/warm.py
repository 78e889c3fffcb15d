"""Read in before the processes of tests are forked: what each of them would have to read in first.

The exercises' names among it: they take a second of processor time with the first line of sets.
"""

import bot.app
import bot.cli
import bot.demo
import core.training.vocabulary
import tests.e2e.forks  # noqa: F401 - where a process begins

bot.conversations.all_conversations()
core.training.vocabulary.library_names()
