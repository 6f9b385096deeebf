"""The bridge from django-allauth's templates to ours."""
