from casework.panel_type.own_numbers import OwnNumber

OWN_NUMBERS = (OwnNumber("reports", "Reports that make the threshold", 4, 1, 3, "reports", "An Act, s104(4)"),)
