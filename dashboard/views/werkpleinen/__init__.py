"""The Werkpleinen beside each other: phase and the six result areas of each."""
