"""What is asked about tasks and appointments."""
