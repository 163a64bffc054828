"""Sections and questions that several panels ask in the same words. A panel composes its form of them and its own."""
