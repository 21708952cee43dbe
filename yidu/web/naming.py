"""Names of roles, parties and stages in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yidu.common import known
from yidu.matters.models import Matter
from yidu.matters.models.matters import Holder
from yidu.people.models import Appointment, Role


def role_title(role: Role) -> str:
    return role.title_en if (get_language() or "zh").startswith("en") else role.title_zh


def appointment_title(one: Appointment) -> str:
    """The role and where it is held: "handler · Economic Commission"."""
    where = one.organisation or one.station or one.project or one.place or one.sector
    return f"{role_title(one.role)} · {where}" if where else role_title(one.role)


def holder_name(matter: Matter) -> str:
    """In whose hands: the lead by its name, the others by what they are; empty when closed."""
    return in_hands_of(matter.holder, matter.lead.called if matter.lead else "")


def in_hands_of(holder: str, lead: str) -> str:
    """The same of a holder and of what the lead is called."""
    if lead and holder == Holder.LEAD_HEAD:
        return _("the head of %(lead)s") % {"lead": lead}
    if lead and holder == Holder.LEAD:
        return lead
    return str(Holder(holder).label) if holder else ""


def raised_by_words(matter: Matter) -> str:
    """As what it was raised: the role's title, or "an enterprise", "a resident". Never a name."""
    if matter.raised_as == "enterprise":
        return _("an enterprise")
    if matter.raised_as == "resident":
        return _("a resident")
    role = known.kept(("role", matter.raised_as), lambda: Role.objects.filter(pk=matter.raised_as).first())
    title = role_title(role) if role else matter.raised_as
    return f"{title}（{matter.sector}）" if matter.sector else title
