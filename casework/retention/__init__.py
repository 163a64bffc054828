"""The end of a record: what is due, two people who agree, keys destroyed, a certificate of it."""
