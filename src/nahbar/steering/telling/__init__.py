"""A report in the reader's language: from numbers and codes to sentences, figures and pictures."""

from nahbar.steering.telling.whole import tell, three_sentences

__all__ = ["tell", "three_sentences"]
