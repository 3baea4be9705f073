"""What the links of a mail do: a post, an answer, a delivery that was held back."""
