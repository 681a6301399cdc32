"""The overview: what changed in a quarter, how sure that is, every figure explained."""
