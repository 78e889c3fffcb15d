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
bench 80x8\\nsame\\n+2.5\\nagain 7 -> bench_press: 2·(80×8), 82.5×8, 82.5×7
bench 80x8, same, 80x7 -> bench_press: 2·(80×8), 80×7
bench 80x8 again -> bench_press: 80×8
bench 80x8\\nrest 90\\n80x7 -> bench_press: 80×8, 80×7 rest 90
bench 80x8\\nsquat 100x5\\nsame x2 -> bench_press: 80×8 ; squat: 3·(100×5)
yesterday\\nbench 80x8\\nsame -> 2026-10-13 bench_press: 2·(80×8)
squat 100x5\\n\\n\\nbench 80x8 -> squat: 100×5 ; bench_press: 80×8
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
last week bench 80x8 -> ?day
bench 80x8 last week -> ?day
last week\\nbench 80x8 -> ?day
bench 80x8 easier than last week -> bench_press: 80×8 'easier than last week'
letzte Woche Bankdrücken 80x8 -> ?day
2/28 squat 90x5 -> 2026-02-28 squat: 90×5
28/2 squat 90x5 -> 2026-02-28 squat: 90×5
02/03 squat 90x5 -> ?day 2026-02-03 squat: 90×5 // 2026-03-02 squat: 90×5
02/03/26 squat 90x5 -> ?day 2026-02-03 squat: 90×5 // 2026-03-02 squat: 90×5
squat 90x5 2/28 -> 2026-02-28 squat: 90×5
squat 90x5 5/3 -> squat: 2·(90×5), 90×3
squat 90x5 02/02 -> 2026-02-02 squat: 90×5
02/02\\nsquat 90x5 -> 2026-02-02 squat: 90×5
8/7 pullups -> pull_up: ×8, ×7
at 9:30 bench 80x8 -> bench_press: 80×8 'at 9:30'
9:30 bench 80x8 -> bench_press: 80×8 '9:30'
bench 80x8 at 9:30 -> bench_press: 80×8 'at 9:30'
yesterday at 18:30 bench 80x8 -> 2026-10-13 bench_press: 80×8 'at 18:30'
um 18:30 Uhr Bankdrücken 80x8 -> bench_press: 80×8 'um 18:30 uhr'
at 9:30 run 5k 25:30 -> run: 5000m 1530s 'at 9:30'
bench 80x8 this morning -> 2026-10-14 bench_press: 80×8
"""

AGAIN = """
same -> same
same x3 -> same x3
same x8 -> same reps 8
3x same -> same x3
same 3x -> same x3
same 3 times -> same x3
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
rest 9 -> rest 540
rest 10 -> rest 10
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
bench 80x8, next time 85 -> bench_press: 80×8 'next time 85'
bench 80x8 felt good, more tomorrow -> bench_press: 80×8 'felt good, more tomorrow'
bench 80x8; tomorrow squat 100x5 -> bench_press: 80×8 'tomorrow squat 100x5'
bench 80x8 first time in a week -> bench_press: 80×8 'first time in a week'
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
barbell 100x5 -> [barbell]: 100×5
cable 30x10 -> seated_cable_row|lat_pulldown|triceps_pushdown|cable_fly: 30×10
squats with barbell 100x5 -> squat: 100×5
press incline dumbbell 30x8 -> incline_dumbbell_bench: 30×8
"""

IMPOSSIBLE = """
bench 80x2000 -> ?limit
bench 2000x5 -> ?limit
bench 80x1000 -> ?limit
bench 20kg x 101 -> ?limit
bench 20kg x 100 -> bench_press: 20kg×100
lateral raise 2kg x 150 -> lateral_raise: 2kg×150
pushups 300 -> push_up: ×300
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
{own:1}12 -> ?measure .: ×12 // .: 12
{own:1}60s -> .: 60s
bench 3x8-12 60 -> ?range
bench 80% x 5 -> ?figures
bench 80x8.5 -> ?figures
bench 80 x -> ?unfinished
Dips +10 8x -> ?unfinished
bench 3:00 -> ?figures
bench 80 3:00 -> ?figures
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
walk 10000 steps -> -
{walk}10,000 steps -> -
{bench_press}20 10 5 2,5 -> -
barbell -> -
dumbbell -> -
machine -> -
cable -> -
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
squat 3x8 next week -> -
"""


LANGUAGES = """
hab 80x8 gemacht beim Bankdrücken -> bench_press: 80×8
Bankdrücken 80 Kilo 3x8 gemacht -> bench_press: 3·(80kg×8)
heute Kniebeugen 5x5 mit 100kg -> 2026-10-14 squat: 5·(100kg×5)
heute morgen Kreuzheben 140x5 -> 2026-10-14 deadlift: 140×5
gestern Abend Bankdrücken 80x8, 80x8, 80x7 -> 2026-10-13 bench_press: 2·(80×8), 80×7
morgen Kniebeuge 100x5 -> -
ich will 100x5 drücken -> -
ich möchte morgen Bankdrücken 5x5 -> -
wie viel hab ich gedrückt -> -
Bankdrücken war schwer heute -> -
letzten Montag Kniebeuge 100x5 -> 2026-10-12 squat: 100×5
am Freitag Kniebeuge 100x5 -> 2026-10-09 squat: 100×5
Kniebeuge 100x5 bis zum Versagen -> squat: 100×5f
Bankdrücken mit KH 30x10 -> dumbbell_bench: 30×10
Kurzhantelbankdrücken 30er x 10 -> dumbbell_bench: 30×10
Klimmzüge ohne Gewicht 8 8 7 -> pull_up: 2·(×8), ×7
Liegestütze 3 mal 20 -> push_up: 3·(×20)
Plank 2 mal 60 Sek -> plank: 2·(60s)
Plank 1 Minute 30 Sekunden -> plank: 90s
5km Lauf in 25 Minuten -> run: 5000m 1500s
Satz 3: 80x7 -> .: 80×7
1. Satz 80x8 -> .: 80×8
noch ein Satz 80x8 -> .: 80×8
noch einen -> same
das gleiche nochmal mit 85 -> same weight 85
ayer hice press de banca 80x8 -> 2026-10-13 bench_press: 80×8
hoy sentadilla 5x5 con 100 -> 2026-10-14 squat: 5·(100×5)
voy a hacer sentadilla 100x5 -> -
mañana por la mañana sentadilla 100x5 -> -
el lunes peso muerto 140x5 -> 2026-10-12 deadlift: 140×5
el lunes pasado peso muerto 140x5 -> 2026-10-12 deadlift: 140×5
hice 3 series de 10 flexiones -> push_up: 3·(×10)
sentadilla 100 kg 5 repeticiones 3 series -> squat: 3·(100kg×5)
press banca 80x8 me costó mucho -> bench_press: 80×8 'me costó mucho'
otra serie igual -> same
otra con 85 -> same weight 85
igual pero 7 -> same reps 7
dominadas 3x8 con 10 kg -> pull_up: 3·(10kg×8)
corrí 10 km en 50 minutos -> run: 10000m 3000s
corrí media hora -> run: 1800s
plancha un minuto -> plank: 60s
hier j'ai fait développé couché 80x8 -> 2026-10-13 bench_press: 80×8
aujourd'hui squat 5x5 à 100 -> 2026-10-14 squat: 5·(100×5)
demain squat 100x5 -> -
j'ai fait 3 séries de 10 pompes -> push_up: 3·(×10)
tractions 3x8 lestées 10 kg -> pull_up: 3·(10kg×8)
soulevé de terre 140 kg 5 répétitions -> deadlift: 140kg×5
encore 7 -> same reps 7
la même chose -> same
la semaine prochaine squat 100x5 -> -
ieri ho fatto panca 80x8 -> 2026-10-13 bench_press: 80×8
oggi squat 5x5 con 100 -> 2026-10-14 squat: 5·(100×5)
domani squat -> -
vorrei fare panca 100x5 -> -
3 serie da 10 flessioni -> push_up: 3·(×10)
ho fatto 20 piegamenti -> push_up: ×20
ancora 7 -> same reps 7
stesso peso 7 -> same reps 7
ontem fiz supino 80x8 -> 2026-10-13 bench_press: 80×8
hoje agachamento 5x5 com 100 -> 2026-10-14 squat: 5·(100×5)
amanhã agachamento -> -
quero fazer supino 100x5 -> -
fiz 3 séries de 10 flexões -> push_up: 3·(×10)
mais uma -> same
mais uma com 85 -> same weight 85
вчера делал жим лёжа 80х8 -> 2026-10-13 bench_press: 80×8
сегодня присед 5х5 по 100 -> 2026-10-14 squat: 5·(100×5)
завтра присед -> -
хочу пожать 100х5 -> -
жим лёжа 80 кг на 8 раз 3 подхода -> bench_press: 3·(80kg×8)
присед 100 кг 5 повторений -> squat: 100kg×5
сделал 20 отжиманий -> push_up: ×20
подтянулся 12 раз -> pull_up: ×12
отжался 30 раз -> push_up: ×30
ещё 7 -> same reps 7
ещё подход -> -
бег 5 км за 25 минут -> run: 5000m 1500s
планка минута -> plank: 60s
bench 135x10, 185x5, 225x3 -> bench_press: 135×10, 185×5, 225×3
135 for 10 on the bench then 185 for 5 -> bench_press: 135×10, 185×5
bench: 135x10, 155x8, 175x6 (all easy) -> bench_press: 135×10, 155×8, 175×6 'all easy'
bench 2 sets of 5 at 225 -> bench_press: 2·(225×5)
bench 225 2x5 -> bench_press: 2·(225×5)
bench 5,5,4 at 225 -> bench_press: 2·(225×5), 225×4
225 bench x5 -> bench_press: 225×5
225x5 bench press, RPE 8 -> bench_press: 225×5@8
squat 315lbs x 3 sets x 5 reps -> squat: 3·(315lb×5)
squat 315 x 5 reps x 3 sets -> squat: 3·(315×5)
deads: 405 5x1 -> deadlift: 5·(405×1)
OHP - 95 lbs - 3 x 8 -> overhead_press: 3·(95lb×8)
pull ups: 10, 8, 6, 5 -> pull_up: ×10, ×8, ×6, ×5
weighted dips 45lb 3x6 -> dip: 3·(45lb×6)
weighted dips +45x6,6,5 -> dip: 2·(45×6), 45×5
ran 3.1 miles, 24:15 -> run: 4988.9664m 1455s
3.1mi in 24:15 -> .: 4988.9664m 1455s
half hour run -> run: 1800s
bike 1 hour -> cycling: 3600s
30 min bike -> cycling: 1800s
row 5k 19:45.3 -> rowing_machine: 5000m 1186s '19:45.3'
500m row 1:38 -> rowing_machine: 500m 98s
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
    LANGUAGES,
]


@pytest.mark.parametrize(("typed", "read"), examples(*TABLES))
def test_line(typed: str, read: str) -> None:
    assert read_as(typed) == read
