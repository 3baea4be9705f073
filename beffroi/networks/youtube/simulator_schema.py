"""Names and types of the calls that are used, as the vendor's own machine-read files give them.

https://youtube.googleapis.com/$discovery/rest?version=v3 (revision 20261104) and
https://youtubeanalytics.googleapis.com/$discovery/rest?version=v2: facts alone, no text of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping

from beffroi.networks.families.google_schema import Method, Parameter, Type

_PART = Parameter(required=True, repeated=True)
_IDS = Parameter(repeated=True)
_ID = Parameter(required=True)
_TEXT = Parameter()
_FLAG = Parameter(kind="boolean")
_FIFTY = Parameter(kind="integer", bounds=(0, 50))
_HUNDRED = Parameter(kind="integer", bounds=(1, 100))
_FORMAT = Parameter(words=("textFormatUnspecified", "html", "plainText"))
_MODERATION = ("published", "heldForReview", "likelySpam", "rejected")
_PRIVACY = ("public", "unlisted", "private")

_PAGED = {"pageToken": _TEXT}
METHODS: Mapping[str, Method] = {
    "videos.insert": Method(
        {"part": _PART, "notifySubscribers": _FLAG, "autoLevels": _FLAG, "stabilize": _FLAG},
        takes="Video",
        gives="Video",
    ),
    "videos.list": Method(
        {
            "part": _PART,
            "id": _IDS,
            "chart": _TEXT,
            "hl": _TEXT,
            "myRating": Parameter(words=("none", "like", "dislike")),
            "maxResults": Parameter(kind="integer", bounds=(1, 50)),
            "regionCode": _TEXT,
            "videoCategoryId": _TEXT,
            **_PAGED,
        },
        gives="VideoListResponse",
    ),
    "videos.update": Method({"part": _PART}, takes="Video", gives="Video"),
    "videos.delete": Method({"id": _ID}),
    "thumbnails.set": Method({"videoId": _ID}, gives="ThumbnailSetResponse"),
    "channels.list": Method(
        {
            "part": _PART,
            "id": _IDS,
            "mine": _FLAG,
            "managedByMe": _FLAG,
            "forHandle": _TEXT,
            "forUsername": _TEXT,
            "hl": _TEXT,
            "maxResults": _FIFTY,
            **_PAGED,
        },
        gives="ChannelListResponse",
    ),
    "playlistItems.list": Method(
        {
            "part": _PART,
            "id": _IDS,
            "playlistId": _TEXT,
            "videoId": _TEXT,
            "maxResults": _FIFTY,
            **_PAGED,
        },
        gives="PlaylistItemListResponse",
    ),
    "search.list": Method(
        {
            "part": _PART,
            "channelId": _TEXT,
            "maxResults": _FIFTY,
            "order": Parameter(
                words=("date", "rating", "viewCount", "relevance", "title", "videoCount")
            ),
            "publishedAfter": Parameter(kind="date-time"),
            "publishedBefore": Parameter(kind="date-time"),
            "q": _TEXT,
            "regionCode": _TEXT,
            "relevanceLanguage": _TEXT,
            "safeSearch": Parameter(words=("none", "moderate", "strict")),
            "type": Parameter(repeated=True),
            **_PAGED,
        },
        gives="SearchListResponse",
    ),
    "commentThreads.list": Method(
        {
            "part": _PART,
            "id": _IDS,
            "videoId": _TEXT,
            "channelId": _TEXT,
            "allThreadsRelatedToChannelId": _TEXT,
            "moderationStatus": Parameter(words=_MODERATION),
            "order": Parameter(words=("orderUnspecified", "time", "relevance")),
            "searchTerms": _TEXT,
            "textFormat": _FORMAT,
            "maxResults": _HUNDRED,
            **_PAGED,
        },
        gives="CommentThreadListResponse",
    ),
    "commentThreads.insert": Method({"part": _PART}, takes="CommentThread", gives="CommentThread"),
    "comments.list": Method(
        {
            "part": _PART,
            "id": _IDS,
            "parentId": _TEXT,
            "textFormat": _FORMAT,
            "maxResults": _HUNDRED,
            **_PAGED,
        },
        gives="CommentListResponse",
    ),
    "comments.insert": Method({"part": _PART}, takes="Comment", gives="Comment"),
    "comments.update": Method({"part": _PART}, takes="Comment", gives="Comment"),
    "comments.delete": Method({"id": _ID}),
    "comments.setModerationStatus": Method(
        {
            "id": Parameter(required=True, repeated=True),
            "moderationStatus": Parameter(required=True, words=_MODERATION),
            "banAuthor": _FLAG,
        }
    ),
    "reports.query": Method(
        {
            "ids": _TEXT,
            "startDate": _TEXT,
            "endDate": _TEXT,
            "metrics": _TEXT,
            "dimensions": _TEXT,
            "filters": _TEXT,
            "sort": _TEXT,
            "currency": _TEXT,
            "maxResults": Parameter(kind="integer"),
            "startIndex": Parameter(kind="integer"),
            "includeHistoricalChannelData": _FLAG,
        },
        gives="QueryResponse",
    ),
}

_KIND: Mapping[str, Type] = {"etag": "string", "kind": "string"}
_LIST: Mapping[str, Type] = {**_KIND, "nextPageToken": "string", "pageInfo": "PageInfo"}
_SIZES = ("default", "medium", "high", "standard", "maxres")
_LOCALIZED: Mapping[str, Type] = {"description": "string", "title": "string"}
RESOURCES: Mapping[str, Mapping[str, Type]] = {
    "Video": {
        **_KIND,
        "id": "string",
        "contentDetails": "VideoContentDetails",
        "processingDetails": "VideoProcessingDetails",
        "snippet": "VideoSnippet",
        "statistics": "VideoStatistics",
        "status": "VideoStatus",
    },
    "VideoContentDetails": {
        "caption": ("true", "false"),
        "definition": ("sd", "hd"),
        "dimension": "string",
        "duration": "string",
        "hasCustomThumbnail": "boolean",
        "licensedContent": "boolean",
        "projection": ("rectangular", "360"),
    },
    "VideoProcessingDetails": {
        "processingFailureReason": ("uploadFailed", "transcodeFailed", "streamingFailed", "other"),
        "processingStatus": ("processing", "succeeded", "failed", "terminated"),
        "thumbnailsAvailability": "string",
    },
    "VideoSnippet": {
        "categoryId": "string",
        "channelId": "string",
        "channelTitle": "string",
        "defaultAudioLanguage": "string",
        "defaultLanguage": "string",
        "description": "string",
        "liveBroadcastContent": ("none", "upcoming", "live", "completed"),
        "localized": "Localization",
        "publishedAt": "date-time",
        "tags": ["string"],
        "thumbnails": "ThumbnailDetails",
        "title": "string",
    },
    "Localization": _LOCALIZED,
    "ThumbnailDetails": dict.fromkeys(
        ("default", "medium", "high", "standard", "maxres"), "Thumbnail"
    ),
    "Thumbnail": {"height": "integer", "url": "string", "width": "integer"},
    "VideoStatistics": {
        "commentCount": "uint64",
        "dislikeCount": "uint64",
        "favoriteCount": "uint64",
        "likeCount": "uint64",
        "viewCount": "uint64",
    },
    "VideoStatus": {
        "containsSyntheticMedia": "boolean",
        "embeddable": "boolean",
        "failureReason": (
            "conversion",
            "invalidFile",
            "emptyFile",
            "tooSmall",
            "codec",
            "uploadAborted",
        ),
        "license": ("youtube", "creativeCommon"),
        "madeForKids": "boolean",
        "privacyStatus": _PRIVACY,
        "publicStatsViewable": "boolean",
        "publishAt": "date-time",
        "rejectionReason": (
            "copyright",
            "inappropriate",
            "duplicate",
            "termsOfUse",
            "uploaderAccountSuspended",
            "length",
            "claim",
            "uploaderAccountClosed",
            "trademark",
            "legal",
        ),
        "selfDeclaredMadeForKids": "boolean",
        "uploadStatus": ("uploaded", "processed", "failed", "rejected", "deleted"),
    },
    "VideoListResponse": {**_LIST, "items": ["Video"]},
    "PageInfo": {"resultsPerPage": "integer", "totalResults": "integer"},
    "ChannelListResponse": {**_LIST, "items": ["Channel"]},
    "Channel": {
        **_KIND,
        "id": "string",
        "contentDetails": "ChannelContentDetails",
        "snippet": "ChannelSnippet",
        "statistics": "ChannelStatistics",
        "status": "ChannelStatus",
    },
    "ChannelContentDetails": {"relatedPlaylists": "RelatedPlaylists"},
    "RelatedPlaylists": {"likes": "string", "uploads": "string"},
    "ChannelSnippet": {
        "country": "string",
        "customUrl": "string",
        "defaultLanguage": "string",
        "description": "string",
        "localized": "Localization",
        "publishedAt": "date-time",
        "thumbnails": "ThumbnailDetails",
        "title": "string",
    },
    "ChannelStatistics": {
        "commentCount": "uint64",
        "hiddenSubscriberCount": "boolean",
        "subscriberCount": "uint64",
        "videoCount": "uint64",
        "viewCount": "uint64",
    },
    "ChannelStatus": {
        "isLinked": "boolean",
        "longUploadsStatus": ("longUploadsUnspecified", "allowed", "eligible", "disallowed"),
        "madeForKids": "boolean",
        "privacyStatus": _PRIVACY,
        "selfDeclaredMadeForKids": "boolean",
    },
    "PlaylistItemListResponse": {**_LIST, "items": ["PlaylistItem"]},
    "PlaylistItem": {
        **_KIND,
        "id": "string",
        "contentDetails": "PlaylistItemContentDetails",
        "snippet": "PlaylistItemSnippet",
        "status": "PlaylistItemStatus",
    },
    "PlaylistItemContentDetails": {
        "note": "string",
        "videoId": "string",
        "videoPublishedAt": "date-time",
    },
    "PlaylistItemSnippet": {
        "channelId": "string",
        "channelTitle": "string",
        "description": "string",
        "playlistId": "string",
        "position": "integer",
        "publishedAt": "date-time",
        "resourceId": "ResourceId",
        "title": "string",
        "videoOwnerChannelId": "string",
    },
    "PlaylistItemStatus": {"privacyStatus": _PRIVACY},
    "ResourceId": {"channelId": "string", "kind": "string", "videoId": "string"},
    "SearchListResponse": {**_LIST, "items": ["SearchResult"], "regionCode": "string"},
    "SearchResult": {**_KIND, "id": "ResourceId", "snippet": "SearchResultSnippet"},
    "SearchResultSnippet": {
        "channelId": "string",
        "channelTitle": "string",
        "description": "string",
        "liveBroadcastContent": ("none", "upcoming", "live", "completed"),
        "publishedAt": "date-time",
        "thumbnails": "ThumbnailDetails",
        "title": "string",
    },
    "CommentThreadListResponse": {**_LIST, "items": ["CommentThread"]},
    "CommentThread": {
        **_KIND,
        "id": "string",
        "replies": "CommentThreadReplies",
        "snippet": "CommentThreadSnippet",
    },
    "CommentThreadReplies": {"comments": ["Comment"]},
    "CommentThreadSnippet": {
        "canReply": "boolean",
        "channelId": "string",
        "isPublic": "boolean",
        "topLevelComment": "Comment",
        "totalReplyCount": "integer",
        "videoId": "string",
    },
    "CommentListResponse": {**_LIST, "items": ["Comment"]},
    "Comment": {**_KIND, "id": "string", "snippet": "CommentSnippet"},
    "CommentSnippet": {
        "authorChannelId": "CommentSnippetAuthorChannelId",
        "authorChannelUrl": "string",
        "authorDisplayName": "string",
        "authorProfileImageUrl": "string",
        "canRate": "boolean",
        "channelId": "string",
        "imageUrl": "string",
        "likeCount": "integer",
        "moderationStatus": _MODERATION,
        "parentId": "string",
        "publishedAt": "date-time",
        "textDisplay": "string",
        "textOriginal": "string",
        "updatedAt": "date-time",
        "videoId": "string",
        "viewerRating": ("none", "like", "dislike"),
    },
    "CommentSnippetAuthorChannelId": {"value": "string"},
    "ThumbnailSetResponse": {**_KIND, "items": ["ThumbnailDetails"]},
    "QueryResponse": {
        "columnHeaders": ["ResultTableColumnHeader"],
        "kind": "string",
        "rows": [["any"]],
    },
    "ResultTableColumnHeader": {"columnType": "string", "dataType": "string", "name": "string"},
}

#: The consents of which any one is enough.
SCOPES: Mapping[str, tuple[str, ...]] = {
    "upload": ("youtube", "youtube.force-ssl", "youtube.upload", "youtubepartner"),
    "read": ("youtube", "youtube.force-ssl", "youtube.readonly", "youtubepartner"),
    "write": ("youtube", "youtube.force-ssl", "youtubepartner"),
    "comment": ("youtube.force-ssl",),
    "analytics": (
        "youtube",
        "youtube.readonly",
        "youtubepartner",
        "yt-analytics.readonly",
        "yt-analytics-monetary.readonly",
    ),
}
