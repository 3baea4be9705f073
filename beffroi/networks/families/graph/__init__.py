"""Meta's Graph API, as every network built on it speaks it. Knows no single network.

- `version`: the one version that is asked for, and where it is written in an address
- `client`: `Graph`: `read`, `act`, `record`, `page`; signs calls, reads errors and usage
- `errors`: the error envelope, named by what must happen next
- `usage`: how much of a quota is spent, and stopping short of it
- `tokens`: the login dialog, a code for a token, a long-lived token, what a token may do
- `callbacks`: webhooks and signed requests, checked. Pure
- `simulator`, `simulator_login`, `simulator_meter`, `simulator_webhooks`: the shared simulator
"""
