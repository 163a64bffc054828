"""Who may see what, told in words from the policy itself: a page in the product and a section of the documentation."""
