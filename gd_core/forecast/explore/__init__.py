"""What the teaching pages ask of a record: loss surface, learning rates, one predictor, filling of gaps."""
