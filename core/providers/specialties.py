"""What providers teach: the standard terms, and any other word as it is."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from core.providers.models import SPECIALTY_CHARACTERS
from core.training.library import normalise

# Each key is the term in English; behind it is what else it is called.
_TERMS: Final = {
    "strength": "strength training; weight training; weightlifting; weights; resistance training",
    "powerlifting": "power lifting",
    "olympic_lifting": "olympic weightlifting; oly lifting",
    "bodybuilding": "body building; hypertrophy; muscle building; muscle gain",
    "weight_loss": "fat loss; slimming; weight management",
    "conditioning": "fitness; general fitness; functional training; functional fitness",
    "hiit": "high intensity interval training; interval training; tabata",
    "crossfit": "cross fit; cross training",
    "calisthenics": "bodyweight; bodyweight training; street workout",
    "kettlebell": "kettlebells",
    "bootcamp": "boot camp; outdoor fitness; outdoor training",
    "cardio": "cardio training; aerobics; endurance",
    "running": "jogging; marathon; trail running",
    "cycling": "bike; biking; spinning; spin; indoor cycling",
    "swimming": "swim",
    "triathlon": "",
    "rowing": "",
    "climbing": "bouldering; rock climbing",
    "yoga": "vinyasa; hatha; hatha yoga; ashtanga; power yoga; yin yoga",
    "pilates": "reformer; reformer pilates",
    "barre": "",
    "mobility": "stretching; flexibility",
    "dance": "dancing; dance fitness; zumba",
    "boxing": "box; box training",
    "kickboxing": "kick boxing; muay thai; thai boxing",
    "martial_arts": "mma; mixed martial arts; karate; judo; bjj; jiu jitsu; brazilian jiu jitsu",
    "self_defence": "self defense; krav maga",
    "gymnastics": "acrobatics",
    "tennis": "",
    "football": "soccer",
    "basketball": "",
    "nutrition": "diet; nutrition coaching; dietetics",
    "rehabilitation": "rehab; injury recovery; physiotherapy; physical therapy; back pain",
    "prenatal": "pregnancy; pre and postnatal; prenatal and postnatal",
    "postnatal": "postpartum",
    "seniors": "senior fitness; older adults; active ageing; active aging",
    "youth": "kids; children; teens",
    "meditation": "mindfulness; breathwork",
    "athletic_performance": "sports performance; sport specific; athletics; speed and agility",
    "personal_training": "personal trainer; one to one; 1 on 1",
    "online_coaching": "online; remote coaching; virtual training",
}
SPECIALTIES: Final = tuple(_TERMS)
_APART: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def specialty_key(typed: str) -> str | None:
    """The key of what somebody teaches: the standard term's, or the words themselves.

    None where it says nothing, or more than a term does.
    """
    key = _by_name().get(_key(typed)) or _with_underscores(typed.casefold())
    return key if 0 < len(key) <= SPECIALTY_CHARACTERS else None


def _key(typed: str) -> str:
    return _with_underscores(normalise(typed))


def _with_underscores(words: str) -> str:
    return _APART.sub("_", unicodedata.normalize("NFC", words)).strip("_")


@cache
def _by_name() -> dict[str, str]:
    return {
        _key(name): key
        for key, names in _TERMS.items()
        for name in (key, *filter(None, names.split("; ")))
    }
