"""The REST API, its description, and the feeds: no rules of their own.

Reading goes through the queries of the pages, writing through their actions. One noun a file under `nouns`.
"""
