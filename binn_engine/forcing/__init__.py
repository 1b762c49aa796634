"""What drives the CLM5 layer: files to monthly climatologies on its soil layers."""
