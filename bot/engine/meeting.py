"""Where the bot meets a person when it begins by itself."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.engine.store import Met
from core.people import queries as people
from core.people.models import Identity


def where_reached(db: Connection, met: Met, *, reminds: bool) -> Met:
    """The person, met where they want to be reminded, else where they last wrote from.

    Where nothing reaches them there any more, any other of their identities will do.
    """
    wanted = met.person.reminders_to if reminds else None
    if not met.linked or (met.identity.gone_at is None and wanted in (None, met.identity.id)):
        return met
    reachable = {one.id: one for one in people.ways_to(db, met.person.id) if one.gone_at is None}
    return replace(met, identity=_first_of(reachable, wanted, met))


def _first_of(reachable: dict[int, Identity], wanted: int | None, met: Met) -> Identity:
    for identity_id in (wanted, met.identity.id, *sorted(reachable, reverse=True)):
        if identity_id in reachable:
            return reachable[identity_id]
    return met.identity
