"""The seven screens of the assistant: what each asks, reads and keeps."""
