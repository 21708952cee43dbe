"""Addresses of accounts: signing in, the second factor, sessions, my page. Nobody signs up."""

from __future__ import annotations

from allauth.account import views as accounts
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path
from django.views.i18n import set_language

from yidu.web.access import who
from yidu.web.views import account, files, reminders, tokens, webhooks

everybody, signed_in = who("everybody"), who("signed-in")

urlpatterns: list[URLPattern] = [
    path("me/", account.me, name="me"),
    path("me/file/", files.file, name="file"),
    path("me/file/word/", files.file_word, name="file-word"),
    path("me/reminders/", reminders.reminders, name="reminders"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/new/", tokens.make, name="token-new"),
    path("me/tokens/made/", tokens.made, name="token-made"),
    path("me/tokens/<int:pk>/end/", tokens.end, name="token-end"),
    path("me/webhooks/", webhooks.webhooks, name="webhooks"),
    path("me/webhooks/new/", webhooks.add, name="webhook-new"),
    path("me/webhooks/made/", webhooks.made, name="webhook-made"),
    path("me/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("me/webhooks/<int:pk>/end/", webhooks.end, name="webhook-end"),
    path("me/webhooks/<int:pk>/on/", webhooks.try_again, name="webhook-on"),
    path("me/webhooks/<int:pk>/again/", webhooks.tell_again, name="webhook-again"),
    path("services/add/", tokens.add_service, name="service-add"),
    path("me/committee/", account.choose_committee, name="choose-committee"),
    path("elder/", account.elder, name="elder"),
    path("i18n/language/", everybody(set_language), name="set_language"),
    path("account/login/", everybody(accounts.login), name="account_login"),
    path("account/logout/", everybody(accounts.logout), name="account_logout"),
    path("account/inactive/", everybody(accounts.account_inactive), name="account_inactive"),
    path("account/again/", signed_in(accounts.reauthenticate), name="account_reauthenticate"),
    path("account/password/", signed_in(accounts.password_change), name="account_change_password"),
    path("account/password/first/", signed_in(accounts.password_set), name="account_set_password"),
    path("account/second-factor/", signed_in(second_factor.index), name="mfa_index"),
    path("account/second-factor/enter/", everybody(second_factor.authenticate), name="mfa_authenticate"),
    path("account/second-factor/again/", signed_in(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-factor/on/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-factor/off/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", signed_in(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/sessions/", signed_in(sessions.list_usersessions), name="usersessions_list"),
]
