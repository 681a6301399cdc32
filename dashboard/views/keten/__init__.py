"""The chain as it runs."""
