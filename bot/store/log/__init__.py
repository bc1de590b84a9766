"""The audit log of the desks: hash chain, recorded changes of rows, and their replay."""
