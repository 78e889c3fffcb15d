"""Imported once by the server that processes are forked from: a start is a fork, no import.

All that `werkout` does from its command line on is done in the new process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading

# All that a serving process needs; none of it starts a thread.
import bot.app
import bot.demo
import bot.pictures.workout  # noqa: F401
from bot.cli import main
from bot.conversations import all_conversations
from core.training.vocabulary import library_names

all_conversations()
library_names()
gc.collect()
# What is here by now is never garbage: nobody has to look through it in each new process.
gc.freeze()


def serve(folder: str, environment: dict[str, str], arguments: tuple[str, ...]) -> None:
    """Be a `werkout` with nothing but this environment, until it ends or is killed."""
    threading.Thread(target=_end_with_the_campaign, daemon=True).start()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, name in ((1, "out"), (2, "log")):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.exit(main(arguments))


def _end_with_the_campaign() -> None:
    """However that ended: nothing is left behind by a campaign that was killed itself."""
    campaign = multiprocessing.parent_process()
    if campaign is not None:
        campaign.join()
        os.kill(os.getpid(), signal.SIGKILL)
