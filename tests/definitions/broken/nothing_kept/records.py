from casework.panel_type.definition import RetentionRule

RETENTION: tuple[RetentionRule, ...] = ()
