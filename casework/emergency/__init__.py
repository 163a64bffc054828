"""Emergency access: reading one case for an hour when nothing else opens it, told at once and reviewed afterwards."""
