from tests.meetings.building import the_day as the_day
