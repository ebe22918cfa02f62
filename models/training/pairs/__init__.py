"""Makes pairs of evidence and claim that teach the grounding check: ``models.grounding``.

True claims are news sentences, shortened or reworded a little, headlines and reference
summaries; each has a partner in which one fact is changed, and which characters were is kept.

Data flows one way: rewording, neighbours, evidence, encode | edits | collect | teach.
"""
