"""The names under which Telegram puts what a message holds, and what each of them is to us. Only tables."""

from conversations.incoming import MessageKind

NOT_THEIR_OWN = frozenset(
    {
        "forward_origin",
        "forward_from",
        "forward_from_chat",
        "forward_sender_name",
        "forward_date",
        "is_automatic_forward",
        "via_bot",
        "sender_chat",
        "sender_business_bot",
    }
)
"""Present in a message whose words are somebody else's."""

KINDS = (
    ("photo", MessageKind.PHOTO),
    ("live_photo", MessageKind.PHOTO),
    ("voice", MessageKind.VOICE),
    ("audio", MessageKind.VOICE),
    ("video", MessageKind.VIDEO),
    ("video_note", MessageKind.VIDEO),
    ("animation", MessageKind.VIDEO),  # before "document", which it carries too
    ("sticker", MessageKind.STICKER),
    ("document", MessageKind.DOCUMENT),
    ("contact", MessageKind.CONTACT),
    ("location", MessageKind.LOCATION),
    ("venue", MessageKind.LOCATION),
    ("poll", MessageKind.POLL),
    ("dice", MessageKind.OTHER),
    ("game", MessageKind.OTHER),
    ("story", MessageKind.OTHER),
    ("checklist", MessageKind.OTHER),
    ("paid_media", MessageKind.OTHER),
    ("invoice", MessageKind.OTHER),
    ("giveaway", MessageKind.OTHER),
    ("giveaway_winners", MessageKind.OTHER),
    ("passport_data", MessageKind.OTHER),
    ("web_app_data", MessageKind.OTHER),
)
"""What a message that is not words holds, in the order in which to look."""

SERVICE_NOTES = frozenset(
    {
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_owner_changed",
        "chat_owner_left",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "community_chat_added",
        "community_chat_joined",
        "community_chat_removed",
        "connected_website",
        "delete_chat_photo",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "gift",
        "gift_upgrade_sent",
        "giveaway_completed",
        "giveaway_created",
        "group_chat_created",
        "left_chat_member",
        "managed_bot_created",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "paid_message_price_changed",
        "pinned_message",
        "poll_option_added",
        "poll_option_deleted",
        "proximity_alert_triggered",
        "refunded_payment",
        "successful_payment",
        "suggested_post_approval_failed",
        "suggested_post_approved",
        "suggested_post_declined",
        "suggested_post_paid",
        "suggested_post_refunded",
        "supergroup_chat_created",
        "unique_gift",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "write_access_allowed",
    }
)
"""What Telegram itself says in a chat; nobody wrote it, so nobody is answered."""
