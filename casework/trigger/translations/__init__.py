"""Who has checked a language, and whether its pages still say that nobody has."""
