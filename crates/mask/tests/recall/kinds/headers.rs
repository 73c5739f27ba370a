//! Headers that hold credentials, as lines of a request, a log or a command.

use super::Row;
use crate::carrier::Shape::{Block, Line};

pub(super) const TEMPLATES: &[Row] = &[
    (
        "header-bearer-opaque",
        Line,
        &[
            "Authorization: ⟨Bearer ⟩⟦‹w32-48›⟧",
            "authorization: ⟨Bearer ⟩⟦‹s43›⟧",
            "> Authorization: ⟨bearer ⟩⟦‹b43›=⟧",
            "  -H 'Authorization: ⟨Bearer ⟩⟦‹h40›⟧' \\",
        ],
    ),
    (
        "header-bearer-jwt",
        Line,
        &["Authorization: ⟨Bearer ⟩⟦‹jwt›⟧", "request sent with Bearer ⟦‹jwt›⟧, got 401"],
    ),
    (
        "header-bearer-in-prose",
        Line,
        &[
            "I called it with the header Bearer ⟦‹w40›⟧ and it worked.",
            "headers.set(\"X-Upstream\", \"Bearer ⟦‹w40›⟧\");",
        ],
    ),
    (
        "header-basic",
        Line,
        &[
            "Authorization: ⟨Basic ⟩⟦‹basic›⟧",
            "authorization: ⟨basic ⟩⟦‹basic›⟧",
            "curl -H \"Authorization: ⟨Basic ⟩⟦‹basic›⟧\" https://api.example.com/v1/me",
        ],
    ),
    ("header-proxy-basic", Line, &["Proxy-Authorization: ⟨Basic ⟩⟦‹basic›⟧"]),
    ("header-token-scheme", Line, &["Authorization: ⟨token ⟩⟦‹h40›⟧", "Authorization: ⟨Token ⟩⟦‹w32›⟧"]),
    (
        "header-custom-scheme",
        Line,
        &[
            "Authorization: ⟨Klaviyo-API-Key ⟩⟦‹h34›⟧",
            "Authorization: ⟨GenieKey ⟩⟦‹uuid›⟧",
            "Authorization: ⟦‹w64›⟧",
        ],
    ),
    (
        "header-aws-signature",
        Line,
        &[
            "Authorization: ⟨AWS4-HMAC-SHA256 Credential=AKIA‹x16›/20260314/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=⟩⟦‹h64›⟧",
        ],
    ),
    (
        "header-digest",
        Line,
        &[
            "Authorization: ⟨Digest username=\"ada\", realm=\"api\", nonce=\"‹h32›\", uri=\"/v1\", qop=auth, nc=00000001, cnonce=\"‹h8›\", response=\"⟩⟦‹h32›⟧⟨\"⟩",
        ],
    ),
    (
        "header-x-api-key",
        Line,
        &[
            "X-Api-Key: ⟦‹opaque›⟧",
            "x-api-key: ⟦‹opaque›⟧",
            "curl -H \"X-API-Key: ⟦‹w32›⟧\" https://api.example.com/v2",
        ],
    ),
    (
        "header-x-auth-token",
        Line,
        &[
            "X-Auth-Token: ⟦‹opaque›⟧",
            "PRIVATE-TOKEN: ⟦‹w20›⟧",
            "X-Amz-Security-Token: ⟦‹b200-300›==⟧",
            "X-CSRF-Token: ⟦‹w43›⟧",
        ],
    ),
    (
        "header-cookie",
        Line,
        &[
            "Cookie: ⟨sessionid=⟩⟦‹a32›⟧",
            "cookie: ⟨theme=dark; connect.sid=⟩⟦s%3A‹s32›.‹w43›⟧⟨; lang=en⟩",
            "Cookie: ⟨JSESSIONID=⟩⟦‹H32›⟧⟨; _ga=GA1.2.‹d9›.‹d10›⟩",
            "Cookie: ⟨__Secure-next-auth.session-token=⟩⟦‹jwe›⟧",
        ],
    ),
    (
        "header-set-cookie",
        Line,
        &[
            "Set-Cookie: ⟨sid=⟩⟦‹w40›⟧⟨; Path=/; HttpOnly; Secure; SameSite=Lax⟩",
            "set-cookie: ⟨__Host-session=⟩⟦‹s64›⟧⟨; Path=/; Max-Age=86400⟩",
            "Set-Cookie: ⟨auth=⟩⟦‹jwt›⟧⟨; Domain=example.com; Expires=Wed, 21 Oct 2026 07:28:00 GMT⟩",
        ],
    ),
    (
        "header-block-request",
        Block,
        &[
            "GET /v1/items?limit=20 HTTP/1.1\nHost: api.example.com\nUser-Agent: curl/8.5.0\nAccept: application/json\nAuthorization: ⟨Bearer ⟩⟦‹w40›⟧\nX-Request-Id: ‹uuid›\n\n",
            "POST /login HTTP/1.1\r\nHost: example.com\r\nCookie: ⟨session=⟩⟦‹s43›⟧\r\nContent-Length: 27\r\n\r\n",
            "> GET /v1/me HTTP/2\n> host: api.example.com\n> accept: */*\n> x-api-key: ⟦‹w32›⟧\n>\n< HTTP/2 200\n< etag: \"33a64df551425fcc\"\n",
        ],
    ),
    (
        "header-block-response",
        Block,
        &[
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"‹h32›\"\r\nSet-Cookie: ⟨sid=⟩⟦‹w40›⟧⟨; Path=/; HttpOnly⟩\r\n\r\n<html></html>",
        ],
    ),
    ("jwt", crate::carrier::Shape::Token, &["⟦‹jwt›⟧"]),
    ("jwe", crate::carrier::Shape::Token, &["⟦‹jwe›⟧"]),
];
