"""What agencies are asked before a meeting, and what they answer."""
