"""The worker process: does what pages and operations left in the outbox."""

import sys

from nahbar.site.commands.answering import start_django
from nahbar.site.process_tree import end_with_parent


def main() -> int:
    """Work until SIGTERM."""
    end_with_parent()
    start_django()
    from nahbar.core.worker import Worker  # noqa: PLC0415

    Worker().run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
