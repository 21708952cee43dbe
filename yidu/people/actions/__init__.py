"""What can be done with committees, bodies, people, stations and projects. One noun a file."""

from yidu.people.actions.appointments import appoint, end_appointment, withdraw_appointment
from yidu.people.actions.committees import open_committee
from yidu.people.actions.organisations import (
    add_organisation,
    close_organisation,
    correct_organisation,
    rename_organisation,
)
from yidu.people.actions.persons import add_person, correct_person, rename_person
from yidu.people.actions.projects import add_project, end_project
from yidu.people.actions.sectors import add_sector
from yidu.people.actions.stations import close_station, correct_station, cover_villages, open_station

__all__ = [
    "add_organisation",
    "add_person",
    "add_project",
    "add_sector",
    "appoint",
    "close_organisation",
    "close_station",
    "correct_organisation",
    "correct_person",
    "correct_station",
    "cover_villages",
    "end_appointment",
    "end_project",
    "open_committee",
    "open_station",
    "rename_organisation",
    "rename_person",
    "withdraw_appointment",
]
