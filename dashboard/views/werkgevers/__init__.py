"""Werkgevers: vacancies from registration to fill, by whom, for whom, and how partners agree."""
