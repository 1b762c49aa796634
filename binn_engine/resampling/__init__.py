"""Who is held out: splits and folds, profiles of one place together."""
