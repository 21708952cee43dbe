"""Robots of WeCom, DingTalk and Feishu groups, through apprise. Their hosts are those of the services, always."""

from __future__ import annotations

from typing import Any

from yidu.notices.models import Channel
from yidu.notices.sending.trouble import Undelivered
from yidu.notices.texts import Text

Kind = Channel.Kind


def send(text: Text, *, kind: str, address: str) -> None:
    """Post it into the group, or raise `Undelivered`. apprise waits 4 s for a connection and 4 s for an answer."""
    if not _robot(kind, address).notify(title=text.subject, body=text.body):
        raise Undelivered("refused")


def _robot(kind: str, address: str) -> Any:
    # Here, because reading apprise takes longer than many commands of Yidu.
    secret, _at, token = address.rpartition("@")
    match kind:
        case Kind.WECOM:
            from apprise.plugins.wecombot import NotifyWeComBot

            return NotifyWeComBot(key=token)
        case Kind.DINGTALK:
            from apprise.plugins.dingtalk import NotifyDingTalk

            return NotifyDingTalk(token=token, secret=secret or None)
        case Kind.FEISHU:
            from apprise.plugins.feishu import NotifyFeishu

            return NotifyFeishu(token=token)
    raise Undelivered("address", for_good=True)
