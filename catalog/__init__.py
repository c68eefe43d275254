"""Stockroom and ledger.

In: typed questions, a SELECT from a model, a customer's plain question. Out: frozen
records, a `Table`. The only room that knows business data, its SQL and the words
customers use for it. It refuses to change what it only had to read.
"""
