"""Addresses of people, organisations, projects and stations."""

from django.urls import URLPattern, path

from yidu.web.views import appointments, files, organisations, people, projects, station_acts, stations

urlpatterns: list[URLPattern] = [
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="person-add"),
    path("people/sectors/add/", people.add_sector, name="sector-add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/file/", files.person_file, name="person-file"),
    path("people/<int:pk>/file/word/", files.person_file_word, name="person-file-word"),
    path("people/<int:pk>/appoint/", people.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", appointments.end_appointment, name="appointment-end"),
    path("appointments/<int:pk>/withdraw/", appointments.withdraw_appointment, name="appointment-withdraw"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="organisation-add"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("c/<slug:code>/projects/", projects.projects, name="projects"),
    path("projects/add/", projects.add_project, name="project-add"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/end/", projects.end_project, name="project-end"),
    path("c/<slug:code>/stations/", stations.stations, name="stations"),
    path("stations/add/", station_acts.open_station, name="station-add"),
    path("stations/<int:pk>/", stations.station, name="station"),
    path("stations/<int:pk>/close/", station_acts.close_station, name="station-close"),
    path("stations/<int:pk>/villages/", station_acts.cover_villages, name="station-cover"),
]
