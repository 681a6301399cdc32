"""How the partners of a Werkplein work together."""
