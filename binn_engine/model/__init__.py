"""The model: from covariates to parameters to soil carbon, with uncertainty and domain; one file for each model."""
