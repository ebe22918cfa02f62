"""Everything with weights: embedders, encoders, generators, and the checking of weights."""
