"""Documents: bringing them in, keeping in step with a folder, asking."""
