"""One question to many articles: who agrees, who differs, and what changed over time."""
