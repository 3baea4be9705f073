"""The words of the barometer, for pages, paper and those who translate."""
