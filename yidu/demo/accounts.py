"""With what a visitor may try the demonstration: sign-ins, a receipt, a department's link."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.urls import reverse

from yidu.common import clock
from yidu.common.actors import SYSTEM, Actor
from yidu.demo.chance import fixed_id
from yidu.matters.actions import make_link, receipt_code
from yidu.matters.actions.links import link_secret
from yidu.matters.models import Handling, Matter
from yidu.notices.actions import choose_channel
from yidu.people.models import Person

PASSWORD = "yidu-demo-2025"
"""Printed for everybody. A production site refuses to load this world, and `yidu check` looks for it."""

GUESTS = {
    "member": "委员：记一次走访，写提案、联名，评价答复 / member",
    "leader": "班子成员：手里的事，五千行动的数字 / leader",
    "office": "机关工作人员：审查提案、编发信息、交办、审批申请 / committee office",
    "secretary-general": "秘书长：审签信息，哪些逾期了，卡在哪里 / secretary-general",
    "handler": "区住房城乡建委承办人：签收、答复、会办 / handler",
    "head": "区住房城乡建委负责人：签发 / head of the department",
    "liaison": "协商联络员：走访院落，今晚有一场院坝协商 / liaison, with a session tonight",
    "yunyang-office": "云阳县政协机关：另一个行动“守河护江” / office of another county",
    "yunyang-keeper": "云阳县护河员：巡河、再看 / river keeper of another county",
    "nanan-office": "南岸区政协机关：专题议政性常委会，建议一条一条看 / office of a third county",
    "city": "市政协秘书长：各区县合起来看 / the city's secretary-general",
}
"""User name → who it is and what to try. Who they are in the world: `yidu.demo.entering.USERNAMES`."""


REMINDED = ("office", "secretary-general", "handler", "head", "member")


def let_in() -> None:
    """Give everybody who is printed the one password."""
    Person.objects.filter(username__in=GUESTS).update(password=make_password(PASSWORD))


def let_remind() -> None:
    """Some of them chose to be reminded by e-mail, which a demonstration writes into a folder."""
    for person in Person.objects.filter(username__in=REMINDED).order_by("username"):
        choose_channel(
            kind="email",
            address=f"{person.username}@yidu.example",
            actor=Actor(kind="person", name=person.name, person_id=person.pk),
            version=0,
            client_id=fixed_id(f"channel of {person.username}"),
        )


def sign_ins() -> list[tuple[str, str, str]]:
    """(who it is and what to try, user name, password): one for each role."""
    return [(what, username, PASSWORD) for username, what in GUESTS.items()]


def open_doors() -> list[str]:
    """User names that anybody can sign in with because the password is printed. Empty on an honest site."""
    return [one.username or "" for one in Person.objects.filter(username__in=GUESTS) if one.check_password(PASSWORD)]


def ways_in() -> list[tuple[str, str]]:
    """(what it is, address below the site's) for a visitor without an account."""
    found = [("收据查询，收据码 / look up the receipt " + code, reverse("receipt")) for code in [receipt()] if code]
    if secret := department_link():
        found.append(("没有账号的部门凭链接办理 / a department without accounts", reverse("link", args=[secret])))
    return found


def receipt() -> str:
    """The receipt code of an answered matter that an enterprise may rate; empty when there is none."""
    answered = Matter.objects.filter(stage="answered", kind="enterprise-difficulty", closed_at=None)
    matter = answered.order_by("-due_at").first()
    return receipt_code(matter) if matter else ""


def department_link(*, client_id: UUID | None = None) -> str:
    """The secret of a link for a department without accounts to its open handling; empty when there is none.

    Made anew when the last one has run out.
    """
    waiting = Handling.objects.filter(
        part=Handling.Part.JOINT, done_at=None, ended_at=None, matter__closed_at=None, organisation__appointments=None
    )
    handling = waiting.select_related("matter").order_by("-due_at").first()
    if handling is None:
        return ""
    link = handling.links.filter(ended_at=None, expires_at__gt=clock.now()).first()
    return link_secret(link or make_link(handling.matter, handling=handling, actor=SYSTEM, client_id=client_id))
