"""The command line. `yidu` is the one door to everything that a site needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or failed, 2 misunderstood, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidu.settings")
    import click

    from yidu.cli.door import door

    try:
        code = door.main(arguments, prog_name="yidu", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, click.Abort):
        return 130
    except click.UsageError as error:
        error.show(sys.stderr)
        return error.exit_code
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except Exception as error:
        line = _one_line(error)
        if line is None:
            raise
        print(f"yidu: {line}", file=sys.stderr)
        return getattr(error, "exit_code", 1)


def _one_line(error: Exception) -> str | None:
    """What to tell somebody whose command failed for a known reason; None when it is a fault of ours."""
    import click
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError
    from environs.exceptions import EnvError

    from yidu.cli.configuration import ConfigurationError
    from yidu.cli.postgres import PostgresError
    from yidu.common.errors import Refused

    match error:
        case click.ClickException():
            return error.format_message()
        case PostgresError() | ConfigurationError() | CommandError() | ImproperlyConfigured() | EnvError() | Refused():
            return " ".join(str(error).split())
        case OperationalError():
            return f"the database cannot be reached: {' '.join(str(error).split())}"
        case _:
            return None
