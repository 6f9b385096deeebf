"""The addresses of the room."""

from nahbar.privacy import consent_urls, request_urls

urlpatterns = [*consent_urls.urlpatterns, *request_urls.urlpatterns]
