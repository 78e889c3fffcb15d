"""Charts as PNG, one point a picture: what is asked for comes in words and numbers ready to draw.

The modules that describe a picture import nothing heavy; matplotlib is loaded when the first one
is drawn.
"""
