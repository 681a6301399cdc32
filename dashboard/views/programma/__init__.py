"""Goals, agenda and norms."""
