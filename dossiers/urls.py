"""Addresses of the filer's workspace; those that move a filing on are in rectification/urls.py."""

from django.urls import path

from dossiers.views import courses, documents, institution, members, platforms
from institutions.views import messages

FILING = "file/<str:number>/"

urlpatterns = [
    # The inbox of everybody: of filers it tells which institution each message is about.
    path("account/messages/", messages.messages, name="messages"),
    path("file/register/", members.register, name="file-register"),
    path("file/institution/", members.choose, name="file-institution"),
    path("file/members/", members.members, name="file-members"),
    path("file/members/<int:pk>/remove/", members.remove_member, name="file-member-remove"),
    path("file/invitations/<int:pk>/withdraw/", members.withdraw_invitation, name="file-invitation-withdraw"),
    path("file/join/<str:token>/", members.join, name="file-join"),
    path(f"{FILING}profile/", institution.ProfilePage.as_view(), name="file-profile"),
    path(f"{FILING}commitment/", institution.CommitmentPage.as_view(), name="file-commitment"),
    path(f"{FILING}platforms/", platforms.PlatformList.as_view(), name="file-platforms"),
    path(f"{FILING}platforms/<uuid:line>/", platforms.PlatformPage.as_view(), name="file-platform"),
    path(f"{FILING}platforms/<uuid:line>/remove/", platforms.PlatformRemoval.as_view(), name="file-platform-remove"),
    path(f"{FILING}documents/", documents.DocumentList.as_view(), name="file-documents"),
    path(f"{FILING}documents/<uuid:line>/", documents.DocumentPage.as_view(), name="file-document"),
    path(f"{FILING}documents/<uuid:line>/remove/", documents.DocumentRemoval.as_view(), name="file-document-remove"),
    path(f"{FILING}versions/<int:version>/documents/<uuid:line>/", documents.download, name="file-document-download"),
    path(f"{FILING}courses/", courses.CourseList.as_view(), name="file-courses"),
    path(f"{FILING}courses/quick/", courses.CourseQuick.as_view(), name="file-courses-quick"),
    path(f"{FILING}courses/<uuid:line>/", courses.CourseEditing.as_view(), name="file-course"),
    path(f"{FILING}courses/<uuid:line>/teachers/", courses.CourseTeachers.as_view(), name="file-teachers"),
    path(f"{FILING}courses/<uuid:line>/copy/", courses.CourseCopy.as_view(), name="file-course-copy"),
    path(f"{FILING}courses/<uuid:line>/remove/", courses.CourseRemoval.as_view(), name="file-course-remove"),
]
