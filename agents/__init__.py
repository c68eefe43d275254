"""The mind.

In: what the customer said. Out: a stream of tool calls, tool answers and sentences.
The only room that knows language models, prompts, tools and the rules of negotiation.
It has no ears: it refuses to know sound.
"""
