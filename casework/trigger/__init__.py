"""The resident's door: the public page of a panel, and the form that anybody can fill in without an account."""
