"""What every room stands on: who acts, what is recorded, when it is, who may, and how bulk work is done."""
