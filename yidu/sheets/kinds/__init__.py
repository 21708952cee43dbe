"""The kinds of record that come and go as lists, one a file."""

from yidu.sheets.kinds.activities import Activities
from yidu.sheets.kinds.appointments import Appointments
from yidu.sheets.kinds.base import Sheet
from yidu.sheets.kinds.centres import Centres
from yidu.sheets.kinds.matters import Matters
from yidu.sheets.kinds.organisations import Organisations
from yidu.sheets.kinds.people import People
from yidu.sheets.kinds.stations import Stations

SHEETS: dict[str, type[Sheet]] = {
    kind.id: kind for kind in (People, Organisations, Stations, Centres, Appointments, Activities, Matters)
}

__all__ = ["SHEETS", "Sheet"]
