"""Letters about a case: drafted when something happens, read by a person, sent only by a way that is safe."""
