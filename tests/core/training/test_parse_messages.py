"""What a whole message is read as: several exercises, days, repeats, rests, notes and talk.

Each line is `what is typed -> what is read`, in the notation of `shown.py`. An exercise in braces
is the one under way; the person lifts in kilograms, and today is Wednesday, 14 October 2026.
"""

from __future__ import annotations

import pytest

from tests.core.training.shown import examples, read_as

SEVERAL = """
bench 80x8, squat 100x5 -> bench_press: 80×8 ; squat: 100×5
bench 80x8; squat 100x5 -> bench_press: 80×8 ; squat: 100×5
bench 80x8 then squat 100x5 -> bench_press: 80×8 ; squat: 100×5
bench 80x8 and squat 100x5 -> bench_press: 80×8 ; squat: 100×5
bench 80x8 squat 100x5 -> bench_press: 80×8 ; squat: 100×5
bench 80x8\\nsquat 100x5 -> bench_press: 80×8 ; squat: 100×5
Bench\\n80x8\\n85x6\\nSquat\\n100x5 -> bench_press: 80×8, 85×6 ; squat: 100×5
Push day\\nbench 80x8\\nohp 50x5 -> bench_press: 80×8 'Push day' ; overhead_press: 50×5
superset bench 80x8 + barbell row 60x10 -> superset bench_press: 80×8 ; barbell_row: 60×10
A1: bench 80x8\\nA2: barbell row 70x10 -> superset bench_press: 80×8 ; barbell_row: 70×10
1) bench 80x8\\n2) squat 100x5 -> bench_press: 80×8 ; squat: 100×5
set 3: bench 80x7 -> bench_press: 80×7
"""

DAYS = """
yesterday bench 80x8 -> 2026-10-13 bench_press: 80×8
bench 80x8 yesterday -> 2026-10-13 bench_press: 80×8
yesterday\\nbench 80x8\\nsquat 100x5 -> 2026-10-13 bench_press: 80×8 ; 2026-10-13 squat: 100×5
2026-10-12\\nbench 80x8\\nsquat 100x5 -> 2026-10-12 bench_press: 80×8 ; 2026-10-12 squat: 100×5
2026-10-12: bench 80x8 -> 2026-10-12 bench_press: 80×8
3 Oct bench 80x8 -> 2026-10-03 bench_press: 80×8
Oct 3 bench 80x8 -> 2026-10-03 bench_press: 80×8
3. Oktober Bankdrücken 80x8 -> 2026-10-03 bench_press: 80×8
12.10. Bankdrücken 80x8 -> 2026-10-12 bench_press: 80×8
12.10.2025 Bankdrücken 80x8 -> 2025-10-12 bench_press: 80×8
13/10/2026 bench 80x8 -> 2026-10-13 bench_press: 80×8
05/10/2026 bench 80x8 -> ?day 2026-05-10 bench_press: 80×8 // 2026-10-05 bench_press: 80×8
monday bench 80x8 -> 2026-10-12 bench_press: 80×8
last monday bench 80x8 -> 2026-10-12 bench_press: 80×8
wednesday bench 80x8 -> ?day 2026-10-14 bench_press: 80×8 // 2026-10-07 bench_press: 80×8
bench 80x8 on sunday -> 2026-10-11 bench_press: 80×8
2 days ago bench 80x8 -> 2026-10-12 bench_press: 80×8
vor 2 Tagen Kniebeuge 100x5 -> 2026-10-12 squat: 100×5
hace 2 días sentadilla 100x5 -> 2026-10-12 squat: 100×5
il y a 2 jours squat 100x5 -> 2026-10-12 squat: 100×5
2 giorni fa squat 100x5 -> 2026-10-12 squat: 100×5
há 2 dias agachamento 100x5 -> 2026-10-12 squat: 100×5
2 дня назад присед 100х5 -> 2026-10-12 squat: 100×5
позавчера присед 100х5 -> 2026-10-12 squat: 100×5
today bench 80x8 -> 2026-10-14 bench_press: 80×8
bench 80x8 this morning -> 2026-10-14 bench_press: 80×8
"""

AGAIN = """
same -> same
same x3 -> same x3
same x8 -> same reps 8
again -> same
again 7 -> same reps 7
again 82.5 -> same weight 82.5
again @9 -> same @9
same but 6 -> same reps 6
same +2.5 -> same +2.5
+2.5 -> same +2.5
+2,5 -> same +2.5
-5kg -> same -5kg
+1 -> same reps +1
+1 rep -> same reps +1
-2 reps -> same reps -2
{bench_press}+2.5 x 6 -> same +2.5 reps 6
{pull_up}+5 -> same +5
nochmal 6 -> same reps 6
otra vez -> same
pareil -> same
ancora -> same
de novo -> same
ещё раз -> same
"""

