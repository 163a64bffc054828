"""Minutes: drafted from the record, checked, approved, issued, read in the product."""
