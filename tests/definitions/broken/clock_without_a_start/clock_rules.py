from casework.panel_type.clocks import ClockRule, Unit

CLOCKS = (
    ClockRule(
        key="visit",
        title="Visit",
        starts_on="draft",
        length=1,
        unit=Unit.WORKING_DAYS,
        met_by=("hear",),
        owner_role="chair",
        source="Policy",
    ),
    ClockRule(
        key="triage",
        title="Triage",
        starts_on="sometime",
        length=3,
        unit=Unit.WORKING_DAYS,
        met_by=("hear",),
        owner_role="chair",
        source="Policy",
    ),
)
