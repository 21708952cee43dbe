"""Every page's address, by noun."""

from yidu.web.urls import account, activities, desk, figures, look_backs, matters, people, portal, programmes

urlpatterns = [
    *portal.urlpatterns,
    *account.urlpatterns,
    *desk.urlpatterns,
    *activities.urlpatterns,
    *matters.urlpatterns,
    *look_backs.urlpatterns,
    *figures.urlpatterns,
    *programmes.urlpatterns,
    *people.urlpatterns,
]
