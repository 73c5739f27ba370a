//! Identifiers and digests: they look drawn at random, and are public.

use crate::fill::fill;
use crate::form::{Kind, json, lines, made, named, texts};
use crate::rng::Rng;

const ID_NAMES: &str = "id key trace request_id object_id user_id correlation_id parent ref tenant device_id job \
    external_id message_id uid resource_id operation_id";

pub(super) const KINDS: &[Kind] = &[
    named("uuid", ID_NAMES, &["‹uuid›", "‹UUID›", "urn:uuid:‹uuid›", "{‹UUID›}"]),
    lines(
        "uuid in text",
        &[
            "‹uuid›",
            "created ‹word› ‹uuid› for tenant ‹uuid›",
            "GET /v1/‹word›/‹uuid›/items/‹uuid›?expand=true",
            "/dev/disk/by-uuid/‹uuid› on /data type ext4 (rw,relatime)",
            "UUID=‹uuid› / ext4 defaults 0 1",
            "[‹uuid›] done",
            "- ‹uuid›: ‹word›",
            "‹uuid›,‹word›,‹int:1-900›",
            "s3://‹word›-‹word›/‹date›/‹uuid›.parquet",
        ],
    ),
    named("short ids", ID_NAMES, &["‹alnum:11›", "‹alnum:21›", "‹lowdig:8›", "‹lowdig:25›", "‹b64u:9›"]),
    named("ulid, ksuid, object id", ID_NAMES, &["01‹b32:24›", "‹alnum:27›", "‹hex:24›", "‹lowdig:20›"]),
    named("snowflakes", ID_NAMES, &["‹digits:19›", "‹digits:18›", "‹digits:16›", "‹epoch›‹digits:9›"]),
    named(
        "digests",
        "md5 sha1 sha256 sha512 digest checksum hash content_hash fingerprint sha256sum body_hash \
         tree",
        &[
            "‹hex:32›",
            "‹hex:40›",
            "‹hex:64›",
            "‹hex:96›",
            "‹hex:128›",
            "sha256:‹hex:64›",
            "‹HEX:64›",
            "md5:‹hex:32›",
            "blake3:‹hex:64›",
            "‹b64:32›",
        ],
    ),
    lines(
        "sha256sum output",
        &[
            "‹hex:64›  ‹word›-‹ver›.tar.gz",
            "‹hex:40› *‹word›.bin",
            "‹hex:32›  ‹path›",
            "SHA256 (‹word›-‹ver›.iso) = ‹hex:64›",
            "‹hex:128›  dist/‹word›.zip",
            "MD5(‹path›)= ‹hex:32›",
        ],
    ),
    lines(
        "docker image digests",
        &[
            "FROM ‹word›/‹word›:‹ver›@sha256:‹hex:64› AS build",
            "image: registry.‹domain›/‹word›/‹word›@sha256:‹hex:64›",
            "Digest: sha256:‹hex:64›",
            "Status: Downloaded newer image for ‹word›/‹word›:‹ver›",
            "‹hex:12›: Pull complete",
            "‹hex:12›   ‹word›/‹word›:‹ver›   \"/bin/‹word›\"   2 hours ago   Up 2 hours   0.0.0.0:‹port›->80/tcp",
        ],
    ),
    lines(
        "commit ids",
        &[
            "commit ‹hex:40›",
            "‹hex:7› fix the ‹word› of ‹word›",
            "Merge ‹hex:7› into ‹hex:7›",
            "index ‹hex:7›..‹hex:7› 100644",
            "HEAD is now at ‹hex:9› add ‹word›",
            "https://‹domain›/‹user›/‹word›/commit/‹hex:40›",
            "This reverts commit ‹hex:40›.",
            "‹hex:40› refs/heads/‹word›/‹word›",
            "uses: ‹word›/‹word›@‹hex:40› # v‹ver›",
            "-e git+https://‹domain›/‹user›/‹word›.git@‹hex:40›#egg=‹word›",
        ],
    ),
    texts(
        "git log",
        &[
            "commit ‹hex:40›\nMerge: ‹hex:7› ‹hex:7›\nAuthor: ‹User› Lovelace <‹email›>\nDate:   Mon Mar 3 ‹int:10-23›:12:44 2025 +0100\n\n    auth: rotate the token signing key every day\n\n    The old session cookie stays valid for an hour.\n\ncommit ‹hex:40›\nAuthor: ‹User› <‹email›>\nDate:   Sun Mar 2 09:10:11 2025 +0000\n\n    docs: say how to reset a password\n",
            "* ‹hex:7› (HEAD -> main, origin/main) token: refresh before expiry\n* ‹hex:7› secrets: read them from files\n*   ‹hex:7› Merge pull request #‹int:1-9000› from ‹user›/password-policy\n|\\  \n| * ‹hex:7› password: at least twelve characters\n|/  \n* ‹hex:7› (tag: v‹ver›) session: idle timeout\n",
            "‹hex:40› ‹hex:40› ‹User› <‹email›> ‹epoch› +0200\tcommit: api key: show only when it is made\n‹hex:40› ‹hex:40› ‹User› <‹email›> ‹epoch› +0200\tpull --rebase (finish): refs/heads/main onto ‹hex:40›\n",
            "tree ‹hex:40›\nparent ‹hex:40›\nauthor ‹User› <‹email›> ‹epoch› +0000\ncommitter ‹User› <‹email›> ‹epoch› +0000\n\nlogin: do not log the password\n",
            "diff --git a/‹path› b/‹path›\nindex ‹hex:10›..‹hex:10› 100644\n--- a/‹path›\n+++ b/‹path›\n@@ -‹int:1-300›,7 +‹int:1-300›,7 @@ fn login(user: &str, password: &str)\n-    let token = issue(user);\n+    let token = issue(user, ttl);\n     session.insert(token);\n",
        ],
    ),
    named(
        "trace ids",
        "trace_id traceId span_id spanId parent_span_id x_b3_traceid dd.trace_id x_request_id \
         x_amzn_trace_id uber_trace_id",
        &[
            "‹hex:32›",
            "‹hex:16›",
            "‹digits:19›",
            "Root=1-‹hex:8›-‹hex:24›",
            "‹hex:16›:‹hex:16›:0:1",
            "‹uuid›",
        ],
    ),
    lines(
        "trace headers",
        &[
            "traceparent: 00-‹hex:32›-‹hex:16›-01",
            "tracestate: congo=‹lowdig:10›,rojo=00f067aa0ba902b7",
            "b3: ‹hex:32›-‹hex:16›-1-‹hex:16›",
            "X-B3-TraceId: ‹hex:32›",
            "X-Cloud-Trace-Context: ‹hex:32›/‹digits:19›;o=1",
            "X-Amzn-Trace-Id: Root=1-‹hex:8›-‹hex:24›;Parent=‹hex:16›;Sampled=1",
            "sentry-trace: ‹hex:32›-‹hex:16›-1",
            "X-Request-Id: ‹uuid›",
            "CF-Ray: ‹hex:16›-FRA",
            "x-amz-id-2: ‹b64:57›",
            "baggage: userTier=gold,region=eu,build=‹hex:7›",
        ],
    ),
    lines(
        "etags",
        &[
            "ETag: \"‹hex:32›\"",
            "ETag: W/\"‹hex:8›-‹b64:20›\"",
            "If-None-Match: \"‹hex:40›\", W/\"‹hex:32›\"",
            "If-Match: \"‹b64:12›\"",
            "{\"etag\": \"\\\"‹hex:32›\\\"\", \"size\": ‹int:1-90000›}",
            "{\"ETag\": \"W/\\\"‹hex:16›\\\"\", \"kind\": \"‹word›\"}",
            "Last-Modified: Tue, 04 Mar 2025 10:00:00 GMT",
        ],
    ),
    lines(
        "cloud resource names",
        &[
            "arn:aws:s3:::‹word›-‹word›/‹path›",
            "arn:aws:iam::‹digits:12›:role/‹word›-‹word›",
            "arn:aws:kms:eu-west-1:‹digits:12›:key/‹uuid›",
            "arn:aws:secretsmanager:eu-west-1:‹digits:12›:secret:prod/‹word›-‹alnum:6›",
            "projects/‹word›-‹digits:6›/secrets/‹word›/versions/latest",
            "projects/‹word›/locations/europe-west1/keyRings/‹word›/cryptoKeys/‹word›",
            "/subscriptions/‹uuid›/resourceGroups/‹word›/providers/Microsoft.KeyVault/vaults/‹word›",
            "i-0‹hex:16› ami-0‹hex:16› vpc-‹hex:17› sg-0‹hex:16› subnet-0‹hex:16›",
            "ocid1.instance.oc1.eu-frankfurt-1.‹lowdig:60›",
            "‹digits:12›.dkr.ecr.eu-west-1.amazonaws.com/‹word›:‹hex:40›",
            "‹word›-‹hex:10›-‹lowdig:5›   1/1   Running   0   3d",
            "kms_key_id = \"arn:aws:kms:eu-west-1:‹digits:12›:key/‹uuid›\"",
        ],
    ),
    json(
        "vendors' object ids",
        &[
            r#"{"id": "cus_‹alnum:14›", "object": "customer", "default_source": "card_‹alnum:24›", "livemode": true}"#,
            r#"{"id": "evt_‹alnum:24›", "object": "event", "data": {"object": {"id": "pi_‹alnum:24›", "invoice": "in_‹alnum:24›", "price": "price_‹alnum:24›"}}}"#,
            r#"{"ok": true, "channel": "C0‹upper:8›", "ts": "‹epoch›.‹digits:6›", "message": {"user": "U0‹upper:8›", "team": "T0‹upper:8›"}}"#,
            r#"{"id": "chatcmpl-‹alnum:29›", "object": "chat.completion", "system_fingerprint": "fp_‹hex:10›"}"#,
            r#"{"id": "msg_01‹alnum:22›", "type": "message", "content": [{"type": "tool_use", "id": "toolu_01‹alnum:22›", "name": "search", "input": {}}]}"#,
            r#"{"node_id": "MDQ6VXNlcj‹alnum:8›==", "id": ‹digits:8›, "login": "‹user›", "gravatar_id": ""}"#,
            r#"{"node_id": "R_kgDO‹alnum:6›", "head_sha": "‹hex:40›", "check_suite": {"id": ‹digits:11›}}"#,
            r#"{"thread_id": "thread_‹alnum:24›", "assistant_id": "asst_‹alnum:24›", "file_ids": ["file-‹alnum:24›"], "run": "run_‹alnum:24›"}"#,
            r#"{"sid": "SM‹hex:32›", "status": "queued", "num_segments": "1"}"#,
            r#"{"id": "‹digits:18›", "guild_id": "‹digits:19›", "avatar": "‹hex:32›", "discriminator": "0"}"#,
            r#"{"videoId": "‹alnum:11›", "channelId": "UC‹alnum:22›", "playlistId": "PL‹alnum:32›"}"#,
            r#"{"measurement_id": "G-‹upper:10›", "container": "GTM-‹upper:7›", "property": "UA-‹digits:8›-1"}"#,
        ],
    ),
    lines(
        "addresses on chains and in stores of content",
        &[
            "0x‹hex:40›",
            "tx 0x‹hex:64› confirmed in block ‹digits:8›",
            "{\"address\": \"0x‹hex:40›\", \"balance\": \"‹digits:18›\"}",
            "ipfs://Qm‹b58:44›/‹word›.png",
            "bafybei‹lower:52›",
            "/nix/store/‹lowdig:32›-‹word›-‹ver›/bin/‹word›",
            "bc1q‹lowdig:38›",
            "magnet:?xt=urn:btih:‹hex:40›&dn=‹word›",
        ],
    ),
    lines(
        "integrity of web resources",
        &[
            "<script src=\"https://cdn.‹domain›/‹word›@‹ver›/dist/‹word›.min.js\" integrity=\"sha384-‹b64:48›\" crossorigin=\"anonymous\"></script>",
            "<link rel=\"stylesheet\" href=\"/‹word›.‹hex:8›.css\" integrity=\"sha256-‹b64:32›\">",
            "Content-Security-Policy: script-src 'self' 'sha256-‹b64:32›'; object-src 'none'",
            "Digest: SHA-256=‹b64:32›",
            "Content-MD5: ‹b64:16›",
            "Repr-Digest: sha-256=:‹b64:32›:",
        ],
    ),
    texts(
        "lock files",
        &[
            "[[package]]\nname = \"‹word›\"\nversion = \"‹ver›\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"‹hex:64›\"\ndependencies = [\n \"‹word›\",\n]\n\n[[package]]\nname = \"secrecy\"\nversion = \"‹ver›\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"‹hex:64›\"\n",
            "{\n  \"name\": \"‹word›\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"node_modules/js-tokens\": {\n      \"version\": \"4.0.0\",\n      \"resolved\": \"https://registry.npmjs.org/js-tokens/-/js-tokens-4.0.0.tgz\",\n      \"integrity\": \"sha512-‹b64:64›\",\n      \"license\": \"MIT\"\n    },\n    \"node_modules/@‹word›/jsonwebtoken\": {\n      \"version\": \"‹ver›\",\n      \"resolved\": \"https://registry.npmjs.org/@‹word›/jsonwebtoken/-/jsonwebtoken-‹ver›.tgz\",\n      \"integrity\": \"sha512-‹b64:64›\",\n      \"engines\": {\"node\": \">=6\"}\n    }\n  }\n}\n",
            "\"@babel/code-frame@^7.0.0\":\n  version \"‹ver›\"\n  resolved \"https://registry.yarnpkg.com/@babel/code-frame/-/code-frame-‹ver›.tgz#‹hex:40›\"\n  integrity sha512-‹b64:64›\n  dependencies:\n    js-tokens \"^4.0.0\"\n\ncookie@‹ver›, cookie@^0.6.0:\n  version \"‹ver›\"\n  resolved \"https://registry.yarnpkg.com/cookie/-/cookie-‹ver›.tgz#‹hex:40›\"\n  integrity sha1-‹b64:20›\n",
            "github.com/‹user›/‹word› v‹ver› h1:‹b64:32›\ngithub.com/‹user›/‹word› v‹ver›/go.mod h1:‹b64:32›\ngolang.org/x/oauth2 v‹ver› h1:‹b64:32›\ngithub.com/golang-jwt/jwt/v5 v‹ver› h1:‹b64:32›\ngithub.com/gorilla/sessions v‹ver› h1:‹b64:32›\n",
            "[[package]]\nname = \"‹word›\"\nversion = \"‹ver›\"\ndescription = \"Secret handling\"\noptional = false\nfiles = [\n    {file = \"‹word›-‹ver›-py3-none-any.whl\", hash = \"sha256:‹hex:64›\"},\n    {file = \"‹word›-‹ver›.tar.gz\", hash = \"sha256:‹hex:64›\"},\n]\n\n[metadata]\ncontent-hash = \"‹hex:64›\"\n",
            "lockfileVersion: '9.0'\n\npackages:\n\n  cookie-signature@‹ver›:\n    resolution: {integrity: sha512-‹b64:64›}\n    engines: {node: '>=6'}\n\n  '@‹word›/‹word›@‹ver›':\n    resolution: {integrity: sha512-‹b64:64›}\n    peerDependencies:\n      js-tokens: '*'\n\n  tough-cookie@‹ver›:\n    resolution: {integrity: sha512-‹b64:64›}\n",
            "PODS:\n  - ‹Word› (‹ver›)\nSPEC CHECKSUMS:\n  ‹Word›: ‹hex:40›\n  KeychainAccess: ‹hex:40›\n\nPODFILE CHECKSUM: ‹hex:40›\n",
            "{\"packages\": [{\"name\": \"‹word›/password-compat\", \"version\": \"‹ver›\", \"source\": {\"type\": \"git\", \"url\": \"https://github.com/‹word›/‹word›.git\", \"reference\": \"‹hex:40›\"}, \"dist\": {\"type\": \"zip\", \"shasum\": \"\"}}], \"content-hash\": \"‹hex:32›\"}",
            "‹word›==‹ver› \\\n    --hash=sha256:‹hex:64› \\\n    --hash=sha256:‹hex:64›\nbotocore==‹ver› \\\n    --hash=sha256:‹hex:64›\ntoken-bucket==‹ver› \\\n    --hash=sha256:‹hex:64›\n",
            "provider \"registry.terraform.io/hashicorp/vault\" {\n  version     = \"‹ver›\"\n  hashes = [\n    \"h1:‹b64:32›\",\n    \"zh:‹hex:64›\",\n  ]\n}\n",
            "{\"nodes\": {\"nixpkgs\": {\"locked\": {\"lastModified\": ‹epoch›, \"narHash\": \"sha256-‹b64:32›\", \"owner\": \"NixOS\", \"rev\": \"‹hex:40›\", \"type\": \"github\"}}}}",
        ],
    ),
    lines(
        "numbers",
        &[
            "+49 30 ‹digits:8›, call between 9 and 17",
            "1-800-555-0‹digits:3›",
            "EUR 1.‹int:100-999›,99 / USD ‹int:1-99›.50",
            "ISBN 978-3-16-‹digits:6›-0",
            "order ‹digits:10›, tracking 1Z‹upper:6›‹digits:10›",
            "‹digits:19›",
            "‹int:1-9›.‹digits:15›e-‹int:10-20›",
            "lat 52.‹digits:6› lon 13.‹digits:6›",
            "‹epoch›.‹digits:6›",
            "v‹ver›-rc.‹int:1-9›+build.‹hex:7›",
            "‹date› ‹clock› +02:00",
            "P3DT‹int:1-9›H",
        ],
    ),
    lines(
        "network addresses",
        &[
            "‹ip›:‹port› -> ‹ip›:443 ESTABLISHED",
            "inet6 ‹ip6›/64 scope global dynamic",
            "link/ether ‹mac› brd ff:ff:ff:ff:ff:ff",
            "[‹ip6›]:‹port›",
            "‹host›. 300 IN A ‹ip›",
            "‹domain›. 3600 IN TXT \"v=spf1 include:_spf.‹domain› ~all\"",
            "‹domain›. 3600 IN DS ‹int:1000-60000› 13 2 ‹HEX:64›",
            "_dmarc.‹domain›. IN TXT \"v=DMARC1; p=none; rua=mailto:‹email›\"",
            "google._domainkey.‹domain›. IN TXT \"v=DKIM1; k=rsa; p=‹b64:162›\"",
        ],
    ),
    made("long documents of ids", long),
];

/// Longer than the window of a stream.
fn long(rng: &mut Rng) -> Vec<u8> {
    let mut out = String::new();
    for _ in 0..rng.between(200, 600) {
        let line = rng.pick(&[
            "{\"id\": \"‹uuid›\", \"key\": \"‹hex:40›\", \"total_tokens\": ‹int:1-9000›}\n",
            "‹time› INFO trace=‹hex:32› span=‹hex:16› GET /v1/tokens/‹uuid› 200 ‹int:1-90›ms\n",
            "‹hex:64›  ‹path›\n",
            "sha512-‹b64:64› ‹word›@‹ver›\n",
            "‹b64:57›\n",
            "password_changed_at=‹time› user=‹email› next_page_token=‹b64u:30›\n",
        ]);
        out.push_str(&fill(rng, line));
    }
    out.into_bytes()
}
