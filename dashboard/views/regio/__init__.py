"""One region: its Werkpleinen beside each other, what they add up to, and the other regions."""
