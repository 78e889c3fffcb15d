"""A set in words: as a line of the card, as a label of a button, as an echo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bot.engine.texts import Texts
from core.training.log import effort_of
from core.training.models import LoggedSet, Target
from core.training.sets import Effort, SetKind, WeightUnit


def effort_line(
    texts: Texts, effort: Effort, *, added: bool = False, reader: WeightUnit | None = None
) -> str:
    """`80 kg × 8 @9`, `+20 kg × 5` where the weight was added to the body's, `5 km in 25:30`.

    A distance is in miles for a `reader` whose own unit is pounds.
    """
    amount = _amount(texts, effort, reader)
    parts = [part for part in (_load(texts, effort, added), amount) if part]
    text = " × ".join(parts) if effort.reps is not None else " ".join(parts)
    if effort.per_side:
        text = texts.t("{set} each side", set=text)
    if effort.rpe is not None:
        text += f" @{texts.number(effort.rpe)}"
    return _of_kind(texts, effort.kind, text)


def short(
    texts: Texts, effort: Effort, *, added: bool = False, reader: WeightUnit | None = None
) -> str:
    """`80×8`, `+20×5`: what fits a button or stands beside its like."""
    if effort.reps is not None and effort.weight is not None:
        return f"{_signed(texts, effort.weight, added)}×{effort.reps}"
    if effort.reps is not None:
        return texts.tn("{count} rep", "{count} reps", effort.reps)
    return effort_line(
        texts,
        Effort(
            weight=effort.weight, unit=effort.unit, seconds=effort.seconds, meters=effort.meters
        ),
        reader=reader,
    )


def weight_words(texts: Texts, weight: Decimal, unit: WeightUnit) -> str:
    """A weight with its unit: 82.5 kg."""
    return f"{texts.number(weight)} {unit.value}"


def target_words(texts: Texts, target: Target, *, added: bool = False) -> str:
    """What a plan wants: `3 × 8–10 · 80 kg`, `3 × 0:45`."""
    if target.seconds is not None:
        amount = texts.duration(target.seconds)
    elif target.reps_low == target.reps_high:
        amount = str(target.reps_low or "")
    else:
        amount = f"{target.reps_low}–{target.reps_high}"
    line = f"{target.sets} × {amount}"
    if target.weight is None or target.unit is None:
        return line
    return f"{line} · {_signed(texts, target.weight, added)} {target.unit.value}"


def in_unit(texts: Texts, kilograms: Decimal, unit: WeightUnit, places: int = 1) -> str:
    """Kilograms in the person's unit, with the unit."""
    return f"{texts.number(unit.from_kg(kilograms), places)} {unit.value}"


def distance(texts: Texts, meters: Decimal, unit: WeightUnit) -> str:
    """Meters as a person reads them: 400 m, 5 km; miles where weights are in pounds."""
    if unit is WeightUnit.LB and meters >= 400:
        return f"{texts.number(meters / Decimal('1609.344'))} mi"
    if meters >= 1000:
        return f"{texts.number(meters / 1000)} km"
    return f"{texts.number(meters)} m"


def _signed(texts: Texts, weight: Decimal, added: bool) -> str:
    return f"+{texts.number(weight)}" if added and weight > 0 else texts.number(weight)


def _load(texts: Texts, effort: Effort, added: bool) -> str:
    if effort.weight is None:
        return ""
    unit = effort.unit.value if effort.unit else ""
    return f"{_signed(texts, effort.weight, added)} {unit}".strip()


def _amount(texts: Texts, effort: Effort, reader: WeightUnit | None) -> str:
    if effort.reps is not None:
        if effort.weight is not None:
            return str(effort.reps)
        return texts.tn("{count} rep", "{count} reps", effort.reps)
    parts = []
    if effort.meters is not None:
        parts.append(distance(texts, effort.meters, reader or effort.unit or WeightUnit.KG))
    if effort.seconds is not None:
        parts.append(texts.duration(effort.seconds))
    if len(parts) == 2:
        return texts.t("{distance} in {time}", distance=parts[0], time=parts[1])
    return "".join(parts)


def _of_kind(texts: Texts, kind: SetKind, text: str) -> str:
    match kind:
        case SetKind.WARMUP:
            return texts.t("{set} warm-up", set=text)
        case SetKind.DROP:
            return texts.t("{set} drop set", set=text)
        case SetKind.FAILURE:
            return texts.t("{set} to failure", set=text)
        case SetKind.WORK:
            return text


def sets_line(texts: Texts, sets: Iterable[LoggedSet], *, added: bool, reader: WeightUnit) -> str:
    """`80 kg × 8, 8, 7 · 82.5 kg × 6 @9`: equal weights in a row are written once.

    `added` where a weight is added to the body's own; distances are in the `reader`'s unit.
    """
    runs: list[list[Effort]] = []
    for one in sets:
        effort = effort_of(one)
        if runs and _goes_on(runs[-1][-1], effort):
            runs[-1].append(effort)
        else:
            runs.append([effort])
    return " · ".join(_run(texts, run, added, reader) for run in runs)


def _goes_on(before: Effort, effort: Effort) -> bool:
    plain = effort.kind is SetKind.WORK and not effort.per_side and effort.reps is not None
    return plain and before.reps is not None and _bare(before) == _bare(effort)


def _bare(effort: Effort) -> Effort:
    return replace(effort, reps=None, rpe=None)


def _run(texts: Texts, run: list[Effort], added: bool, reader: WeightUnit) -> str:
    if run[0].weight is None:
        # The unit of bare repetitions stands behind the last: 8, 8, 7 reps.
        last = effort_line(texts, run[-1], reader=reader)
        return ", ".join([*(_reps(texts, one) for one in run[:-1]), last])
    first = effort_line(texts, run[0], added=added, reader=reader)
    return ", ".join([first, *(_reps(texts, one) for one in run[1:])])


def _reps(texts: Texts, effort: Effort) -> str:
    reps = texts.number(effort.reps or 0)
    return reps if effort.rpe is None else f"{reps} @{texts.number(effort.rpe)}"
