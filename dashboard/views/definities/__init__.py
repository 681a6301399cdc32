"""What every figure, column and concept means."""
