"""Every example of every folder that comes with Yidu comes out as it says."""

from __future__ import annotations

import pytest

from yidu.matters.rehearsal import rehearse
from yidu.programmes.loading import LIBRARY, load

FOLDERS = sorted(folder.parent for folder in LIBRARY.glob("*/programme.toml"))
EXAMPLES = [(folder, file.stem) for folder in FOLDERS for file in sorted((folder / "examples").glob("*.toml"))]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_that_comes_with_yidu_has_no_errors(folder):
    assert [str(problem) for problem in load(folder).problems] == []


@pytest.mark.parametrize(("folder", "example"), EXAMPLES, ids=lambda part: getattr(part, "name", part))
def test_an_example_comes_out_as_it_says(folder, example, db):
    assert [str(problem) for problem in rehearse(load(folder), example)] == []
