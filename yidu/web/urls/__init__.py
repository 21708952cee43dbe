"""Every page's address, by noun."""

from yidu.web.urls import account, activities, desk, figures, matters, people, portal, programmes, sheets

urlpatterns = [
    *portal.urlpatterns,
    *account.urlpatterns,
    *desk.urlpatterns,
    *activities.urlpatterns,
    *matters.urlpatterns,
    *figures.urlpatterns,
    *programmes.urlpatterns,
    *people.urlpatterns,
    *sheets.urlpatterns,
]
