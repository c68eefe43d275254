"""A customer's plain question becomes a query, and the query an answer. No model."""

from catalog.questions.answer import CatalogAnswer
from catalog.questions.asking import Questions
from catalog.questions.query import Query

__all__ = ["CatalogAnswer", "Query", "Questions"]
