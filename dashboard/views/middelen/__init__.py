"""Money and people of both partners."""
