"""Value (Kundenwertfaktor): what each customer is worth, with range and reasons."""
