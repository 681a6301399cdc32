"""Klanttevredenheid: what clients and employers think, and where to work first."""
