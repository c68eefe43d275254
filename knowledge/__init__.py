"""The bookshelf.

In: documents in a folder, a question. Out: `Passage`s with document and page, and
answers that rest on them. The only room that knows documents and the search index. It
refuses to answer what no document says.
"""
