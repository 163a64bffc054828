"""What panels count, period by period, and what of it may be published."""
