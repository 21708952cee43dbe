"""Addresses of matters: with an account, by a link, by a receipt, and from the street."""

from django.urls import URLPattern, path

from yidu.web.views import alike, deadlines, links, matter, matters, raising, receipts

urlpatterns: list[URLPattern] = [
    path("matters/", matters.matters, name="matters"),
    path("matters/export/", matters.export, name="matters-export"),
    path("matters/views/", matters.save, name="view-save"),
    path("matters/views/<int:pk>/remove/", matters.remove, name="view-remove"),
    path("matters/new/", raising.new_matter, name="matter-new"),
    path("alike/", alike.similar, name="alike"),
    path("matters/<uuid:pk>/", matter.matter, name="matter"),
    path("matters/<uuid:pk>/deadline/", deadlines.deadline, name="deadline"),
    path("matters/<uuid:pk>/deadline/<slug:part>/", deadlines.deadline, name="deadline-part"),
    path("matters/<uuid:pk>/take/<slug:action>/", matter.take, name="matter-take"),
    path("matters/<uuid:pk>/links/", links.make, name="link-make"),
    path("matters/<uuid:pk>/links/made/", links.made, name="link-made"),
    path("matters/<uuid:pk>/links/<int:number>/end/", links.end, name="link-end"),
    path("l/<slug:secret>/", links.link, name="link"),
    path("l/<slug:secret>/take/<slug:action>/", links.link_take, name="link-take"),
    path("l/<slug:secret>/deadline/", deadlines.link_deadline, name="link-deadline"),
    path("l/<slug:secret>/deadline/<slug:part>/", deadlines.link_deadline, name="link-deadline-part"),
    path("receipt/", receipts.receipt, name="receipt"),
    path("receipt/put-away/", receipts.put_away, name="receipt-put-away"),
    path("receipt/deadline/", deadlines.receipt_deadline, name="receipt-deadline"),
    path("receipt/take/<slug:action>/", receipts.receipt_take, name="receipt-take"),
    path("say/", raising.say, name="say"),
    path("say/sent/", raising.said, name="said"),
]
