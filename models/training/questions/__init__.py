"""Makes reading questions from news documents by rules over parsed sentences.

Each question comes from one sentence by a rule and gets a context of whole sentences around its
answer. Words are dropped and replaced at random, so that a reader cannot answer by matching
strings alone. More questions than needed are made and the better ones kept, as in Heilman and
Smith (2010, "Good Question! Statistical Ranking for Question Generation", NAACL).

Data flows one way: words, forms | phrases | clauses | deeds, speech, facts, names | rules |
choose | __main__.
"""
