"""PostgreSQL: the access log is added to by the application's role, and nothing in it is changed or deleted by it.

What the law demands to be erased is emptied by a function of the owner's, which does that and nothing else: it writes
no value but those that stand for "erased", and only where the entry's leaf says that this part was erased. An erasure
that no entry tells of is found by every check of the log (``auth/ledger/erasure.py``).
"""

from collections.abc import Iterator, Mapping

ADDED_TO = ("access_entry", "accessed_object")
"""Rows are put in and read."""
NEVER_DELETED = ("access_checkpoint", "access_leaf", "access_reason", "access_tile", "log_hold")
"""Their rows are changed, too: witnesses' lines, salts and words that were destroyed, tiles that fill."""
ERASES = "wall_erase_entry"
Erasures = Mapping[str, Mapping[str, object]]
"""For each part of an entry that can be erased: what stands in its columns afterwards."""
_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}(entry bigint, part text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $wall$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM access_leaf WHERE entry_number = entry AND (erased::jsonb -> part) IS NOT NULL) THEN
        RAISE EXCEPTION 'This part of the entry is not erased.';
    END IF;
    IF part = 'what' THEN
        DELETE FROM accessed_object WHERE entry_number = entry;
        DELETE FROM access_reason WHERE id = (SELECT reason_id FROM access_entry WHERE number = entry);
    END IF;
    {emptied}
END $wall$
"""


def makes_erasing(erasures: Erasures) -> Iterator[str]:
    """The owner's function; whoever may call it is said by :func:`rights`."""
    emptied = "\n    ".join(
        f"IF part = '{part}' THEN UPDATE access_entry SET {_values(values)} WHERE number = entry; END IF;"
        for part, values in erasures.items()
    )
    yield _FUNCTION.format(name=ERASES, emptied=emptied)
    yield f"REVOKE ALL ON FUNCTION {ERASES}(bigint, text) FROM PUBLIC"


def rights(role: str) -> Iterator[str]:
    """After the rights of every table were given: what is taken back of the log's. ``role``: quoted."""
    yield f"REVOKE UPDATE, DELETE ON {', '.join(ADDED_TO)} FROM {role}"
    yield f"REVOKE DELETE ON {', '.join(NEVER_DELETED)} FROM {role}"
    yield f"GRANT EXECUTE ON FUNCTION {ERASES}(bigint, text) TO {role}"


def _values(values: Mapping[str, object]) -> str:
    return ", ".join(f"{column} = {_said(value)}" for column, value in values.items())


def _said(value: object) -> str:
    """:raises TypeError: a value that this does not know how to write."""
    if value is None:
        return "NULL"
    if isinstance(value, str) and value.isalpha():
        return f"'{value}'"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"An erased column would hold {value!r}.")
