"""Every role in a panel is confirmed again from time to time, by the person's agency and by the panel's chair."""
