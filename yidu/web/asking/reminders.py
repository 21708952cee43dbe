"""The form in which somebody chooses how to be reminded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from yidu.notices.models import Channel
from yidu.notices.secrets import hint_of, open_address
from yidu.web.asking.fields import VersionForm, choice_field


class ChannelForm(VersionForm):
    """The address that is kept is never shown again: an empty field keeps it."""

    def __init__(self, channel: Channel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = choice_field(Channel.Kind.choices, label=_("How do you want to be reminded?"))
        self.fields["address"] = forms.CharField(
            label=_("Where to, unless it is off"), max_length=400, required=False, help_text=_address_help(channel)
        )
        usual = _("as usual here, at %(hour)d:00") % {"hour": settings.YIDU_DIGEST_HOUR}
        hours = [("", usual), *((str(hour), f"{hour}:00") for hour in range(24))]
        self.fields["hour"] = forms.TypedChoiceField(
            label=_("When the day's message goes out"), choices=hours, coerce=int, empty_value=None, required=False
        )
        languages = [("zh-hans", "中文"), ("en", "English")]
        self.fields["language"] = choice_field(languages, label=_("Language of the messages"))


def _address_help(channel: Channel) -> str:
    said = _("An e-mail address, or the address of a group's robot as WeCom, DingTalk or Feishu shows it.")
    if not channel.is_on:
        return said
    kept = _("Kept: %(hint)s. Leave this empty to go on with it.") % {"hint": hint_of(open_address(channel.address))}
    return f"{kept} {said}"
