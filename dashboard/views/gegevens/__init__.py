"""Templates, checking and delivering a file, and who delivered what."""
