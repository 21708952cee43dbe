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
    opinions,
    outbox,
    people,
    portal,
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
    *opinions.urlpatterns,
    *documents.urlpatterns,
    *calendar.urlpatterns,
    *look_backs.urlpatterns,
    *figures.urlpatterns,
    *programmes.urlpatterns,
    *outbox.urlpatterns,
    *people.urlpatterns,
    *sessions.urlpatterns,
    *sheets.urlpatterns,
    *writing.urlpatterns,
]
