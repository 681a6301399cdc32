"""Each Werkplein by its phase and a result."""
