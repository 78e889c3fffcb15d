"""What the figures of a line are read as.

Each line is `what is typed -> what is read`, in the notation of `shown.py`. An exercise in braces
is the one under way; the person lifts in kilograms, and today is Wednesday, 14 October 2026.
"""

from __future__ import annotations

import pytest

from tests.core.training.shown import examples, read_as

WEIGHT_AND_REPS = """
bench 80x8 -> bench_press: 80×8
bench 80 x 8 -> bench_press: 80×8
bench 80*8 -> bench_press: 80×8
bench 80×8 -> bench_press: 80×8
жим лёжа 80х8 -> bench_press: 80×8
bench 80/8 -> bench_press: 80×8
bench 80 for 8 -> bench_press: 80×8
bench 8 reps at 80 -> bench_press: 80×8
bench 8 @ 80kg -> bench_press: 80kg×8
bench 80 8 -> bench_press: 80×8
bench press - 80kg - 8 reps -> bench_press: 80kg×8
80x8 -> .: 80×8
{bench_press}80x8 -> .: 80×8
bench80x8 -> bench_press: 80×8
Bench: 80kg x 8. -> bench_press: 80kg×8
80 kg Bankdrücken für 8 -> bench_press: 80kg×8
press de banca 80 kilos por 8 -> bench_press: 80kg×8
développé couché 80 kg pour 8 -> bench_press: 80kg×8
panca piana 80 per 8 -> bench_press: 80×8
supino 80 por 8 -> bench_press: 80×8
жим лёжа 80 на 8 -> bench_press: 80×8
"""

DECIMALS = """
82,5x7 -> .: 82.5×7
bench 82.5x7 -> bench_press: 82.5×7
bench 82,5x8,8,7 -> bench_press: 2·(82.5×8), 82.5×7
bench 80x8,8,7 -> bench_press: 2·(80×8), 80×7
bench 60x10,72,5x8 -> bench_press: 60×10, 72.5×8
squat 5x5 102,5 -> squat: 5·(102.5×5)
squat 102,5 5x5 -> squat: 5·(102.5×5)
run 5,2 km 28:05 -> run: 5200m 1685s
bench 80x8 @8,5 -> bench_press: 80×8@8.5
leg press 1,000 lb x 5 -> leg_press: 1000lb×5
rowing machine 2.000 m 7:52 -> rowing_machine: 2000m 472s
"""

LISTS = """
bench 60x10 70x8 80x6 -> bench_press: 60×10, 70×8, 80×6
bench 60x10, 70x8, 80x6 -> bench_press: 60×10, 70×8, 80×6
bench 60/10, 70/8 -> bench_press: 60×10, 70×8
bench 80 8 8 7 -> bench_press: 2·(80×8), 80×7
bench 80kg 8,8,7 -> bench_press: 2·(80kg×8), 80kg×7
bench 80: 8/8/7 -> bench_press: 2·(80×8), 80×7
bench 8,8,7 @ 80 -> bench_press: 2·(80×8), 80×7
bench 8,8,7 -> bench_press: 2·(×8), ×7
pullups 8,8,7 -> pull_up: 2·(×8), ×7
pullups 8/8/7 -> pull_up: 2·(×8), ×7
pullups 8-8-7 -> pull_up: 2·(×8), ×7
chins 10 9 8 -> chin_up: ×10, ×9, ×8
bench 12 @135, 10 @145, 8 @155 -> bench_press: 135×12, 145×10, 155×8
bench 60, 70, 80 x 5 -> bench_press: 60×5, 70×5, 80×5
squat 3x8 85,85,80 -> squat: 2·(85×8), 80×8
bench 100x5/100x5 -> bench_press: 2·(100×5)
bench 80x8x8x7 -> bench_press: 2·(80×8), 80×7
bench 80kg 2x8 and 1x7 -> bench_press: 2·(80kg×8), 80kg×7
bench 2x8 1x7 80kg -> bench_press: 2·(80kg×8), 80kg×7
bench 8×80kg 7×80kg -> bench_press: 80kg×8, 80kg×7
bench 8x80 7x80 -> ?order bench_press: 80×8, 80×7 // bench_press: 15·(×80)
bench 60 80 100 -> ?reps bench_press: 60, 80, 100
bench 75,75,70kg x 5 -> bench_press: 2·(75kg×5), 70kg×5
squat 3 sets of 8 at 75,75,70kg -> squat: 2·(75kg×8), 70kg×8
{bench_press}80 x8 x8 x7 -> .: 2·(80×8), 80×7
bench 22.5kgs 10 reps, 10 reps, 8 reps -> bench_press: 2·(22.5kg×10), 22.5kg×8
"""

