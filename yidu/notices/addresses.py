"""What may be an address of a channel: an e-mail address, or a robot of one of three services, and nothing else."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from yidu.common.text import normalise
from yidu.notices.models import Channel

Kind = Channel.Kind
_KEY = r"(?P<token>[A-Za-z0-9_-]{16,128})"
_ROBOTS = {
    Kind.WECOM: (
        rf"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key={_KEY}",
        rf"wecombot://{_KEY}/?",
    ),
    Kind.DINGTALK: (
        rf"https://oapi\.dingtalk\.com/robot/send\?access_token={_KEY}",
        rf"dingtalk://(?:(?P<secret>[A-Za-z0-9]{{16,128}})@)?{_KEY}/?",
    ),
    Kind.FEISHU: (
        rf"https://open\.feishu\.cn/open-apis/bot/v2/hook/{_KEY}/?",
        rf"feishu://{_KEY}/?",
    ),
}


def clean_address(kind: str, typed: str) -> str:
    """The address as it is kept: of a robot the token alone, or "secret@token". The host is never taken from outside.

    Raises ValueError with a sentence that says what to write.
    """
    text = normalise(typed)
    if kind == Kind.OFF:
        return ""
    if not text:
        raise ValueError(_("Please fill this in."))
    if kind == Kind.EMAIL:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError(_("This is not an e-mail address.")) from None
        return text
    for pattern in _ROBOTS[Kind(kind)]:
        if found := re.fullmatch(pattern, text):
            secret = found.groupdict().get("secret")
            return f"{secret}@{found['token']}" if secret else found["token"]
    raise ValueError(
        _("Paste the robot's address as its group shows it, e.g. %(example)s") % {"example": example(kind)}
    )


def example(kind: str) -> str:
    """What an address of this kind looks like."""
    return {
        Kind.EMAIL: "name@example.org",
        Kind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
        Kind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…",
        Kind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    }.get(Kind(kind), "")
