"""What a trained model says at sites: variables, products, ages, projections."""
