"""A customer's plain question becomes a query, and the query an answer. No model."""
