"""Signing in and out, one's account, the inbox, and how one reads."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from accounts import views

# allauth's own names, because it asks for them; its pages that are not here do not exist.
urlpatterns = [
    path("sign-in/", allauth_views.login, name="account_login"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("sign-up/", allauth_views.signup, name="account_signup"),
    path("account/closed/", allauth_views.account_inactive, name="account_inactive"),
    path("account/confirm/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("account/e-mail/", allauth_views.email, name="account_email"),
    path("account/e-mail/sent/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^account/e-mail/(?P<key>[-:\w]+)/$", allauth_views.confirm_email, name="account_confirm_email"),
    path("account/password/", allauth_views.password_change, name="account_change_password"),
    path("account/password/set/", allauth_views.password_set, name="account_set_password"),
    path("account/password/forgotten/", allauth_views.password_reset, name="account_reset_password"),
    path("account/password/forgotten/sent/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/new/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/", views.account, name="account"),
    path("account/messages/read/", views.read_all, name="messages_read_all"),
    path("account/messages/<int:pk>/", views.open_message, name="message_open"),
    path("account/unsent/", views.unsent_form, name="unsent"),
    path("workspace/", views.workspace, name="workspace"),
    path("mail/", views.mail, name="mail"),
    path("language/", views.language, name="language"),
    path("reading/", views.reading, name="reading"),
]
