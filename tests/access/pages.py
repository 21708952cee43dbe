"""Whom each page is for, its door passed.

A page whose address names no object needs no line here: whoever passes its door sees it. For one that does, and for one
that changes something, a line says whom it is for, in the words of `sentences.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.access import oracle
from tests.access import sentences as one
from tests.access.nouns import documents, opinions
from tests.access.sentences import Rule, anybody, nobody, of, once_more

RULES: Mapping[str, Rule] = {
    # the API as a whole
    "api": Rule(reads=anybody),
    "openapi": Rule(reads=anybody),
    "api-nothing": Rule(reads=nobody),
    # accounts
    "choose-committee": Rule(writes=lambda reader, thing: bool(reader.role), done=one.answers("reached")),
    "elder": Rule(),
    "mfa_deactivate_totp": Rule(reads=nobody),
    "mfa_view_recovery_codes": Rule(reads=nobody),
    "reminders": Rule(reads=anybody, writes=anybody),
    "token-new": Rule(reads=anybody, writes=anybody),
    "token-end": Rule(writes=of(one.kept)),
    "webhook-new": Rule(reads=anybody, writes=anybody, done=one.told_of_a_committee),
    "webhook": Rule(reads=of(one.kept)),
    "webhook-end": Rule(writes=of(one.kept)),
    "webhook-on": Rule(writes=of(one.kept)),
    "webhook-again": Rule(writes=of(one.kept)),
    "service-add": Rule(reads=anybody, writes=anybody),
    # matters
    "matter": Rule(reads=of(oracle.reads_matter)),
    "reply-letter": Rule(reads=of(one.letter)),
    "matter-take": Rule(reads=of(oracle.reads_matter), writes=of(one.acts)),
    "matter-new": Rule(
        reads=lambda reader, thing: one.raises_anything(reader),
        writes=lambda reader, thing: one.raises_anything(reader),
    ),
    "alike": Rule(reads=nobody, writes=anybody, done=one.answers("reached")),
    "link-make": Rule(writes=of(one.office_of)),
    "link-made": Rule(reads=of(oracle.reads_matter)),
    "link-end": Rule(writes=of(one.office_of)),
    "view-save": Rule(writes=anybody),
    "view-remove": Rule(writes=of(one.own_and_open)),
    # dates and what is looked at again
    "deadline": Rule(reads=of(oracle.reads_matter)),
    "deadline-part": Rule(reads=of(one.share_seen)),
    "link-deadline": Rule(reads=anybody),
    "link-deadline-part": Rule(reads=of(one.share_seen_by_link)),
    "calendar-year": Rule(reads=of(one.there)),
    "calendar-announce": Rule(reads=of(one.there), writes=of(one.there)),
    "calendar-day": Rule(reads=of(one.there), writes=of(one.there)),
    "look-back": Rule(reads=of(one.asked_to_look), writes=of(one.asked_to_look), done=one.found_before),
    "look-back-withdraw": Rule(reads=of(one.keeps_promises), writes=of(one.keeps_promises), done=one.settled),
    "draws": Rule(reads=anybody),
    "draw": Rule(reads=anybody),
    "draw-list": Rule(reads=anybody),
    # seals
    "seal-checkpoint": Rule(reads=of(one.there)),
    "seal-consistency": Rule(reads=of(one.there)),
    "seal-script": Rule(reads=of(one.there)),
    "seal-cosign": Rule(writes=anybody),
    # lists
    "sheet": Rule(reads=of(one.brings_list), writes=of(one.brings_list)),
    "sheet-export": Rule(reads=of(one.brings_list)),
    "sheet-template": Rule(reads=of(one.brings_list)),
    "import": Rule(reads=of(one.own_list)),
    "import-wrong": Rule(reads=of(one.own_list)),
    "import-confirm": Rule(writes=of(one.own_list)),
    "import-discard": Rule(writes=of(one.own_list)),
    # phones without signal
    "no-signal": Rule(reads=anybody),
    "offline-record": Rule(reads=of(one.has_offline_kind)),
    "offline-rating": Rule(reads=anybody),
    "outbox-send": Rule(writes=anybody, done=one.arrives),
    "outbox-look": Rule(reads=of(one.own_and_open), writes=of(one.own_and_open), done=one.handed_in),
    "outbox-drop": Rule(writes=of(one.own_and_open)),
    "outbox-rated": Rule(reads=anybody, writes=anybody, done=one.by_receipt),
    # without an account
    "link": Rule(reads=anybody),
    "link-take": Rule(reads=anybody, writes=of(one.acts_by_link)),
    "receipt": Rule(reads=anybody, writes=anybody, done=one.answers("reached")),
    "receipt-put-away": Rule(writes=anybody, done=one.answers("reached")),
    "receipt-take": Rule(reads=anybody, writes=of(one.acts_by_receipt), done=one.by_receipt),
    "say": Rule(reads=one.where_one_raises, writes=one.where_one_raises),
    # writing
    "draft-start": Rule(writes=one.writes_anything),
    "draft": Rule(reads=of(one.reads_text), writes=of(one.own_unfinished)),
    "draft-save": Rule(writes=of(one.own_unfinished)),
    "draft-wordings": Rule(reads=of(one.reads_text)),
    "draft-hand-in": Rule(reads=of(one.own_unfinished), writes=of(one.own_unfinished)),
    "draft-put-aside": Rule(reads=of(one.own_unfinished), writes=of(one.own_unfinished)),
    "draft-quote": Rule(reads=of(one.own_unfinished), writes=of(one.own_unfinished)),
    "draft-source-drop": Rule(writes=of(one.own_unfinished)),
    "draft-names": Rule(reads=of(one.own_unfinished), writes=of(one.own_unfinished)),
    "suggest-signers": Rule(reads=of(one.own_unfinished)),
    "signature-confirm": Rule(writes=of(one.asked_for_name)),
    "signature-decline": Rule(reads=of(one.asked_for_name), writes=of(one.asked_for_name)),
    "signature-withdraw": Rule(writes=of(one.takes_name_off)),
    # activities
    "activity": Rule(reads=of(oracle.reads_activity)),
    "activity-photo": Rule(reads=of(oracle.reads_inside)),
    "activity-correct": Rule(reads=of(one.changes_activity), writes=of(one.changes_activity), done=once_more),
    "activity-withdraw": Rule(reads=of(one.changes_activity), writes=of(one.changes_activity), done=once_more),
    "recorded": Rule(reads=of(one.recorded_by_oneself)),
    "record": Rule(
        reads=anybody,
        writes=anybody,
        done=lambda reader, thing: "written" if one.records_anything(reader) else "reached",
    ),
    "record-kind": Rule(reads=of(one.records_kind), writes=of(one.records_kind)),
    "suggest-hosts": Rule(reads=of(one.records_kind)),
    "suggest-organisations": Rule(reads=one.with_account),
    # documents
    "documents": Rule(reads=anybody),
    "document": Rule(reads=of(documents.reads_document)),
    "document-add": Rule(reads=one.where_one_raises, writes=one.where_one_raises),
    "document-correct": Rule(reads=of(one.of_own_committee), writes=of(one.of_own_committee), done=once_more),
    "document-withdraw": Rule(reads=of(one.of_own_committee), writes=of(one.of_own_committee), done=once_more),
    # opinions before and after
    "asking": Rule(reads=of(opinions.reads_asking)),
    "asking-open": Rule(reads=of(opinions.asks_about), writes=of(opinions.asks_about)),
    "asking-vote": Rule(writes=of(opinions.reads_asking), done=once_more),
    "asking-say": Rule(writes=of(opinions.reads_asking), done=once_more),
    "asking-read": Rule(reads=of(opinions.looks_after), writes=of(opinions.looks_after), done=once_more),
    "asking-change": Rule(reads=of(opinions.looks_after), writes=of(opinions.looks_after), done=once_more),
    "asking-close": Rule(reads=of(opinions.looks_after), writes=of(opinions.looks_after), done=once_more),
    "venues": Rule(reads=anybody),
    # people
    "person": Rule(reads=of(one.known_person)),
    "person-file": Rule(reads=of(one.file_of_another), writes=of(one.file_of_another)),
    "person-file-word": Rule(reads=of(one.file_of_another)),
    "person-add": Rule(reads=anybody, writes=anybody),
    "sector-add": Rule(reads=anybody, writes=anybody),
    "appoint": Rule(reads=of(one.may_be_appointed), writes=of(one.may_be_appointed)),
    "appointment-end": Rule(reads=of(one.of_own_committee), writes=of(one.of_own_committee), done=once_more),
    "appointment-withdraw": Rule(reads=of(one.of_own_committee), writes=of(one.of_own_committee), done=once_more),
    "organisation": Rule(reads=anybody),
    "organisation-add": Rule(reads=anybody, writes=anybody),
    "project": Rule(reads=anybody),
    "project-add": Rule(reads=anybody, writes=anybody),
    "project-end": Rule(reads=of(one.of_own_committee), writes=of(one.of_own_committee)),
    "station": Rule(reads=anybody),
    "station-add": Rule(reads=anybody, writes=anybody),
    "station-close": Rule(reads=of(one.of_own_committee), writes=of(one.of_own_committee), done=once_more),
    "station-cover": Rule(reads=of(one.of_own_committee), writes=of(one.of_own_committee)),
    # what a committee shows
    "committee": Rule(reads=anybody),
    "feed": Rule(reads=anybody),
    "dates": Rule(reads=anybody),
    "programmes": Rule(reads=anybody),
    "programme": Rule(reads=of(one.has_programme)),
    "figures": Rule(reads=anybody),
    "figure": Rule(reads=of(one.figure)),
    "figure-set": Rule(reads=of(one.has_set)),
    "figure-proofs": Rule(reads=of(one.figure)),
    "figure-table": Rule(reads=of(one.figure)),
    "entry-proof": Rule(reads=of(one.figure)),
    "projects": Rule(reads=anybody),
    "stations": Rule(reads=anybody),
}
"""By the name of the route."""
