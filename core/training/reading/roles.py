"""Which figure of a group is the weight, which the reps, which the sets.

A group is written as the kinds of its figures in their order, and the table says what each of
them is. `P` is a pair of bare numbers joined by a times sign (`5x5`); in a group with a weight it
is sets × reps. `V` is a bare number times a time or a distance (`3x60s`), `Z` a list with slashes
(`8/8/7`), `Q` a bare number times a weight (`2x20kg`, a pair of dumbbells).

Roles: W weight, R reps, S sets, T seconds, D metres; the letters of the units stand as they are.
"""

from __future__ import annotations

from types import MappingProxyType

# Groups whose reading does not depend on the exercise; figures may stand apart or be joined.
ROLES = MappingProxyType(
    {
        # weight and reps
        "wn": "WR",  # 80kg x 8, 80 kg 8
        "wr": "WR",  # 80 kg 8 reps
        "nw": "RW",  # 8 x 80kg, 8 @ 80
        "rw": "RW",  # 8 reps at 80
        "nr": "WR",  # 60 10 reps
        "rn": "RW",  # 8 reps 80
        # sets and reps alone
        "sn": "SR",  # 3 sets of 8
        "sr": "SR",  # 3 sets of 8 reps
        "ns": "RS",  # 8 x 3 sets
        "rs": "RS",  # 8 reps 3 sets
        # weight, reps and sets
        "wnn": "WRS",  # 80kg x 8 x 3
        "wrn": "WRS",  # 80kg x 8 reps x 3
        "wnr": "WSR",  # 80kg 3 x 8 reps
        "wns": "WRS",  # 80kg x 8 x 3 sets
        "wrs": "WRS",  # 80 kg 8 reps 3 sets
        "wsn": "WSR",  # 80 kg 3 sets of 8
        "wsr": "WSR",  # 80 kg 3 sets of 8 reps
        "nnw": "SRW",  # 3 x 8 x 80kg
        "nrw": "SRW",  # 3 x 8 reps x 80kg
        "nwn": "SWR",  # 3 x 80kg x 8
        "nwr": "SWR",  # 3 x 80kg x 8 reps
        "snw": "SRW",  # 3 sets of 8 at 80
        "srw": "SRW",  # 3 sets of 8 reps at 80
        "swn": "SWR",  # 3 sets 80kg x 8
        "swr": "SWR",  # 3 sets 80 kg 8 reps
        "rnw": "RSW",  # 8 reps x 3 x 80kg
        "rsw": "RSW",  # 8 reps 3 sets at 80
        "rws": "RWS",  # 8 reps at 80, 3 sets
        "nws": "RWS",  # 8 x 80kg, 3 sets
        "snn": "SRW",  # 3 sets of 8, 80
        "srn": "SRW",  # 3 sets of 8 reps, 80
        "rsn": "RSW",  # 8 reps 3 sets 80
        "nns": "WRS",  # 80 x 8 x 3 sets
        "nrs": "WRS",  # 80 8 reps 3 sets
        "nrn": "WRS",  # 80 x 8 reps x 3
        "nsn": "WSR",  # 80 for 3 sets of 8
        "nsr": "WSR",  # 80 3 sets of 8 reps
        # sets × reps beside a weight
        "wP": "WP",  # 80kg 3x8
        "Pw": "PW",  # 3x8 80kg
        "nP": "WP",  # 80 3x8
        # time, with sets and weight
        "t": "T",
        "V": "V",  # 3x60s, 6x400m
        "st": "ST",  # 3 sets of 60s
        "ts": "TS",
        "tn": "TS",  # 60s x 3
        "wt": "WT",  # 20kg 60s
        "tw": "TW",
        "wV": "WV",  # 20kg 3x60s
        "Vw": "VW",
        "wst": "WST",
        "stw": "STW",
        "wtn": "WTS",
        "wts": "WTS",
        "wnt": "WST",
        # distance, with time, sets and weight
        "d": "D",
        "dt": "DT",  # 5 km 25:30
        "td": "TD",
        "Vt": "VT",  # 6x400m 1:35
        "sd": "SD",
        "ds": "DS",
        "dn": "DS",  # 400m x 6
        "sdt": "SDT",
        "wd": "WD",  # 40kg 30m
        "dw": "DW",
        "wsd": "WSD",
        "sdw": "SDW",
        "wdn": "WDS",
        "wds": "WDS",
        "wnd": "WSD",
        "wdt": "WDT",
        "dwt": "DWT",
        # reps alone
        "r": "R",
    }
)

LONGEST = max(map(len, ROLES))

# Nobody does more sets than this in one go; a larger first number of a pair is a weight.
MOST_SETS_IN_A_PAIR = 10
