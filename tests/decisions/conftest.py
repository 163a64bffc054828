from tests.decisions.variant import variant as variant
