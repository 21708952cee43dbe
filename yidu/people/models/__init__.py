from yidu.people.models.appointments import Appointment, Role
from yidu.people.models.centres import Centre
from yidu.people.models.committees import Committee, Sector
from yidu.people.models.counters import Counter
from yidu.people.models.organisations import Organisation
from yidu.people.models.persons import Person
from yidu.people.models.projects import Project
from yidu.people.models.stations import Station

__all__ = [
    "Appointment",
    "Centre",
    "Committee",
    "Counter",
    "Organisation",
    "Person",
    "Project",
    "Role",
    "Sector",
    "Station",
]