SETS_AND_REPS = """
5x5 squat 100 -> squat: 5·(100×5)
squat 5x5 100 -> squat: 5·(100×5)
squat 100 5x5 -> squat: 5·(100×5)
squat 5x5 @ 100 kg -> squat: 5·(100kg×5)
squat 3x8@60 -> squat: 3·(60×8)
squat 3 sets of 8 at 80 -> squat: 3·(80×8)
squat 60 for 3 sets of 5 -> squat: 3·(60×5)
squat 3 sets x 8 reps x 80 kg -> squat: 3·(80kg×8)
deadlift 140x5x3 -> deadlift: 3·(140×5)
bench 3x5x105 -> bench_press: 3·(105×5)
bench 80x8 3 sets -> bench_press: 3·(80×8)
bench 80x8 (3 sets) -> bench_press: 3·(80×8)
bench 3 sets 80x8 -> bench_press: 3·(80×8)
bench 80x8 twice -> bench_press: 2·(80×8)
Bankdrücken 3 Sätze à 8 mit 80 kg -> bench_press: 3·(80kg×8)
sentadilla 4 series de 10 con 60 kilos -> squat: 4·(60kg×10)
squat 3 séries de 10 à 60 kg -> squat: 3·(60kg×10)
panca 3 serie da 8 con 60 kg -> bench_press: 3·(60kg×8)
agachamento 3 séries de 12 com 50kg -> squat: 3·(50kg×12)
присед 5 подходов по 5 со 100 кг -> squat: 5·(100kg×5)
bench 80 1x8, 85 2x6 -> bench_press: 80×8, 2·(85×6)
deadlift 5 singles at 140 -> deadlift: 5·(140×1)
pullups 5x5 -> pull_up: 5·(×5)
dips 3x12 -> dip: 3·(×12)
pushups 20x5 -> ?order push_up: 20×5 // push_up: 5·(×20)
pullups 10x10 -> pull_up: 10·(×10)
bench 5x5 -> ?order bench_press: 5·(×5) // bench_press: 5×5
squat 3x8 -> ?order squat: 3·(×8) // squat: 3×8
{bench_press}4x12 -> ?order .: 4·(×12) // .: 4×12
5x5 -> ?order .: 5·(×5) // .: 5×5
squat 8x80 -> ?order squat: 80×8 // squat: 8·(×80)
lateral raise 7.5x10 -> lateral_raise: 7.5×10
lateral raise 12x12 drop 8x10 drop 6x8 -> lateral_raise: 12×12, 8×10d, 6×8d
bench 8x12x10 -> ?order bench_press: 8·(10×12) // bench_press: 10·(8×12)
80/8/3 -> ?order .: 3·(80×8) // .: 80×8, 80×3
"""

UNITS = """
bench 225# x 5 -> bench_press: 225lb×5
bench 225 lbs x5 -> bench_press: 225lb×5
bench 100kg x 5 -> bench_press: 100kg×5
kg 80 x 8 -> .: 80kg×8
bench 100k x 5 -> bench_press: 100kg×5
db bench 70s x 8 -> dumbbell_bench: 70×8
bench bar x 10 -> ?bar bench_press: 20kg×10 // bench_press: 15kg×10
leg press 4 plates x 10 -> ?plates
leg press 4 plates 10 -> ?plates
bench 2 plates x 5 -> ?plates
bench 1pl8 x 10 -> ?figures
bench 80x8 1pl8 -> ?figures
db bench 2x20kg 3x10 -> dumbbell_bench: 3·(20kg×10)
db bench 2x20kg 10 reps -> ?pair dumbbell_bench: 20kg×10 // dumbbell_bench: 2·(20kg×10)
"""

