"""Every page of the form; importing them adds them to the blueprint."""

from casework.trigger import door_views as door_views
from casework.trigger import equality_views as equality_views
from casework.trigger import files_views as files_views
from casework.trigger import page_views as page_views
from casework.trigger import receipt_views as receipt_views
from casework.trigger import sending_views as sending_views
from casework.trigger import status_views as status_views
from casework.trigger.blueprint import blueprint as blueprint
