"""Fields of the parameters, fitted by Gauss-Newton steps through the CLM5 layer with variances from the evidence."""
