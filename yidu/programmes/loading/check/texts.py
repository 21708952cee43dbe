"""texts/: Markdown in both languages, one for each campaign."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.loading.problems import Problem, Spot
from yidu.programmes.loading.sheet import Sheet


def both_languages(sheet: Sheet) -> Iterator[Problem]:
    """A text that is there in one language is there in the other; each campaign has one, named like it."""
    for name, texts in sheet.texts.items():
        for language in ("zh", "en"):
            if not texts.get(language):
                file = sheet.text_spots[name].file.parent / f"{name}.{language}.md"
                message = _("The text is missing in one language.")
                yield Problem(Spot(file), message, _("Write the file %(file)s.") % {"file": f"texts/{file.name}"})
    for number, campaign in enumerate(sheet.heading.campaign if sheet.heading else ()):
        if campaign.id not in sheet.texts:
            message = _("The campaign “%(id)s” has no text.") % {"id": campaign.id}
            hint = _("Write the files %(zh)s and %(en)s.") % {
                "zh": f"texts/{campaign.id}.zh.md",
                "en": f"texts/{campaign.id}.en.md",
            }
            yield Problem(sheet.spot("programme", "", "campaign", number, "id"), message, hint)
