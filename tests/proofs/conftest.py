"""The told world of the whole suite, for the proofs."""

from tests.whole.conftest import played, world

__all__ = ["played", "world"]
