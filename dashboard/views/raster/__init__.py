"""All figures: of one place below each other, or of all Werkpleinen of a quarter in one table."""
