"""What several algorithms share: inputs, outputs, the check before a run, forms."""
