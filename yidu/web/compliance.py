"""How Yidu keeps to 国办函〔2026〕12号 on government apps, rule by rule, and what holds each promise.

The document is known to us in summary; the wording is ours. `held` names what fails when a promise is broken: tests
and constraints of the database. `tests/web/test_compliance.py` proves that each of them exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Said = str | Promise


@dataclass(frozen=True)
class Rule:
    """One rule, how Yidu keeps to it, and what holds that: "tests/…::name" or "constraint: name"."""

    asks: Said
    kept: Said
    held: tuple[str, ...]


RULES: tuple[Rule, ...] = (
    Rule(
        _("No check-in, no points, no ranking, no statistics of time spent online."),
        _(
            "There is no place in the data to write them down: no score, no rank, no streak, no time online. A figure "
            "can be split by place, sector or kind, never by person."
        ),
        (
            "tests/web/test_compliance.py::test_no_record_has_room_for_points_ranks_or_tracks",
            "tests/web/test_compliance.py::test_no_figure_can_be_split_by_person",
        ),
    ),
    Rule(
        _("Nobody is made to install anything or to sign in."),
        _(
            "Yidu is a web site. The figures with their records, the programmes and the way to raise a concern are "
            "open to everybody; whoever raises one follows it with a receipt, departments can answer by a link."
        ),
        ("tests/web/test_compliance.py::test_a_visitor_reads_the_public_pages_without_an_account",),
    ),
    Rule(
        _("An app is not the main vehicle of appraisal."),
        _(
            "Figures are about the work: what was heard, answered, solved. No page and no export lists people by what "
            "they did. A member's file is the member's own and counts nothing; whoever else opens it leaves a trace."
        ),
        (
            "tests/web/test_compliance.py::test_no_figure_can_be_split_by_person",
            "tests/web/test_people.py::test_the_list_of_members_counts_nothing",
            "tests/web/test_files.py::test_nothing_is_counted_scored_or_compared_and_nobody_else_stands_in_it",
            "tests/web/test_files.py::test_the_office_reads_nothing_before_it_is_written_down",
        ),
    ),
    Rule(
        _("No photos, videos or tracks are demanded without need."),
        _(
            "A visit is complete without a picture. Whoever adds one sends what was photographed and nothing else: "
            "position, time and device are cut off before it is stored. No position is asked for anywhere."
        ),
        (
            "tests/web/test_compliance.py::test_a_visit_is_complete_without_a_picture",
            "tests/web/test_compliance.py::test_no_record_has_room_for_points_ranks_or_tracks",
        ),
    ),
    Rule(
        _("No filling in again of what is known."),
        _(
            "Each fact is recorded once, where it happens. Every table, figure and list is derived from the records; "
            "there is no form for a summary. A form says beside each question why it is asked, and a question without "
            "a reason cannot be published."
        ),
        ("tests/web/test_compliance.py::test_no_question_without_a_reason",),
    ),
    Rule(
        _("Nothing is built below county level."),
        _("A site belongs to a committee of a city, district or county. Townships and villages are places in it."),
        ("tests/web/test_compliance.py::test_a_committee_belongs_to_a_county_or_above",),
    ),
    Rule(
        _("Every page has a way to complain."),
        _("The foot of every page leads to the form for concerns, which also takes complaints about Yidu itself."),
        ("tests/web/test_compliance.py::test_every_page_leads_to_the_form_for_concerns",),
    ),
)
