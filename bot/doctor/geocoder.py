"""Whether addresses can be looked up."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

import aiohttp
import orjson

from bot.doctor.findings import Finding, bad, good, note
from bot.settings import PHOTON, Settings

PATIENCE: Final = aiohttp.ClientTimeout(total=5)
ASKED: Final = "Berlin"
MOST_BYTES: Final = 1024**2


async def about_geocoder(settings: Settings) -> list[Finding]:
    """Ask the geocoder for one town."""
    url = settings.geocoder_url
    if url is None:
        return [
            note(
                "GEOCODER_URL is not set: towns are found, addresses and postcodes are not.",
                "Any Nominatim or Photon server will do.",
            )
        ]
    try:
        found = await _ask(url)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        kind = type(error).__name__
        return [bad(f"The geocoder does not answer ({kind}).", "Is GEOCODER_URL right?")]
    if not found:
        return [bad(f"The geocoder does not know {ASKED}.", "Is GEOCODER_URL right?")]
    return [good("The geocoder finds addresses and postcodes.")]


async def _ask(url: str) -> bool:
    """Whether it finds the town; raises aiohttp's errors and `ValueError`."""
    if url.startswith(PHOTON):
        address, query = f"{url.removeprefix(PHOTON)}/api", {"q": ASKED, "limit": "1"}
    else:
        address, query = f"{url}/search", {"q": ASKED, "format": "json", "limit": "1"}
    headers = {"User-Agent": f"werkout/{version('werkout')}"}
    async with (
        aiohttp.ClientSession(timeout=PATIENCE, headers=headers) as session,
        session.get(address, params=query) as answer,
    ):
        answer.raise_for_status()
        said = orjson.loads(await answer.content.read(MOST_BYTES))
    return bool(said.get("features") if isinstance(said, dict) else said)
