"""The evidence bundle (증거 묶음) of one concluded paper: what is in it, and whether it holds."""
