"""`yidu ledger`: prove it, seal it, let others prove it. Exit code 1, with one line that says what, when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from yidu.ledger.notes import Checkpoint

SHOWN = 20


@click.group()
def command() -> None:
    """Prove that every figure follows from the records and that history was not rewritten."""


@command.command()
def audit() -> int:
    """Count everything again from the records.

    What they state is compared with what stands entered, and the totals with the entries: the difference must be
    nothing.
    """
    from yidu.ledger.audit import audit as recount

    with _bar(_("Counting again")) as progress:
        differences = recount(progress)
    for difference in differences[:SHOWN]:
        click.echo(str(difference), err=True)
    if differences:
        click.echo("yidu: " + _("the audit found %(count)d differences") % {"count": len(differences)}, err=True)
        return 1
    click.echo(_("The ledger agrees with the records: 0 differences."))
    return 0


@command.command()
def seal() -> int:
    """Seal what was entered since the last seal.

    The background does it every minute.
    """
    from yidu.ledger.seals import latest_seal
    from yidu.ledger.seals import seal as seal_all

    made = seal_all()
    newest = latest_seal()
    if newest is None:
        click.echo(_("There is nothing to seal yet."))
        return 0
    said = _("Seal %(number)d over %(size)d entries: %(root)s") if made else _("Nothing new. Seal %(number)d: %(root)s")
    click.echo(said % {"number": newest.number, "size": newest.size, "root": bytes(newest.root).hex()})
    return 0


@command.command()
@click.option(
    "--root", "roots", multiple=True, metavar="NUMBER:ROOT", help="A root that you kept, e.g. 211:9f3a… (repeatable)."
)
@click.option(
    "--checkpoint", "files", multiple=True, type=click.File(encoding="utf-8"), help="A checkpoint that you kept."
)
def verify(roots: Sequence[str], files: Sequence[TextIO]) -> int:
    """Name the first entry that is not as it was sealed.

    Every entry's hash, every seal's root and every signature are checked again. Only what somebody kept can show that
    all entries and all seals were rewritten together: give it with --root or --checkpoint.
    """
    from yidu.ledger.verify import verify as check

    kept, checkpoints = dict(_kept(text) for text in roots), [_checkpoint(file) for file in files]
    with _bar(_("Checking entries")) as progress:
        flaw = check(progress, kept=kept, checkpoints=checkpoints)
    if flaw is not None:
        click.echo(f"yidu: {flaw}", err=True)
        return 1
    click.echo(_("All entries and seals are as they were made."))
    return 0


@command.command()
def key() -> int:
    """Print the public key of this ledger, by which its checkpoints are known."""
    from yidu.ledger.keys import log_keys

    for one in log_keys():
        click.echo(str(one))
    return 0


@command.command()
@click.argument("file", type=click.File("w", encoding="utf-8"))
def export(file: TextIO) -> int:
    """Write all sealed entries and their seals to FILE, to be checked without Yidu.

    The scripts for that are served at /seals/.
    """
    from yidu.ledger.export import export as lines

    file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines())
    return 0


@command.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def witness(words: Sequence[str]) -> int:
    """Witness another ledger: `witness key NAME`, `witness watch URL --key KEY --with FILE`.

    The same script as the one that is served at /seals/witness.py.
    """
    from yidu.ledger.outside import witness as script

    if len(words) < 2:
        raise click.UsageError(str(script.__doc__))
    return script.main(list(words))


def _checkpoint(file: TextIO) -> Checkpoint:
    from yidu.ledger.keys import log_keys
    from yidu.ledger.notes import NoteError, read

    try:
        return read(file.read(), *log_keys())
    except NoteError as error:
        raise click.BadParameter(f"{file.name}: {error}", param_hint="--checkpoint") from None


def _kept(text: str) -> tuple[int, bytes]:
    number, _colon, root = text.partition(":")
    try:
        kept = int(number), bytes.fromhex(root)
    except ValueError:
        kept = 0, b""
    if len(kept[1]) != 32:
        raise click.BadParameter(_("write it like 211:9f3a…, with all 64 digits of the root"), param_hint="--root")
    return kept


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal, gone when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report
