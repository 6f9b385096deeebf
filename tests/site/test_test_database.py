"""Two runs of the tests on one PostgreSQL do not meet."""

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_this_run_has_a_database_of_its_own() -> None:
    if connection.vendor == "sqlite":
        assert "memory" in str(connection.settings_dict["NAME"])
    else:
        own = connection.settings_dict["NAME"].removeprefix("test_nahbar_")
        assert own.split("_")[0] in {str(os.getpid()), str(os.getppid())}  # or of its coordinator
