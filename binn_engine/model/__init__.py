"""The model: covariates to parameters to soil carbon, how sure, and where; one file a model."""
