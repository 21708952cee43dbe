"""Addresses of figures and seals."""

from django.urls import URLPattern, path

from yidu.web.views import figures, seals, taking

_FIGURE = "c/<slug:code>/figures/<slug:programme>/<slug:indicator>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:code>/figures/", figures.figures, name="figures"),
    path("c/<slug:code>/figures/sets/<slug:programme>/<slug:name>/", figures.sets, name="figure-set"),
    path(_FIGURE, figures.figure, name="figure"),
    path(f"{_FIGURE}proof.json", taking.proofs, name="figure-proofs"),
    path(f"{_FIGURE}entries/<int:pk>.json", taking.entry_proof, name="entry-proof"),
    path(f"{_FIGURE}entries.<slug:kind>", taking.table, name="figure-table"),
    path("seals/", seals.seals, name="seals"),
    path("seals/checkpoint", seals.checkpoint_of, name="checkpoint"),
    path("seals/<int:number>/checkpoint", seals.checkpoint_of, name="seal-checkpoint"),
    path("seals/consistency/<int:older>/<int:newer>.json", seals.consistency, name="seal-consistency"),
    path("seals/cosign/", seals.cosign, name="seal-cosign"),
    path("seals/<slug:name>.py", seals.script, name="seal-script"),
]
