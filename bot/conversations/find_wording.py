"""Providers in words: who they are, how far off, what they do, what it costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision, get_decimal_symbol

from bot.engine.texts import N_, Texts
from core.people.models import Person
from core.places import shown_distance
from core.providers.models import Provider, ProviderType
from core.providers.nearby import Filters
from core.providers.prices import price_limit
from core.searches.models import Spot
from core.training.sets import WeightUnit

KILOMETER: Final = 1000.0
MILE: Final = 1609.344
MILE_TERRITORIES: Final = ("US", "GB", "LR")
"""Where roads are measured in miles (CLDR, measurementData)."""
# What a radius may be, in meters; each is a round figure in its unit.
KILOMETER_RADII: Final = tuple(1000.0 * one for one in (1, 2, 4, 8, 16, 25, 40, 80))
MILE_RADII: Final = tuple(MILE * one for one in (0.5, 1, 2, 3, 5, 10, 15, 25, 50))
# Ten miles are 16 km to whoever counts in kilometers.
ALMOST: Final = 0.99
MOST_SPECIALTIES: Final = 2

SPECIALTIES: Final = {
    "strength": N_("strength"),
    "powerlifting": N_("powerlifting"),
    "olympic_lifting": N_("Olympic lifting"),
    "bodybuilding": N_("bodybuilding"),
    "weight_loss": N_("weight loss"),
    "conditioning": N_("fitness"),
    "hiit": N_("interval training"),
    "crossfit": N_("CrossFit"),
    "calisthenics": N_("calisthenics"),
    "kettlebell": N_("kettlebell"),
    "bootcamp": N_("bootcamp"),
    "cardio": N_("endurance"),
    "running": N_("running"),
    "cycling": N_("cycling"),
    "swimming": N_("swimming"),
    "triathlon": N_("triathlon"),
    "rowing": N_("rowing"),
    "climbing": N_("climbing"),
    "yoga": N_("yoga"),
    "pilates": N_("Pilates"),
    "barre": N_("barre"),
    "mobility": N_("mobility"),
    "dance": N_("dance"),
    "boxing": N_("boxing"),
    "kickboxing": N_("kickboxing"),
    "martial_arts": N_("martial arts"),
    "self_defence": N_("self-defence"),
    "gymnastics": N_("gymnastics"),
    "tennis": N_("tennis"),
    "football": N_("football"),
    "basketball": N_("basketball"),
    "nutrition": N_("nutrition"),
    "rehabilitation": N_("rehabilitation"),
    "prenatal": N_("pregnancy"),
    "postnatal": N_("after birth"),
    "seniors": N_("older people"),
    "youth": N_("young people"),
    "meditation": N_("meditation"),
    "athletic_performance": N_("speed and power"),
    "personal_training": N_("personal training"),
    "online_coaching": N_("online coaching"),
}
"""What the usual specialties are called; what an import brings besides is shown as it came."""

KINDS: Final = {
    ProviderType.TRAINER: N_("Trainer"),
    ProviderType.COACH: N_("Coach"),
    ProviderType.GROUP_LEADER: N_("Group"),
    ProviderType.GYM: N_("Gym"),
    ProviderType.STUDIO: N_("Studio"),
}


class Wording:
    """How one person reads of providers: in their language, in kilometers or miles."""

    def __init__(self, texts: Texts, person: Person) -> None:
        self.texts = texts
        self.miles = in_miles(person)

    @property
    def radii(self) -> tuple[float, ...]:
        """The radii that can be chosen, in meters."""
        return MILE_RADII if self.miles else KILOMETER_RADII

    def round_radius(self, meters: float) -> float:
        """The first radius to choose from that leaves nobody out, but for a hair's breadth."""
        wide = [one for one in self.radii if one >= meters * ALMOST]
        return wide[0] if wide else self.radii[-1]

    def distance(self, meters: float) -> str:
        """`400 m`, `2.3 km`, `14 km`, or `0.2 mi`: as exactly as anybody wants to know."""
        t = self.texts.t
        if self.miles:
            miles = meters / MILE
            if miles < 0.1:
                return t("under {miles} mi", miles=self.texts.number(0.1))
            return t("{miles} mi", miles=self.texts.number(miles, 1 if miles < 10 else 0))
        if meters < 975:
            return t("{meters} m", meters=self.texts.number(max(round(meters / 50), 1) * 50))
        kilometers = meters / 1000
        places = 1 if kilometers < 9.95 else 0
        return t("{kilometers} km", kilometers=self.texts.number(kilometers, places))

    def off(self, spot: Spot, provider: Provider) -> str:
        """How far the provider is from there."""
        here = (spot.latitude, spot.longitude)
        return self.distance(shown_distance(here, (provider.latitude, provider.longitude)))

    def price(self, provider: Provider) -> str:
        """`from 40 €`, `free`; empty where it is not known."""
        if provider.price is None or provider.currency is None:
            return ""
        if not provider.price:
            return self.texts.t("free")
        return self.texts.t("from {price}", price=self.money(provider.price, provider.currency))

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount as the person's language writes it, without needless zeros."""
        locale = self.texts.locale
        written = format_currency(amount, currency, locale=locale)
        places = get_currency_precision(currency)
        if places and amount == amount.to_integral_value():
            written = written.replace(get_decimal_symbol(locale) + "0" * places, "", 1)
        return written

    def price_band(self, band: int, currency: str) -> str:
        """`up to 30 €`."""
        limit = price_limit(band, currency)
        if limit is None:
            return ""
        return self.texts.t("up to {price}", price=self.money(limit, currency))

    def specialty(self, key: str) -> str:
        """What a specialty is called."""
        return self.texts.t(SPECIALTIES[key]) if key in SPECIALTIES else key.replace("_", " ")

    def specialties(self, keys: tuple[str, ...], most: int = MOST_SPECIALTIES) -> str:
        """The first few, with commas."""
        return ", ".join(map(self.specialty, keys[:most]))

    def kind(self, kind: ProviderType) -> str:
        """What kind of provider it is."""
        return self.texts.t(KINDS[kind])

    def language(self, code: str) -> str:
        """What a language is called."""
        return str(self.texts.words_locale.languages.get(code, code))

    def filters(self, filters: Filters, currency: str | None) -> list[tuple[str, str]]:
        """Every filter that is set: its field, and what it asks for."""
        found = {
            "specialty": self.specialty(filters.specialty) if filters.specialty else "",
            "kind": self.kind(filters.kind) if filters.kind else "",
            "language": self.language(filters.language) if filters.language else "",
            "price_band": self.price_band(filters.price_band or 0, currency or "EUR")
            if filters.price_band
            else "",
            "verified": self.texts.t("verified") if filters.verified else "",
        }
        return [(name, words) for name, words in found.items() if words]

    def count(self, kind: ProviderType | None, count: int) -> str:
        """`9 trainers`, `1 gym`; without a type everybody is called a trainer."""
        tn = self.texts.tn
        match kind:
            case ProviderType.COACH:
                return tn("{count} coach", "{count} coaches", count)
            case ProviderType.GROUP_LEADER:
                return tn("{count} group", "{count} groups", count)
            case ProviderType.GYM:
                return tn("{count} gym", "{count} gyms", count)
            case ProviderType.STUDIO:
                return tn("{count} studio", "{count} studios", count)
            case _:
                return tn("{count} trainer", "{count} trainers", count)


def in_miles(person: Person) -> bool:
    """Whether roads are measured in miles where the person's language is spoken so."""
    try:
        territory = Locale.parse(person.language, sep="-").territory
    except (UnknownLocaleError, ValueError, TypeError):
        territory = None
    return territory in MILE_TERRITORIES or person.unit is WeightUnit.LB
