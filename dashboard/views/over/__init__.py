"""About the program itself."""
