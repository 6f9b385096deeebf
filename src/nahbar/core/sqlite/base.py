"""Django's backend for SQLite, in which writers wait in a queue instead of trying again and again.

SQLite itself has no queue: who finds the database taken sleeps a while and tries anew, and may be
overtaken for as long as others write. Readers never wait and are not asked.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from nahbar.core.sqlite.queue import WritersQueue

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


Stock: Any = base.DatabaseWrapper  # its types leave out what a backend of one's own overrides


class DatabaseWrapper(Stock):  # type: ignore[misc]
    """A connection that stands in the queue from before it writes until that is committed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: WritersQueue | None = None
        self.execute_wrappers.append(self._queue_for_statement)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, and open the queue unless the database is this process's alone."""
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            self._queue = WritersQueue(Path(conn_params["database"]))
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        if self._queue is None:
            super()._start_transaction_under_autocommit()
            return
        self._queue.enter()
        try:
            super()._start_transaction_under_autocommit()
        finally:
            self._leave_unless_writing()

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._leave_unless_writing()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave_unless_writing()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            if self._queue is not None:
                self._queue.close()
                self._queue = None

    def _queue_for_statement(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        """One statement outside a transaction is a transaction of its own."""
        queue = self._queue
        if queue is None or queue.is_ours or not sql.lstrip()[:7].upper().startswith(WRITES):
            return execute(sql, params, many, context)
        queue.enter()
        try:
            return execute(sql, params, many, context)
        finally:
            self._leave_unless_writing()

    def _leave_unless_writing(self) -> None:
        connection = self.connection
        if self._queue and self._queue.is_ours and not (connection and connection.in_transaction):
            self._queue.leave()
