"""The fields a house makes for itself: how they are read, checked, shown, stored, asked for and found."""
