"""What the search keeps: words, who has them, and whose texts have changed since."""

from django.db import models

from nahbar.core.plain_order import PlainOrderField


class SearchWord(models.Model):
    """A word that stands in somebody's texts, folded; or `#` and four digits of a number.

    `sound` is its code after Kölner Phonetik, `fields` has a bit for each field it stands in,
    `count` says of how many customers.
    """

    word = PlainOrderField(max_length=60, unique=True)
    sound = models.CharField(max_length=40, blank=True)
    fields = models.BigIntegerField(default=0)
    count = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"word {self.pk}"


class SearchList(models.Model):
    """Who has a word, of 65,536 customers in a row; `core.search.lists` reads it.

    The id is made of the word's id, whether it stands in a name, and which 65,536 these are:
    so SQLite keeps the lists of a word together.
    """

    word = models.IntegerField(db_index=True)
    ids = models.BinaryField()

    def __str__(self) -> str:
        return f"list {self.pk}"


class SearchEntry(models.Model):
    """Which words stand in which fields of one customer, whose primary key is the id."""

    words = models.BinaryField()

    def __str__(self) -> str:
        return f"entry {self.pk}"


class SearchDue(models.Model):
    """Customers whose texts have changed since they were indexed; a `count` of 0 means everyone."""

    customers = models.BinaryField()
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.count} due"
