"""Files on a case: type judged by content, sealed at rest, served only as attachments."""
