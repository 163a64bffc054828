"""Policies and roles are PostgreSQL's, and policies are there where the wall is on. All databases run what a request
shows.
"""

from tests.conftest import BEHIND_THE_WALL
from tests.tables import KIND

collect_ignore = [] if BEHIND_THE_WALL and KIND == "postgresql" else ["test_policies.py", "test_roles.py"]
if KIND != "postgresql":
    collect_ignore += ["test_log_rights.py", "test_first_start.py"]
