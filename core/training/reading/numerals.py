"""Numbers in words, as dictation writes them: `eighty kilos for eight`, `achtzig Kilo acht Mal`.

A number word counts only beside something that is counted (a unit, reps, sets, `for`), since
"one arm row" and "un peu" count nothing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from core.training.library import normalise
from core.training.reading.lexicon import UNKNOWN, Meanings, lexicon
from core.training.reading.tokens import Token

_ONES = (
    "zero null cero ноль",
    "one ein eins eine einen einer einem un una uno une um uma один одна одно одну раз",
    "two zwei dos deux due dois duas два две",
    "three drei tres trois tre três три",
    "four vier cuatro quatre quattro quatro четыре",
    "five fünf fuenf cinco cinq cinque пять",
    "six sechs seis sei шесть",
    "seven sieben siete sept sette sete семь",
    "eight acht ocho huit otto oito восемь",
    "nine neun nueve neuf nove девять",
    "ten zehn diez dix dieci dez десять",
    "eleven elf once onze undici одиннадцать",
    "twelve zwölf zwoelf doce douze dodici doze двенадцать",
    "thirteen dreizehn trece treize tredici treze тринадцать",
    "fourteen vierzehn catorce quatorze quattordici четырнадцать",
    "fifteen fünfzehn fuenfzehn quince quinze quindici пятнадцать",
    "sixteen sechzehn dieciséis seize sedici dezesseis шестнадцать",
    "seventeen siebzehn diecisiete diciassette dezessete семнадцать",
    "eighteen achtzehn dieciocho diciotto dezoito восемнадцать",
    "nineteen neunzehn diecinueve diciannove dezenove девятнадцать",
)
_TENS = (
    "",
    "",
    "twenty zwanzig veinte vingt vingts venti vinte двадцать",
    "thirty dreißig dreissig treinta trente trenta trinta тридцать",
    "forty fourty vierzig cuarenta quarante quaranta quarenta сорок",
    "fifty fünfzig fuenfzig cincuenta cinquante cinquanta cinquenta пятьдесят",
    "sixty sechzig sesenta soixante sessanta sessenta шестьдесят",
    "seventy siebzig setenta septante settanta семьдесят",
    "eighty achtzig ochenta octante ottanta oitenta восемьдесят",
    "ninety neunzig noventa nonante novanta девяносто",
)
_HUNDREDS = (
    "",
    "hundred hundert cien ciento cent cents cento cem сто",
    "doscientos duzentos двести",
    "trescientos trezentos триста",
    "cuatrocientos quatrocentos четыреста",
)
_HALVES = frozenset(
    {"half", "halb", "media", "medio", "demi", "mezzo", "meia", "meio", "половиной"}
)
_POINTS = frozenset({"point", "komma", "coma", "virgule", "virgola", "virgula"})
_JOINTS = frozenset({"and", "und", "y", "et", "e", "a", "с"})

# Beside these a number word counts.
_COUNTED = frozenset(
    "kilograms pounds seconds minutes hours meters kilometers miles yards reps sets times "
    "days weeks rir".split()
)
_LEADS = frozenset({"for", "at", "times", "rpe", "by"})

HUNDRED = 100


@cache
def numerals() -> dict[str, int]:
    """Number words by their normal form, with the compounds of German and Italian."""
    words: dict[str, int] = {}
    for step, rows in ((1, _ONES), (10, _TENS), (HUNDRED, _HUNDREDS)):
        for number, row in enumerate(rows):
            words.update({normalise(word): number * step for word in row.split()})
    del words[normalise("раз")]  # "раз" is a rep
    return _german() | _italian() | words


def _german() -> dict[str, int]:
    ones = "ein zwei drei vier fünf sechs sieben acht neun".split()
    tens = [row.split()[1] for row in _TENS[2:]]
    below: dict[str, int] = {
        f"{one}und{ten}": 10 * t + o
        for t, ten in enumerate(tens, 2)
        for o, one in enumerate(ones, 1)
    }
    small = {row.split()[1]: n for n, row in enumerate(_ONES) if n}
    small |= {ten: 10 * t for t, ten in enumerate(tens, 2)} | below
    hundreds = {"hundert": 100, "einhundert": 100, "zweihundert": 200, "dreihundert": 300}
    large = {f"{h}{word}": v + n for h, v in hundreds.items() for word, n in small.items()}
    return {normalise(word): n for word, n in (below | hundreds | large).items()}


def _italian() -> dict[str, int]:
    ones = "uno due tre quattro cinque sei sette otto nove".split()
    tens = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
    words: dict[str, int] = {}
    for t, ten in enumerate(tens, 2):
        for o, one in enumerate(ones, 1):
            words[(ten[:-1] if one in {"uno", "otto"} else ten) + one] = 10 * t + o
        words[f"cento{ten}"] = HUNDRED + 10 * t
    words |= {"centodieci": 110, "centocinque": 105, "duecento": 200}
    return words


def spelt_number(tokens: list[Token], at: int) -> tuple[Token | None, int]:
    """The number whose words begin here as a token, and how many tokens it stands for; None
    where nothing is counted by it."""
    value, count = number_in_words(tokens, at)
    if not count or not _counts(tokens, at, count, value):
        return None, 0
    first, last = tokens[at], tokens[at + count - 1]
    return Token("number", str(value), first.start, last.end), count


def number_in_words(tokens: list[Token], at: int) -> tuple[Decimal, int]:
    """The number whose words begin here and how many tokens it takes, 0 for none."""
    known = numerals()
    total, lowest, first = 0, 10_000, at
    while at < len(tokens):
        joint = at > first and tokens[at].form in _JOINTS
        place = at + 1 if joint else at
        form = tokens[place].form if place < len(tokens) else ""
        if form in _HALVES and joint:
            return Decimal(total) + Decimal("0.5"), place + 1 - first
        if form not in known:
            break
        value = known[form]
        if (value == HUNDRED and 0 < total < 10) or (value == 20 and total == 4):
            total, lowest = total * value, value
        elif _size(value) < lowest and (value or not total):
            total, lowest = total + value, _size(value)
        else:
            break
        at = place + 1
    if at > first and at + 1 < len(tokens) and tokens[at].form in _POINTS:
        tail = known.get(tokens[at + 1].form, 10)
        if tail < 10:
            return Decimal(f"{total}.{tail}"), at + 2 - first
    return Decimal(total), at - first


def _size(value: int) -> int:
    """The room below a number: 140 leaves none for tens, 100 does."""
    if value and value % HUNDRED == 0:
        return HUNDRED
    # "soixante dix" and "quatre vingt dix" add ten to a ten.
    if value >= 20 and value % 10 == 0:
        return 20
    return 1


def _counts(tokens: list[Token], at: int, count: int, value: Decimal) -> bool:
    behind = _meanings(tokens, at + count)
    if behind & (_COUNTED | {"for"}):
        return True
    # "a una mano", "à une jambe": one of something is no figure.
    before = _meanings(tokens, at - 1)
    return value > 1 and bool(before & (_LEADS | {"minutes"}))


def _meanings(tokens: list[Token], at: int) -> Meanings:
    if not 0 <= at < len(tokens):
        return UNKNOWN
    return lexicon().words.get(tokens[at].form, UNKNOWN)
