from __future__ import annotations

import pytest

from yidu.programmes.markdown import render


def test_headings_lists_and_tables_are_kept():
    shown = render("## 做法\n\n1. 记\n2. 交\n\n| a | b |\n| - | - |\n| 1 | 2 |\n")
    for part in ("<h2>做法</h2>", "<li>记</li>", "<td>1</td>"):
        assert part in shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        '<a href="x" onclick="y">z</a>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_nothing_that_runs_or_calls_home_is_shown(text: str):
    shown = str(render(text))
    for forbidden in ("<script", "<img", 'href="javascript', 'href="data', '<a href="x"'):
        assert forbidden not in shown
