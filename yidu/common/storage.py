"""Files that are whole and on the disk before anybody is told that they are kept, or not there at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Written aside, synced, then named: a full disk leaves nothing half, and a power cut takes nothing away."""

    def _save(self, name: str, content: File[Any]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=self.directory_permissions_mode or 0o700, parents=True, exist_ok=True)
        draft = NamedTemporaryFile(dir=path.parent, prefix=".", delete=False)  # noqa: SIM115  (closed below, named)
        try:
            with draft:
                for chunk in content.chunks():
                    draft.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                os.fchmod(draft.fileno(), self.file_permissions_mode or 0o600)
                draft.flush()
                os.fsync(draft.fileno())
            name = self._named(Path(draft.name), name)
        finally:
            Path(draft.name).unlink()
        _sync(path.parent)
        return name

    def _named(self, draft: Path, name: str) -> str:
        """Give the draft its name, or the next one that is free: nothing is ever overwritten."""
        while True:
            try:
                os.link(draft, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
