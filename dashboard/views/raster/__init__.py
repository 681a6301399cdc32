"""All figures of all Werkpleinen of a quarter in one table."""
