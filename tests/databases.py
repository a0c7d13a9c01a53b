"""A database that several threads and processes can write at once."""

import sqlite3
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def database_in_a_file(directory):
    """Work on a file instead of SQLite's memory, where threads would share one connection.

    The file starts as a copy of the test database and gets the settings of production (WAL,
    IMMEDIATE). PostgreSQL needs nothing of this. Yields the database's settings.
    """
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield connection.settings_dict
        return
    settings = connections.databases["default"]
    connection.ensure_connection()
    in_memory, name = connection.connection, settings["NAME"]
    path = directory / "portal.sqlite3"
    with sqlite3.connect(path) as target:
        in_memory.backup(target)
    target.close()
    connection.connection = None
    settings["NAME"] = str(path)
    try:
        yield settings
    finally:
        connection.close()
        settings["NAME"] = name
        connection.connection = in_memory
