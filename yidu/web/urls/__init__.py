"""Every page's address, by noun."""

from yidu.web.urls import (
    account,
    activities,
    calendar,
    desk,
    figures,
    look_backs,
    matters,
    people,
    portal,
    programmes,
    sheets,
)

urlpatterns = [
    *portal.urlpatterns,
    *account.urlpatterns,
    *desk.urlpatterns,
    *activities.urlpatterns,
    *matters.urlpatterns,
    *look_backs.urlpatterns,
    *calendar.urlpatterns,
    *figures.urlpatterns,
    *programmes.urlpatterns,
    *people.urlpatterns,
    *sheets.urlpatterns,
]
