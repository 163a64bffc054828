"""What an agency undertook to do, by when, and what came of it."""
