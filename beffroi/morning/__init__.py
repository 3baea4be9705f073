"""Today by mail and on devices: at an hour of each person's, with links that act once confirmed."""
