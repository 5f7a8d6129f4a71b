"""The contract's name of each fact: written by `generate.py`."""

FACTS = {
    "adobe": {
        "today": "today",
        "active_subscriptions": "activeSubscriptions",
        "active_subscriptions_in_deployments": "activeSubscriptionsInDeployments",
        "reseller_market_segments": "resellerMarketSegments",
        "partner_global_sales": "partnerGlobalSales",
        "partner_large_government_agency": "partnerLargeGovernmentAgency",
        "owned": "owned",
    },
    "ibm": {
        "role": "role",
        "same_organization": "sameOrganization",
        "active_subscriptions": "activeSubscriptions",
    },
    "commvault": {
        "now": "now",
        "external_id_taken": "externalIdTaken",
        "name_taken": "nameTaken",
    },
}
