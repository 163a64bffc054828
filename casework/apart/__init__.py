"""Who is kept apart from a record because of who they are: they live there, or declared who they are close to."""
