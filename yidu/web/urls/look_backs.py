"""Addresses of looking back: whoever is asked, what was promised, and the draws for everybody."""

from django.urls import URLPattern, path

from yidu.web.views import draws, look_backs

urlpatterns: list[URLPattern] = [
    path("look-backs/<uuid:pk>/", look_backs.look_back, name="look-back"),
    path("look-backs/<uuid:pk>/withdraw/", look_backs.withdraw, name="look-back-withdraw"),
    path("commitments/", look_backs.commitments, name="commitments"),
    path("c/<slug:code>/draws/", draws.draws, name="draws"),
    path("draws/draw_again.py", draws.recipe, name="draw-recipe"),
    path("draws/<uuid:pk>/", draws.draw, name="draw"),
    path("draws/<uuid:pk>/list.json", draws.draw_list, name="draw-list"),
]
