"""From the elements of one exercise to its sets: groups of figures, and what is said about them."""

from __future__ import annotations

from decimal import Decimal

from core.training.library import Measure
from core.training.reading.doubts import Choices, Muddle
from core.training.reading.draft import MOST_SETS, Draft, whole
from core.training.reading.elements import Element
from core.training.reading.pieces import Piece
from core.training.sets import SetKind, WeightUnit

SAID = frozenset("pMu=")


class Grammar:
    """Reads elements from left to right; `drafts` are the sets so far.

    This class keeps the sets and what is said about them; `Groups` reads the figures.
    """

    jumps = False  # counted in time, but people count the jumps as well

    def __init__(
        self, elements: list[Element], measure: Measure | None, unit: WeightUnit, choices: Choices
    ) -> None:
        self.elements = elements
        self.measure = measure
        self.unit = unit
        self.choices = choices
        self.drafts: list[Draft] = []
        self._group = 0  # where the newest group of sets begins in `drafts`
        self._said = False  # the newest group has had its RPE or mark
        self._rpe: Decimal | None = None  # said before the sets it is for
        self._kind = SetKind.WORK  # likewise; kept for all that follows where `_on` says so
        self._on = False
        self._marked_ahead = False
        self._groups_since_mark = 0

    # -- keeping sets ------------------------------------------------------------------------

    def keep(self, drafts: list[Draft]) -> None:
        """A new group of sets."""
        self._group, self._said = len(self.drafts), False
        for draft in drafts:
            draft.check(self.measure, self.unit)
            draft.kind = self._kind_for(draft)
            draft.rpe = self._rpe
        self._rpe = None
        self.drafts += drafts
        self._groups_since_mark += 1
        if not self._on:
            self._kind = SetKind.WORK

    def keep_on(self, drafts: list[Draft]) -> None:
        """More sets of the newest group, or a group like it once that has had its say."""
        if self._said:
            self._group, self._said = len(self.drafts), False
        for draft in drafts:
            draft.check(self.measure, self.unit)
        self.drafts += drafts

    def keep_many(self, draft: Draft, sets: int) -> None:
        """A group of equal sets."""
        self.keep([draft, *(draft.again() for _ in range(sets - 1))])

    def _kind_for(self, draft: Draft) -> SetKind:
        if self._kind is not SetKind.DROP or not self._on or not self.drafts:
            return self._kind
        # After `drop` each lighter set is one; a heavier one begins anew.
        lighter = (draft.weight or 0) < (self.drafts[-1].weight or 0)
        if not lighter:
            self._kind, self._on = SetKind.WORK, False
        return self._kind

    def newest(self) -> list[Draft]:
        """The sets of the newest group."""
        return self.drafts[self._group :]

    # -- what is said about them ---------------------------------------------------------------

    def say(self, at: int) -> int:
        """An RPE, a mark or a "twice", for the sets before it or, at the start, after it.

        Gives the number of elements that say it.
        """
        piece = self.elements[at].parts[0]
        if piece.kind == "p":
            return self._rate_each(at) or self._rate(piece)
        elif piece.kind == "u":
            self._repeat(piece)
        elif piece.kind == "=":
            self.keep([draft.again() for draft in self.drafts[-1:]])
        else:
            self._mark(piece, at)
        return 1

    def _rate_each(self, at: int) -> int:
        """`3x8 at 110, rpe 8, 8, 9`: one for each set of the group."""
        group = self.newest()
        ratings = self.elements[at : at + len(group)]
        each = len(ratings) == len(group) > 1 and all(
            rating.kind == "n" and rating.comma and 5 <= rating.value <= 10
            for rating in ratings[1:]
        )
        for draft, rating in zip(group, ratings, strict=False) if each else ():
            draft.rpe = rating.value
        self._said = self._said or each
        return len(ratings) if each else 0

    def _rate(self, piece: Piece) -> int:
        if not 1 <= piece.value <= 10:
            raise Muddle("limit")
        if not self.drafts:
            self._rpe = piece.value
            return 1
        for draft in self.newest():
            draft.rpe = piece.value
        self._said = True
        return 1

    def _repeat(self, piece: Piece) -> None:
        group = self.newest()
        if len(group) != 1:
            raise Muddle("figures")
        times = whole(piece.value, MOST_SETS)
        self.keep_on([group[0].again() for _ in range(times - 1)])

    def _mark(self, piece: Piece, at: int) -> None:
        mark = piece.mark
        if mark == "last" and self.drafts:
            self.drafts[-1].kind = SetKind.FAILURE
        elif mark == "failed":
            if not self._some_reps_done():
                self.choices.settle("failed", 1)
            self._mark_newest(SetKind.FAILURE)
        elif mark in {"warmups", SetKind.DROP.value} and self._figures_follow(at):
            self._kind = SetKind.DROP if mark == SetKind.DROP.value else SetKind.WARMUP
            self._on = True
        elif mark == SetKind.WARMUP.value and self._warms_what_follows(at):
            self._kind, self._on = SetKind.WARMUP, self._all_warm(at)
            self._marked_ahead = True
        else:
            known = mark in set(SetKind)
            self._mark_newest(SetKind(mark) if known else SetKind.WARMUP)

    def _some_reps_done(self) -> bool:
        """`80x5 fail` is five and no sixth; of `100x1 failed` nobody knows whether it went up."""
        return bool(self.drafts) and all((draft.reps or 0) > 1 for draft in self.newest())

    def _mark_newest(self, kind: SetKind) -> None:
        if not self.drafts:
            self._kind = kind
        for draft in self.newest():
            draft.kind = kind
        self._said = bool(self.drafts)

    def _figures_follow(self, at: int) -> bool:
        """Whether a mark stands before sets: `drop 60x8`, but neither `80x8 drop, 60x8` …"""
        if at + 1 >= len(self.elements) or self.elements[at + 1].kind in SAID:
            return False
        return self.elements[at].comma or not self.drafts or not self.elements[at + 1].comma

    def _warms_what_follows(self, at: int) -> bool:
        return self._figures_follow(at) and (self._marked_ahead or not self.drafts)

    def _all_warm(self, at: int) -> bool:
        """One `warm-up` before several groups: for the first, or for all of them?"""
        after = self.elements[at + 1 :]
        if any(element.kind == "M" for element in after) or self._marked_ahead:
            return False
        groups = sum(element.kind == "P" or len(element.kind) > 1 for element in after)
        return groups > 1 and self.choices.settle("kind") == 0
