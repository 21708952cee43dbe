"""Every page's address, by noun."""

from yidu.web.urls import (
    account,
    activities,
    calendar,
    desk,
    documents,
    figures,
    look_backs,
    matters,
    outbox,
    people,
    portal,
    prepare,
    programmes,
    sessions,
    sheets,
    writing,
)

urlpatterns = [
    *portal.urlpatterns,
    *account.urlpatterns,
    *desk.urlpatterns,
    *activities.urlpatterns,
    *matters.urlpatterns,
    *documents.urlpatterns,
    *calendar.urlpatterns,
    *look_backs.urlpatterns,
    *figures.urlpatterns,
    *programmes.urlpatterns,
    *outbox.urlpatterns,
    *people.urlpatterns,
    *prepare.urlpatterns,
    *sessions.urlpatterns,
    *sheets.urlpatterns,
    *writing.urlpatterns,
]
