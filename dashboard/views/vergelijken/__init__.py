"""Whether a Werkplein really differs from others."""
