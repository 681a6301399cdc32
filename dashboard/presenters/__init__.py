"""Figures -> sentences, formatted numbers and rows; pure functions, tested without a browser."""
