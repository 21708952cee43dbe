"""Every page's address, by noun."""

from yidu.web.urls import account, activities, desk, figures, matters, outbox, people, portal, programmes

urlpatterns = [
    *portal.urlpatterns,
    *account.urlpatterns,
    *desk.urlpatterns,
    *activities.urlpatterns,
    *matters.urlpatterns,
    *figures.urlpatterns,
    *programmes.urlpatterns,
    *outbox.urlpatterns,
    *people.urlpatterns,
]