EFFORT = """
bench 80x8 @8 -> bench_press: 80×8@8
bench 80x8 rpe 8.5 -> bench_press: 80×8@8.5
bench 80x8 rpe8 -> bench_press: 80×8@8
bench 80x8 2 rir -> bench_press: 80×8@8
bench 80x8 RIR 2 -> bench_press: 80×8@8
bench 80x8, 2 left in the tank -> bench_press: 80×8@8
румынская тяга 100х8, 2 в запасе -> romanian_deadlift: 100×8@8
bench 80x8@7,8@8,7@9 -> bench_press: 80×8@7, 80×8@8, 80×7@9
bench 80x8 @8, 80x7 @9 -> bench_press: 80×8@8, 80×7@9
bench 80x8,8,7 @8 -> bench_press: 2·(80×8@8), 80×7@8
deadlift 3x8x110 rpe 10, 9, 8 -> deadlift: 110×8@10, 110×8@9, 110×8@8
bench 80 @ 8 -> ?measure bench_press: 80@8 // bench_press: 80×8 // bench_press: ×80@8
bench 80kg @8 -> ?measure bench_press: 80kg@8 // bench_press: 80kg×8
bench 80kg @ 8, 85kg @ 8 -> ?measure bench_press: 80kg@8, 85kg@8 // bench_press: 80kg×8, 85kg×8
bench 130 @ 8 -> ?measure bench_press: 130@8 // bench_press: 130×8
squat 5x5 @8 -> ?order squat: 5·(×5@8) // squat: 5×5@8
"""

KINDS = """
bench warmup 40x10 -> bench_press: 40×10w
bench w 60x10 -> bench_press: 60×10w
squat wu 60x5 wu 100x3 140x5 -> squat: 60×5w, 100×3w, 140×5
bench warmups 40x10 60x5 -> bench_press: 40×10w, 60×5w
bench warm-up 40x10 60x5 -> ?kind bench_press: 40×10w, 60×5w // bench_press: 40×10w, 60×5
bench 40x10 warmup, 80x8 -> bench_press: 40×10w, 80×8
bench 80x8 (warm-up) -> bench_press: 80×8w
bench 80x6 dropset 60x8 -> bench_press: 80×6, 60×8d
bench 80x8 to failure -> bench_press: 80×8f
pushups 20, 18, 15 last one to failure -> push_up: ×20, ×18, ×15f
Aufwärmen Bankdrücken 40x10 -> bench_press: 40×10w
calentamiento sentadilla 40x10 -> squat: 40×10w
squat 60x8 jusqu'à l'échec -> squat: 60×8f
жим ногами 250х10 до отказа -> leg_press: 250×10f
bench 100x1 failed -> ?failed bench_press: 100×1f
{bench_press}100 x 1 miss -> ?failed .: 100×1f
80x5 fail -> .: 80×5f
bench 80x8, 80x6 failed -> bench_press: 80×8, 80×6f
"""

SIDES = """
db row 30x12 each side -> dumbbell_row: 30×12/s
bulgarian split squat 16x10 each -> bulgarian_split_squat: 16×10/s
bulgarian split squat 16kg 10/side -> bulgarian_split_squat: 16kg×10/s
Ausfallschritte 20kg 12 pro Bein -> lunge: 20kg×12/s
выпады 20 кг по 12 на каждую ногу -> lunge: 20kg×12/s
side plank 30s each side -> side_plank: 30s/s
"""

