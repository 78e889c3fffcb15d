"""Whether Redis can be reached, is new enough and keeps what it is given."""

from __future__ import annotations

from typing import Any, Final

from bot.doctor.findings import Finding, bad, good, note
from bot.settings import Settings

PATIENCE_SECONDS: Final = 3.0
LEAST_VERSION: Final = (6, 2)
# Under the others a Redis that is full refuses every write.
GIVES_WAY: Final = ("allkeys", "volatile")


async def about_redis(settings: Settings) -> list[Finding]:
    """Ask it, where it is set."""
    if settings.redis is None:
        return [_not_set(settings)]
    if settings.sqlite_file is not None:
        return [note("REDIS_URL is set, but on SQLite one process serves and needs no Redis.")]
    # Here, since it takes a while to load.
    from redis.exceptions import AuthenticationError, RedisError

    try:
        return _told(await _ask(settings.redis))
    except (RedisError, OSError, TimeoutError) as error:
        # A connection that was refused says so with the reason behind it.
        why = error.__cause__ or error
        if isinstance(why, AuthenticationError):
            return [bad("Redis does not let us in.", "Are the user and the password right?")]
        advice = "Is it running, and is REDIS_URL right? Until then all goes on, only slower."
        return [bad(f"Redis does not answer ({type(why).__name__}).", advice)]


def _not_set(settings: Settings) -> Finding:
    if settings.sqlite_file is not None:
        return note("REDIS_URL is not set; on SQLite it is not needed.")
    return note(
        "REDIS_URL is not set: processes pace and signal through PostgreSQL.",
        "That is slower, and fine for a few processes.",
    )


async def _ask(url: str) -> dict[str, Any]:
    """What it says of itself; raises the library's errors."""
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    client = Redis.from_url(
        url,
        retry=Retry(NoBackoff(), 0),
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        protocol=2,
    )
    async with client:
        await client.ping()
        return dict(await client.info())


def _told(says: dict[str, Any]) -> list[Finding]:
    version = str(says.get("redis_version", "0"))
    if _numbers(version) < LEAST_VERSION:
        return [bad(f"Redis is {version}; Werkout needs 6.2.", "Install a newer one.")]
    found = [good(f"Redis {version} answers.")]
    if says.get("role") == "slave":
        found.append(bad("This Redis is a replica and takes no writes.", "Name its primary."))
    if says.get("maxmemory") and not str(says.get("maxmemory_policy")).startswith(GIVES_WAY):
        found.append(
            note(
                "This Redis refuses every write once it is full.",
                "Set `maxmemory-policy allkeys-lru` in it: nothing there is kept for long.",
            )
        )
    return found


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
