"""Towns of the world by their names, and places found by a geocoder."""
