"""What is typed behind `/progress`, in the languages that sets are typed in."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversations.muscle_wording import AREA_NAMES
from bot.conversations.progress_card import LOOKS
from bot.engine.texts import Texts
from core.training.library import normalise

_ACTIONS = {
    "progress.strength": (
        "strength exercises lifts kraft übungen fuerza ejercicios force exercices forza esercizi"
        " força exercícios сила упражнения"
    ),
    "progress.volume": (
        "volume tonnage weeks weekly volumen wochen semanas volumen semaines settimane semanas"
        " объем недели"
    ),
    "progress.muscles": (
        "muscles muscle balance muskeln muskel músculos músculo muscles muscoli muscolo мышцы мышца"
    ),
    "progress.frequency": (
        "frequency consistency calendar streak streaks days häufigkeit kalender tage frecuencia"
        " calendario días fréquence calendrier jours frequenza calendario giorni frequência"
        " calendário dias частота календарь дни"
    ),
    "progress.records": (
        "records record bests best prs pr rekorde rekord bestwerte récords récord marcas records"
        " record primati recordes recorde рекорды рекорд"
    ),
    "body.show": "body measurements körper cuerpo corps corpo тело",
    "achievements.show": (
        "achievements achievement erfolge logros succès traguardi conquistas достижения"
    ),
}
_AREAS = {
    "chest": "chest pecs brust pecho pectoraux poitrine petto peito грудь",
    "back": "back lats rücken espalda dos schiena dorso costas спина",
    "shoulders": (
        "shoulders shoulder delts deltoids schultern schulter hombros hombro épaules épaule spalle"
        " spalla ombros ombro плечи дельты"
    ),
    "biceps": "biceps bicep bizeps bíceps bicipiti bicipite бицепс",
    "triceps": "triceps tricep trizeps tríceps tricipiti tricipite трицепс",
    "core": (
        "core abs abdominals obliques bauch rumpf abdominales abdomen core abdos addominali"
        " abdominais пресс кор живот"
    ),
    "glutes": "glutes glute butt po gesäß glúteos fessiers fesses glutei bumbum ягодицы",
    "quads": (
        "quads quad quadriceps thighs oberschenkel cuádriceps quadricipiti quadríceps квадрицепс"
    ),
    "hamstrings": (
        "hamstrings hamstring hams beinbeuger beinbizeps isquios isquiotibiales ischios"
        " femorali posteriores isquiotibiais бицепс-бедра"
    ),
    "calves": "calves calf waden wade gemelos pantorrillas mollets polpacci panturrilhas икры",
    "traps": "traps trapezius nacken trapez trapecio trapèzes trapezio trapézio трапеция",
    "lower_back": (
        "lower-back erectors lumbar unterer-rücken lumbares lombaires lombari lombar поясница"
    ),
    "forearms": (
        "forearms forearm unterarme unterarm antebrazos avant-bras avambracci antebraços предплечья"
    ),
    "hips": "hips hip adductors abductors hüfte adduktoren caderas hanches fianchi quadris бедра",
    "neck": "neck hals cuello cou collo pescoço шея",
    "legs": "legs leg beine bein piernas pierna jambes gambe pernas ноги",
    "arms": "arms arm arme brazos brazo bras braccia braços руки",
}


def _index(table: Mapping[str, str]) -> dict[str, str]:
    return {normalise(word): key for key, words in table.items() for word in words.split()}


_ACTION_OF, _AREA_OF = _index(_ACTIONS), _index(_AREAS)


def action_of(texts: Texts, words: str) -> str:
    """The action of the button that says the same as these words; "" where none does."""
    typed = normalise(words)
    shown = (action for label, action in LOOKS if normalise(texts.t(label)) == typed)
    return _ACTION_OF.get(typed) or next(shown, "")


def area_of(texts: Texts, words: str) -> str | None:
    """The muscles that the words name, also by the name that the person is shown."""
    typed = normalise(words)
    shown = (area for area, name in AREA_NAMES.items() if normalise(texts.t(name)) == typed)
    return _AREA_OF.get(typed) or next(shown, None)
