"""Files kept by their content."""

from django.db import models


class StoredFile(models.Model):
    """A file under NAHBAR_HOME/files, named by the SHA-256 of what it holds, kept encrypted."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    uses = models.IntegerField(default=0)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
