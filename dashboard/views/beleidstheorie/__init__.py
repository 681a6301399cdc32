"""The policy theory with its figures."""
