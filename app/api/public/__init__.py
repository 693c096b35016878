"""What anybody may read: published outages and their page. No session, no cookie, no word of who asks.

Read downwards: `handler` speaks HTTP, `board` keeps one edition for all readers, `edition` holds its bytes in every
form, which `geojson`, `odin` and `page` (with `picture`, its map) write.
"""
