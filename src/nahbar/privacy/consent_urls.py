"""The addresses of what people agreed to; those under `consents/` are for customers, by a link of theirs."""

from django.urls import path

from nahbar.privacy.views import consent_catalogue as catalogue
from nahbar.privacy.views import consent_links, consents

ONE = "customers/<uuid:public_id>/consents/"
KINDS = "privacy/consents/"
PURPOSE, TOPIC = f"{KINDS}purposes/<slug:key>/", f"{KINDS}topics/<slug:key>/"

urlpatterns = [
    path(ONE, consents.consents, name="customer_consents"),
    path(f"{ONE}tap/", consents.tap, name="customer_consent_tap"),
    path(f"{ONE}proofs/<uuid:fact>/", consents.proof, name="customer_consent_proof"),
    path(KINDS, catalogue.all_of_it, name="consent_catalogue"),
    path(f"{KINDS}purposes/", catalogue.purpose_new, name="consent_purpose_new"),
    path(PURPOSE, catalogue.purpose, name="consent_purpose"),
    path(f"{PURPOSE}end/", catalogue.purpose_end, name="consent_purpose_end"),
    path(f"{PURPOSE}return/", catalogue.purpose_return, name="consent_purpose_return"),
    path(f"{KINDS}topics/", catalogue.topics, name="consent_topics"),
    path(TOPIC, catalogue.topic, name="consent_topic"),
    path(f"{TOPIC}end/", catalogue.topic_end, name="consent_topic_end"),
    path(f"{TOPIC}return/", catalogue.topic_return, name="consent_topic_return"),
    path("consents/<str:token>/", consent_links.choices, name="consent_choices"),
    path("consents/<str:token>/answer/", consent_links.answer, name="consent_answer"),
    path("consents/<str:token>/end/", consent_links.end, name="consent_end"),
]