BODYWEIGHT = """
{pull_up}bw x 12 -> .: ×12
{pull_up}bw+20 x 5 -> .: 20×5
{pull_up}+20 x 5 -> .: 20×5
{pull_up}12 -> .: ×12
dips +15 3x8 -> dip: 3·(15×8)
dips bw x12, +10 x8, +20 x5 -> dip: ×12, 10×8, 20×5
pullups -20x8 -> pull_up: -20×8
pullups 20kg assisted x 8 -> pull_up: -20kg×8
dips 20x8 -> dip: 20×8
30 pushups, 15 burpees -> push_up: ×30 ; burpee: ×15
dips +0 x 10 -> dip: ×10
bw+20 x 5 -> .: 20×5
{bench_press}bw+20 x 5 -> [bw]: 20×5
bench bw+20 x 5 -> ?figures
{bench_press}bw x 12 -> .: ×12
{bench_press}pull-ups bw+20 x 5 -> pull_up: 20×5
"""

TIME = """
plank 60s -> plank: 60s
plank 60 -> plank: 60s
{plank}60 -> .: 60s
plank 1:30 -> plank: 90s
plank 1 min 30 -> plank: 90s
plank 1'30 -> plank: 90s
plank 1m30s -> plank: 90s
plank 3x60s -> plank: 3·(60s)
plank 60s, 50s, 40s -> plank: 60s, 50s, 40s
plank 20kg 60s -> plank: 20kg 60s
jump rope 3x100 -> ?measure jump_rope: 3·(×100) // jump_rope: 3·(100s)
jump rope 500 -> ?measure jump_rope: ×500 // jump_rope: 500s
jump rope 3x60s -> jump_rope: 3·(60s)
plank 2 -> ?measure plank: 120s // plank: 2s
планка 1 мин 30 сек -> plank: 90s
"""

DISTANCE = """
run 5k 25:30 -> run: 5000m 1530s
run 5 km in 25:30 -> run: 5000m 1530s
ran 3 miles 27:10 -> run: 4828.032m 1630s
row 2000m 7:45 -> rowing_machine: 2000m 465s
2k row 7:31 -> rowing_machine: 2000m 451s
run 10k 1:05 -> run: 10000m 3900s
run 6x400m 1:30 -> run: 6·(400m 90s)
run 25:30 -> run: 1530s
run 5 -> ?measure run: 300s // run: 5000m
run 30 -> ?measure run: 1800s // run: 30000m
run 5 25:30 -> ?unit run: 5000m 1530s // run: 5m 1530s
run 5k @ 5:00/km -> run: 5000m '5:00/km'
treadmill 30 min incline 5 -> treadmill_run: 1800s 'incline 5'
row 500m x 4 -> rowing_machine: 4·(500m)
burpees 50 in 5:00 -> burpee: ×50 300s
row 500m 1:42.5 -> rowing_machine: 500m 103s '1:42.5'
rowing machine 20 cal -> ?figures
rowing machine 5 min 60 cal -> rowing_machine: 300s '60 cal'
"""

CARRIES = """
farmers 40kg 30m -> farmers_walk: 40kg 30m
farmers walk 2 x 40m with 28kg -> farmers_walk: 2·(28kg 40m)
farmers 40x30m -> farmers_walk: 40 30m
farmers 2x40kg 30m -> farmers_walk: 40kg 30m
farmers 40kg 60s -> farmers_walk: 40kg 60s
"""

SCRIPTS = """
bench ８０×８ -> bench_press: 80×8
squat ١٠٠x٥ -> squat: 100×5
squat १००x५ -> squat: 100×5
bench 80 х 8 -> bench_press: 80×8
"""

NUMBER_WORDS = """
bench press eighty kilos for eight reps -> bench_press: 80kg×8
deadlift one hundred and forty for three -> deadlift: 140×3
Bankdrücken achtzig Kilo acht Wiederholungen -> bench_press: 80kg×8
plank one minute thirty -> plank: 90s
"""


TABLES = [
    WEIGHT_AND_REPS,
    DECIMALS,
    LISTS,
    SETS_AND_REPS,
    UNITS,
    EFFORT,
    KINDS,
    SIDES,
    BODYWEIGHT,
    TIME,
    DISTANCE,
    CARRIES,
    SCRIPTS,
    NUMBER_WORDS,
]


@pytest.mark.parametrize(("typed", "read"), examples(*TABLES))
def test_line(typed: str, read: str) -> None:
    assert read_as(typed) == read
