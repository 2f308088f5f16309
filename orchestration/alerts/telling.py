"""Who is told what after a refresh: what was published, or why nothing was. When nothing has changed nobody is told."""

from orchestration.alerts import message
from orchestration.alerts.sending import send
from orchestration.refresh import Ended
from orchestration.settings import Settings
from warehouse.exports.bulletin import bulletin_of
from warehouse.query import open_read_only


def tell(settings: Settings, ended: Ended) -> list[str]:
    """Tell all who asked for it how a refresh ended; give what could not be sent, a line a channel."""
    channels = settings.alerts.channels
    if not channels or ended.unchanged:
        return []
    office = settings.office().name_in(settings.district)
    if not ended.published:
        return send(message.of_failure(office, ended), channels)
    with open_read_only(settings.warehouse) as con:
        bulletin = bulletin_of(con)
    return send(message.of_publication(office, bulletin, ended.problems), channels)
