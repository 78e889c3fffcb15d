"""How every picture looks, in pixels of a picture 1080 wide.

A phone shows it about 360 wide, so 48 here is the 16 of a chat's own text and 36 the 12 of its
small print.
"""

from __future__ import annotations

WIDTH = 1080
# What makes a pixel of ours one of matplotlib's, which counts in points of an inch.
DPI = 100
LEAST_HEIGHT = 1080
MOST_HEIGHT = 1600
MARGIN = 48

TITLE = 60
MAIN = 48
VALUE = 44
SMALL = 38

# The picture brings its own ground, so it reads the same in a light and in a dark chat.
GROUND = "#f8f8f5"
INK = "#1d2228"
# 6.5:1 on the ground: still text, but not what is looked at first.
QUIET = "#545c66"
HAIRLINE = "#dcdcd6"
# Earlier sessions and single points: 3.6:1 on the ground, enough for a shape.
BEFORE = "#7d8794"
JOIN = "#b4bbc4"
# Blue (a shade darker, for text) and orange after Okabe and Ito (2008), which all common kinds of
# colour blindness tell apart; the orange is for shapes alone, and its shape differs as well.
NOW = "#0069a6"
NOW_GROUND = "#e6eff5"
RECORD = "#d55e00"