ASIDES = """
rest 90 -> rest 90
rest 2 min -> rest 120
rest 2:00 -> rest 120
rest 2 -> rest 120
90s rest -> rest 90
Pause 2:30 -> rest 150
bench 80x8 rest 2:00 -> bench_press: 80×8 rest 120
bench 80x8 90s rest -> bench_press: 80×8 rest 90
note: left shoulder stiff -> note 'left shoulder stiff'
Notiz: Schulter zwickt -> note 'Schulter zwickt'
bench 80x8 (felt heavy) -> bench_press: 80×8 'felt heavy'
bench 80x8 // new grip -> bench_press: 80×8 'new grip'
bench 80x8 #easy -> bench_press: 80×8 'easy'
bench 80x8 felt heavy -> bench_press: 80×8 'felt heavy'
bench felt heavy 80x8 -> bench_press: 80×8 'felt heavy'
new pr bench 120x1 -> bench_press: 120×1 'new pr'
row machine 1000m 3:50 -> rowing_machine: 1000m 230s
BP 60/10, 70/8 -> bench_press: 60×10, 70×8
squat 140x3 w/ belt -> squat: 140×3 'belt'
run 8k in 42:15, avg hr 148 -> run: 8000m 2535s 'avg hr 148'
squat 100x5 knee 2/10 -> squat: 100×5 'knee 2/10'
box jump 60cm 3x10 -> box_jump: 3·(×10) '60cm'
next squat -> next squat
next: squat, bench -> next squat, bench_press
superset bench and barbell row -> superset bench_press, barbell_row
squat -> next squat
next squat 100x5 -> ?plan squat: 100×5
"""

NAMES = """
benhc 80x8 -> ~bench_press: 80×8
press 40x10 -> overhead_press|bench_press|leg_press|dumbbell_shoulder_press: 40×10
zercher carry thing 40x10 -> [zercher carry thing]: 40×10
blorp 40x10 -> [blorp]: 40×10
bench 80x8, blorpees 15x10 -> bench_press: 80×8 ; [blorpees]: 15×10
barbell squat 100x5 -> squat: 100×5
squats with barbell 100x5 -> squat: 100×5
press incline dumbbell 30x8 -> incline_dumbbell_bench: 30×8
"""

IMPOSSIBLE = """
bench 80x2000 -> ?limit
bench 2000x5 -> ?limit
bench 80x0 -> ?limit
bench 0x8 -> ?limit
bench -20x8 -> ?limit
bench 80x8 rpe 11 -> ?limit
bench 80x8 60 sets -> ?limit
run 5000 km -> ?limit
rest 5000 -> ?limit
"""

HALF_SAID = """
bench 80 -> ?measure bench_press: 80 // bench_press: ×80
bench 8 -> ?measure bench_press: ×8 // bench_press: 8
bench 130 -> ?reps bench_press: 130
{bench_press}8 -> ?measure .: ×8 // .: 8
bench 3x8-12 60 -> ?range
bench 80% x 5 -> ?figures
pullups 3 x max -> ?figures
"""

NOT_SETS = """
hello -> -
bench? -> -
bench 80x8? -> -
did I bench 80x8 -> -
bench tomorrow 5x5 -> -
tomorrow squat 100 5x5 -> -
next monday bench 80x8 -> -
2027-01-01 bench 80x8 -> -
I want to hit 100x5 -> -
I benched like crap yesterday -> -
I used to squat 180x5 -> -
if I ever bench 100x5 -> -
my PR is 140 -> -
my buddy benched 140x3 -> -
goal: bench 100x5 -> -
weight 82.4 -> -
{bench_press}weight 82.4 -> -
ich wiege 82,4 -> -
peso 82,4 -> -
82.4 -> -
82.4 kg -> -
{bench_press}82.4 kg -> -
120/80 -> -
{bench_press}120/80 -> -
bp 128/84 -> -
RR 120/80 -> -
18:30 -> -
see you at 7 -> -
{pull_up}see you at 7 -> -
call me 07700 900123 -> -
555-1234 -> -
ordered 2x20kg plates for £89 -> -
we won 3-2 -> -
I train 4x a week -> -
3 days a week -> -
rest day -> -
next week -> -
my garage is 5x4 m -> -
90s -> -
{bench_press}90s -> -
2 more sets to go -> -
same problem here -> -
one more question -> -
how much is 225 lb in kg -> -
5k race on 12/10 at 9:00 -> -
slept 6h, 3/10 mood -> -
52.52, 13.405 -> -
-33.87, 151.21 -> -
+34 612 345 678 -> -
180 cm -> -
bench 3 times a week -> -
deadlift every 5 days -> -
squat max 140 -> -
bench 1rm 100 -> -
bench pr 100kg -> -
bench 100 kg by christmas -> -
i like 5x5 -> -
I ran 5 errands -> -
2 eggs and toast -> -
walked 10000 steps -> -
mood 7/10 -> -
45 min workout -> -
pushups till failure -> -
{bench_press}back in 5 min -> -
{bench_press}one more set -> -
{bench_press}7 not 8 -> -
delete 80x8 -> -
undo bench 80x8 -> -
correct that to 85x8 -> -
oops 85x8 -> -
today I'll bench 80x8 -> -
plan: bench 5x5, squat 5x5 -> -
"""


TABLES = [
    SEVERAL,
    DAYS,
    AGAIN,
    ASIDES,
    NAMES,
    IMPOSSIBLE,
    HALF_SAID,
    NOT_SETS,
]


@pytest.mark.parametrize(("typed", "read"), examples(*TABLES))
def test_line(typed: str, read: str) -> None:
    assert read_as(typed) == read
