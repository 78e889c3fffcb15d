"""The coach's advice in words: short, the figures with their dates."""

from __future__ import annotations

from datetime import date

from bot.engine.texts import Texts
from core.coach.advice import Advice
from core.coach.plan import Plan
from core.training.exercises import Catalogue
from core.training.sets import WeightUnit


def advice_text(
    texts: Texts, catalogue: Catalogue, unit: WeightUnit, advice: Advice, today: date
) -> str:
    """What to do, then why."""
    raise NotImplementedError


def plan_text(texts: Texts, catalogue: Catalogue, unit: WeightUnit, plan: Plan, today: date) -> str:
    """Why these muscles, then a line for each exercise."""
    raise NotImplementedError


def why_text(texts: Texts, catalogue: Catalogue, unit: WeightUnit, plan: Plan, today: date) -> str:
    """Why each exercise of a plan, with the sets it rests on."""
    raise NotImplementedError
