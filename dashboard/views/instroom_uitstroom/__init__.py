"""Who comes and who goes."""
