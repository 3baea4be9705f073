"""Names and types of the calls that are used, as the vendor gives them: facts alone.

Accounts, places, verification and performance: the vendor's machine-read files (revisions
20261026, 20261026, 20260527, 20261026). Posts and reviews have none: their types are from
https://developers.google.com/my-business/reference/rest (read 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Mapping

from beffroi.networks.families.google_schema import Method, Parameter, Type

_TEXT = Parameter()
_MASK = Parameter(required=True)
_WHOLE = Parameter(kind="integer")
METRICS = (
    "BUSINESS_IMPRESSIONS_DESKTOP_MAPS",
    "BUSINESS_IMPRESSIONS_DESKTOP_SEARCH",
    "BUSINESS_IMPRESSIONS_MOBILE_MAPS",
    "BUSINESS_IMPRESSIONS_MOBILE_SEARCH",
    "BUSINESS_CONVERSATIONS",
    "BUSINESS_DIRECTION_REQUESTS",
    "CALL_CLICKS",
    "WEBSITE_CLICKS",
    "MESSAGING_CLICKS",
    "BUSINESS_BOOKINGS",
    "BUSINESS_FOOD_ORDERS",
    "BUSINESS_FOOD_MENU_CLICKS",
)


def _sized(most: int) -> Parameter:
    return Parameter(kind="integer", bounds=(1, most))


METHODS: Mapping[str, Method] = {
    "accounts.list": Method(
        {
            "filter": _TEXT,
            "pageSize": _sized(20),
            "pageToken": _TEXT,
            "parentAccount": _TEXT,
        },
        gives="ListAccountsResponse",
    ),
    "locations.list": Method(
        {
            "filter": _TEXT,
            "orderBy": _TEXT,
            "pageSize": _sized(100),
            "pageToken": _TEXT,
            "readMask": _MASK,
        },
        gives="ListLocationsResponse",
    ),
    "locations.get": Method({"readMask": _MASK}, gives="Location"),
    "locations.getVoiceOfMerchantState": Method(gives="VoiceOfMerchantState"),
    "locations.fetchMultiDailyMetricsTimeSeries": Method(
        {
            "dailyMetrics": Parameter(required=True, repeated=True, words=METRICS),
            **{
                f"dailyRange.{end}.{part}": _WHOLE
                for end in ("startDate", "endDate")
                for part in ("year", "month", "day")
            },
        },
        gives="FetchMultiDailyMetricsTimeSeriesResponse",
    ),
    "localPosts.create": Method(takes="LocalPost", gives="LocalPost"),
    "localPosts.list": Method(
        {"pageSize": _sized(100), "pageToken": _TEXT}, gives="ListLocalPostsResponse"
    ),
    "localPosts.get": Method(gives="LocalPost"),
    "localPosts.patch": Method({"updateMask": _MASK}, takes="LocalPost", gives="LocalPost"),
    "localPosts.delete": Method(),
    "reviews.list": Method(
        {
            "pageSize": _sized(50),
            "pageToken": _TEXT,
            "orderBy": Parameter(words=("rating", "rating desc", "updateTime desc")),
        },
        gives="ListReviewsResponse",
    ),
    "reviews.get": Method(gives="Review"),
    "reviews.updateReply": Method(takes="ReviewReply", gives="ReviewReply"),
    "reviews.deleteReply": Method(),
}

RESOURCES: Mapping[str, Mapping[str, Type]] = {
    "ListAccountsResponse": {"accounts": ["Account"], "nextPageToken": "string"},
    "Account": {
        "accountName": "string",
        "accountNumber": "string",
        "name": "string",
        "primaryOwner": "string",
        "permissionLevel": ("PERMISSION_LEVEL_UNSPECIFIED", "OWNER_LEVEL", "MEMBER_LEVEL"),
        "role": ("ACCOUNT_ROLE_UNSPECIFIED", "PRIMARY_OWNER", "OWNER", "MANAGER", "SITE_MANAGER"),
        "type": (
            "ACCOUNT_TYPE_UNSPECIFIED",
            "PERSONAL",
            "LOCATION_GROUP",
            "USER_GROUP",
            "ORGANIZATION",
        ),
        "verificationState": (
            "VERIFICATION_STATE_UNSPECIFIED",
            "VERIFIED",
            "UNVERIFIED",
            "VERIFICATION_REQUESTED",
        ),
    },
    "ListLocationsResponse": {
        "locations": ["Location"],
        "nextPageToken": "string",
        "totalSize": "integer",
    },
    "Location": {
        "name": "string",
        "title": "string",
        "languageCode": "string",
        "metadata": "Metadata",
        "storefrontAddress": "PostalAddress",
        "websiteUri": "string",
    },
    "Metadata": {
        "hasGoogleUpdated": "boolean",
        "hasPendingEdits": "boolean",
        "hasVoiceOfMerchant": "boolean",
        "mapsUri": "string",
        "newReviewUri": "string",
        "placeId": "string",
    },
    "PostalAddress": {
        "addressLines": ["string"],
        "locality": "string",
        "postalCode": "string",
        "regionCode": "string",
    },
    "VoiceOfMerchantState": {
        "complyWithGuidelines": "ComplyWithGuidelines",
        "hasBusinessAuthority": "boolean",
        "hasVoiceOfMerchant": "boolean",
        "verify": "Verify",
        "waitForVoiceOfMerchant": "Nothing",
    },
    "ComplyWithGuidelines": {
        "recommendationReason": (
            "RECOMMENDATION_REASON_UNSPECIFIED",
            "BUSINESS_LOCATION_SUSPENDED",
            "BUSINESS_LOCATION_DISABLED",
        )
    },
    "Verify": {"hasPendingVerification": "boolean"},
    "Nothing": {},
    "FetchMultiDailyMetricsTimeSeriesResponse": {
        "multiDailyMetricTimeSeries": ["MultiDailyMetricTimeSeries"]
    },
    "MultiDailyMetricTimeSeries": {"dailyMetricTimeSeries": ["DailyMetricTimeSeries"]},
    "DailyMetricTimeSeries": {"dailyMetric": METRICS, "timeSeries": "TimeSeries"},
    "TimeSeries": {"datedValues": ["DatedValue"]},
    "DatedValue": {"date": "Date", "value": "uint64"},
    "Date": {"day": "integer", "month": "integer", "year": "integer"},
    # From here on without a machine-read file.
    "ListLocalPostsResponse": {"localPosts": ["LocalPost"], "nextPageToken": "string"},
    "LocalPost": {
        "name": "string",
        "languageCode": "string",
        "summary": "string",
        "callToAction": "CallToAction",
        "createTime": "date-time",
        "updateTime": "date-time",
        "state": (
            "LOCAL_POST_STATE_UNSPECIFIED",
            "REJECTED",
            "LIVE",
            "PROCESSING",
            "SCHEDULED",
            "RECURRING",
        ),
        "media": ["MediaItem"],
        "searchUrl": "string",
        "topicType": ("STANDARD", "EVENT", "OFFER", "ALERT"),
    },
    "CallToAction": {
        "actionType": ("BOOK", "ORDER", "SHOP", "LEARN_MORE", "SIGN_UP", "CALL"),
        "url": "string",
    },
    "MediaItem": {
        "name": "string",
        "mediaFormat": ("PHOTO", "VIDEO"),
        "googleUrl": "string",
        "sourceUrl": "string",
    },
    "ListReviewsResponse": {
        "reviews": ["Review"],
        "averageRating": "any",
        "totalReviewCount": "integer",
        "nextPageToken": "string",
    },
    "Review": {
        "name": "string",
        "reviewId": "string",
        "reviewer": "Reviewer",
        "starRating": ("STAR_RATING_UNSPECIFIED", "ONE", "TWO", "THREE", "FOUR", "FIVE"),
        "comment": "string",
        "createTime": "date-time",
        "updateTime": "date-time",
        "reviewReply": "ReviewReply",
        "reviewReplyUrl": "string",
    },
    "Reviewer": {
        "displayName": "string",
        "profilePhotoUrl": "string",
        "isAnonymous": "boolean",
    },
    "ReviewReply": {
        "comment": "string",
        "updateTime": "date-time",
        "reviewReplyState": "string",
        "policyViolation": "string",
    },
}
