//! Values without quotes that only look like code, or stand in a sentence or a table, and the
//! nearest texts that hold no secret.

mod marked;

use marked::{check_all as check, stays};

#[test]
fn a_drawn_password_with_a_dot_is_no_member() {
    check(&[
        "password=⟦Hev.aTeUfnrA8ZZBe⟧",
        "server.ssl.key-store-password=⟦r.xrFfHU-uQXRH1nFNj⟧\n",
        "PGPASSWORD=⟦ig.ndWH_mSIpaOn7f⟧ psql -h db",
        "tool login --password ⟦PECx1yYHjuQ.TdnWe⟧ -v",
        "jdbc:sqlserver://h:1433;user=u;password=⟦Sm.kVJxyrjd4SrVJB⟧;encrypt=true",
        "host=h user=u password=⟦Qm.kVJxyrjdSrVJB⟧ dbname=d",
        "password: ⟦Hev.aTeUfnrA8ZZBe⟧\n",
    ]);
    stays(&[
        "login(password=self.password, token=settings.DB_PASSWORD)",
        "token = config.token\nsecret: process.env.SECRET\n",
        "cookies=jar.cookies, token=response.data.accessToken2, secret=Crypto.hmacV2Hash",
        "e.password=t.Zk.bQ;n.token=r.xR9;",
        "password=req.body.newPassword1\n",
    ]);
}

#[test]
fn arrows_of_logs() {
    check(&[
        "password => ⟦Hng1H9nrCRx⟧\n",
        "password -> ⟦dmNTLJum7us6⟧\n",
        "token => ⟦4e44f0ab81a9c6d25e44f0ab81a9⟧",
    ]);
    stays(&[
        "match kind { password => base64, token => sha256 }",
        "password => hash_with_sha256_and_salt2,\n",
        "const f = token => parseV2(token);\n",
        "secret -> base64Url\n",
    ]);
}

#[test]
fn places_that_are_certain_need_no_digit() {
    check(&["UID=sa;PWD={⟦SPoYTzRfZ_RCKRqIP⟧};", "X-Honeycomb-Team: ⟦aBAezAaUemAZJFLlKThrTe⟧\n"]);
    stays(&["PWD={password};", "PWD={dbPassword};", "X-Honeycomb-Team: HoneycombIngestTeamName\n"]);
}

#[test]
fn a_connection_string_ends_before_what_is_around_it() {
    check(&[
        "<v>Server=h;UID=quartz;PWD=⟦UiJ9ghzNgoHt5Q7vy7⟧</v>",
        "<td>Server=h;PWD=⟦UiJ9ghzNgHt5⟧</td> <td>birch;</td>",
        "It was Server=h;UID=quartz;PWD=⟦UiJ9ghzNgoHt5Q7vy7⟧. Then it failed.",
        "It was Server=h;UID=quartz;PWD=⟦UiJ9ghzNgoHt5Q7vy7⟧, and failed.",
        "mysql:host=h;dbname=d;user=u;password=⟦ARcf1hz5HxvKmsL⟧.",
        "It was mysql:host=h;user=u;password=⟦ARcf1hz5HxvKmsL⟧.\nThen it failed.",
        "Server=h;PWD=⟦a.b,c9⟧;Encrypt=yes",
    ]);
    stays(&["a=1;password=config.other;", "Server=h;PWD=${PWD}."]);
}

#[test]
fn directives_in_a_string_of_lines() {
    check(&[
        "bind 0.0.0.0\nrequirepass ⟦hcVxxwru2DVwIq1⟧\nmaxmemory 2gb\n",
        "masterauth ⟦Be_Dk546OV2gbXn5l7g⟧\nport 6379\n",
        "rootpw ⟦hunter2⟧\nlang en\n",
    ]);
    stays(&["requirepass is what\nit asks for\n", "masterauth is older than that\n"]);
}

#[test]
fn commands() {
    check(&[
        "cf login -a https://api.example.com -u zephyr -p ⟦DyNrtoIQOPPVe⟧",
        "curl -u ADMIN:⟦HUNTER⟧ https://example.com",
        "curl -u ada:⟦MY_PASSWORD9⟧ https://example.com",
    ]);
    stays(&[
        "curl -u USERNAME:PASSWORD https://example.com",
        "curl -u USER:API_TOKEN https://example.com",
        "cf login -a https://api.example.com",
    ]);
}

#[test]
fn bytes_of_a_string_and_calls() {
    check(&[
        "var secretKey = []byte(\"⟦b065859aa24ac5e5184ce81299d7⟧\")",
        "secretKey := []byte(\"⟦two words⟧\")",
        "client.get(url).bearer_auth(\"⟦b065859aa24ac5e5184c⟧\").send()",
        "    .bearer_auth(\"⟦b065859aa24ac5e5184c⟧\")\n",
    ]);
    stays(&[
        "key := []byte(\"hello\")",
        "secret := []byte(os.Getenv(\"SECRET\"))",
        "request.bearer_auth(token).send()",
        "request.bearer_auth(\"\").send()",
    ]);
}

#[test]
fn how_a_key_is_encoded_is_no_matter() {
    check(&[
        r#"{"privateKeyHex":"⟦0eb645fe175e0fa9c1324b36⟧","api_key_b64":"⟦x⟧"}"#,
        r#"{"signing_key_pem":"⟦a b⟧","masterKeyBase64":"⟦x⟧"}"#,
        r#"{"passwort":"⟦Hockey8406⟧"}"#,
    ]);
    stays(&[
        "from secrets import token_hex\nx = secrets.token_hex(16)\n",
        r#"{"public_key_pem":"a b","colorHex":"ff00ff","ca_pem":"x"}"#,
        r#"{"passwort":"Passwort","label":"Passwort vergessen?"}"#,
    ]);
}

#[test]
fn what_a_sentence_gives() {
    check(&[
        "I set the password to ⟦BN4d8cHsNgLKQMT7O⟧ for you.",
        "Use API key ⟦6eae159de44e9cdf87de6e27⟧ to connect.",
        "Error: invalid password ⟦t1g3rh@rb0r66⟧ for user sven",
        "Use the password ⟦Winter19⟧.",
    ]);
    stays(&[
        "I set the password to expire in 90 days.",
        "It decodes the token to base64url and back.",
        "Use API key authentication2 to connect.",
        "Error: invalid password format for user sven2",
        "Use the token sha256sum to compare.",
        "invalid password pbkdf2sha256 for user sven",
    ]);
}

#[test]
fn what_a_redirection_is_not() {
    check(&["INFO env OCI_AUTH_TOKEN=⟦Tfam>EUi2NA0hL7ATVyB⟧ loaded\n"]);
    stays(&["run TOKEN=$TOKEN>file.txt now", "(b.token>EUi2NA0hL7ATVyB) c"]);
}

#[test]
fn columns() {
    check(&[
        "DB_PASSWORD\t⟦LORDQoti6WMA8mCJU⟧\nPORT\t80\n",
        "DB_PASSWORD     ⟦LORDQoti6WMA8mCJU⟧\n",
        " password | ⟦LORDQoti6WMA8mCJU⟧\n",
    ]);
    stays(&[
        "password\trequired\nuser\tpassword\temail2\n",
        "token      string2\n",
        "password | varchar255\n",
        "read password | base64url9\n",
    ]);
}
