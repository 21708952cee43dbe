"""The letter of a signed answer, to take away."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from yidu.briefs.letter import letter_file, letter_of
from yidu.briefs.rules import is_told_names
from yidu.matters.rules import reads_in_full
from yidu.web.access import who
from yidu.web.actors import actor_of, standing_in
from yidu.web.views.matter import matter_or_404
from yidu.web.word import word


@who("everybody")
def reply_letter(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """For whoever may read the answer; what is published, without names, for those who have nothing to do with it."""
    actor, standing = actor_of(request), standing_in(request)
    matter = matter_or_404(actor, pk, standing)
    reply = next((one for one in matter.replies.all() if one.pk == number and one.signed_at), None)
    if reply is None:
        raise Http404
    named = is_told_names(actor, matter, standing)
    whole = named or reads_in_full(actor, matter, standing)
    letter = letter_of(matter, reply, named=named, whole=whole)
    if not letter.text:
        raise Http404
    return word(letter_file(letter), letter.title)
