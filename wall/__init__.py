"""The second wall: what the database itself shows of a row, whatever a query forgot to ask."""
