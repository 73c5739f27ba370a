//! Token formats of vendors: payment, observability, data, platforms and secret stores.
//!
//! Tokens are put together from pieces, so that no leak scanner takes this file for a leak.

use std::borrow::Cow;

use gate_mask::Masker;

/// So many characters of `pool` that look drawn at random.
fn some(pool: &str, len: usize) -> String {
    let pool = pool.as_bytes();
    (0..len).map(|at| char::from(pool[(at * 7 + at / pool.len() + 3) % pool.len()])).collect()
}

fn word(len: usize) -> String {
    some("aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt", len)
}

fn hex(len: usize) -> String {
    some("9f3a7c1e5b08d264", len)
}

fn upper(len: usize) -> String {
    some("AZ4KT9XQ2MWC7LPR1VYS8HBN3GUEJ6FDO5", len)
}

fn lower(len: usize) -> String {
    word(len).to_ascii_lowercase()
}

fn base64(len: usize) -> String {
    some("aZ4kT9+xQ2mWc7/LpR1vYs8HbN3gUeJ6fDo5Xt", len)
}

fn digits(len: usize) -> String {
    some("1209384756", len)
}

fn uuid() -> String {
    format!("{}-{}-4{}-a{}-{}", hex(8), hex(4), hex(3), hex(3), hex(12))
}

/// Rule id and a token that is masked whole.
fn tokens() -> Vec<(&'static str, String)> {
    let mut all = payment();
    all.extend(observability());
    all.extend(data());
    all.extend(platforms());
    all.extend(stores());
    all.extend(tools());
    all
}

fn tools() -> Vec<(&'static str, String)> {
    vec![
        ("xendit-key", format!("{}{}", "xnd_production_", word(56))),
        ("xendit-key", format!("{}{}", "xnd_development_", base64(58))),
        ("mollie-key", format!("{}{}", "live_", word(30))),
        ("polar-token", format!("{}{}", "polar_oat_", word(43))),
        ("polar-token", format!("{}{}", "polar_pat_", word(43))),
        ("stytch-secret", format!("{}{}=", "secret-live-", word(35))),
        ("stytch-secret", format!("{}{}=", "secret-test-", word(32))),
        ("inngest-signing-key", format!("{}{}", "signkey-prod-", hex(64))),
        ("inngest-signing-key", format!("{}{}", "signkey-branch-", hex(64))),
        ("trigger-key", format!("{}{}", "tr_prod_", word(20))),
        ("trigger-key", format!("{}{}", "tr_dev_sk_", word(24))),
        ("trigger-key", format!("{}{}", "tr_pat_", word(40))),
        ("wakatime-key", format!("{}{}", "waka_", uuid())),
        ("context7-key", format!("{}{}", "ctx7sk-", uuid())),
        ("socket-token", format!("{}{}_api", "sktsec_", word(40))),
        ("databento-key", format!("{}{}", "db-", word(29))),
        ("unkey-root-key", format!("{}{}", "unkey_", word(24))),
        ("adafruit-io-key", format!("{}{}", "aio_", word(28))),
        ("zoho-token", format!("{}{}.{}", "1000.", hex(32), hex(32))),
        ("telnyx-key", format!("{}{}_{}", "KEY", hex(32).to_ascii_uppercase(), word(22))),
        ("infisical-service-token", format!("st.{}.{}.{}", uuid(), hex(32), hex(32))),
    ]
}

fn payment() -> Vec<(&'static str, String)> {
    vec![
        ("stripe-key", format!("{}{}", "sk_live_51", word(97))),
        ("stripe-key", format!("{}{}", "rk_test_", word(24))),
        ("stripe-key", format!("{}{}", "sk_org_", word(40))),
        ("stripe-key", format!("{}{}", "sk_org_live_", word(230))),
        ("stripe-key", format!("{}{}", "sk_org_test_", word(60))),
        ("webhook-secret", format!("{}{}", "whsec_", word(32))),
        ("webhook-secret", format!("{}{}=", "whsec_", base64(43))),
        ("square-access-token", format!("{}{}", "EAAA", word(60))),
        ("square-oauth-secret", format!("{}{}", "sq0csp-", word(43))),
        ("square-oauth-secret", format!("{}{}", "sq0atp-", word(22))),
        ("paypal-access-token", format!("{}{}", "A21AA", word(92))),
        ("braintree-access-token", format!("{}${}${}${}", "access_token", "production", lower(16), hex(32))),
        ("razorpay-key", format!("{}{}", "rzp_live_", word(14))),
        ("adyen-api-key", format!("{}{}==-{}=-{}", "AQEyhmfx", base64(80), base64(43), "3wAkV)*$kP%bCcSf")),
        ("plaid-access-token", format!("{}{}", "access-sandbox-", uuid())),
        ("shopify-token", format!("{}{}", "shpat_", hex(32))),
        ("shopify-token", format!("{}{}", "shpca_", hex(32))),
        ("shopify-token", format!("{}{}", "shpss_", hex(32))),
        ("shopify-token", format!("{}{}", "shptka_", hex(32))),
        ("shopify-token", format!("{}{}", "shprt_", hex(32))),
        ("stripe-ephemeral-key", format!("{}{}_00{}", "ek_test_", word(80), word(8))),
        ("paddle-key", format!("{}apikey_{}_{}_{}", "pdl_live_", lower(26), word(22), word(3))),
        ("paddle-key", format!("{}{}_{}", "pdl_ntfset_", lower(26), base64(32))),
        ("flutterwave-key", format!("{}{}-X", "FLWSECK-", hex(32))),
        ("easypost-key", format!("{}{}", "EZAK", word(54))),
        ("shippo-token", format!("{}{}", "shippo_live_", hex(40))),
    ]
}

fn observability() -> Vec<(&'static str, String)> {
    vec![
        ("new-relic-key", format!("{}{}", "NRAK-", upper(27))),
        ("new-relic-key", format!("{}{}", "NRII-", word(32))),
        ("new-relic-license-key", format!("{}{}", hex(32), "FFFFNRAL")),
        ("new-relic-license-key", format!("eu01xx{}{}", hex(26), "FFFFNRAL")),
        ("new-relic-ingest-key", format!("{}{}", hex(36), "NRAL")),
        ("new-relic-ingest-key", format!("eu01xx{}{}", hex(30), "NRAL")),
        ("new-relic-mobile-token", format!("AA{}{}", hex(40), "-NRMA")),
        ("grafana-service-account-token", format!("{}{}_{}", "glsa_", word(32), hex(8))),
        ("grafana-cloud-token", format!("{}eyJvIjoi{}==", "glc_", base64(120))),
        ("grafana-api-key", format!("{}{}==", "eyJrIjoi", word(84))),
        ("sentry-token", format!("{}{}", "sntryu_", hex(64))),
        ("sentry-token", format!("{}eyJpYXQiOjE3{}==_{}", "sntrys_", base64(120), base64(43))),
        ("honeycomb-key", format!("{}{}", "hcaik_", lower(58))),
        ("honeycomb-management-key", format!("{}{}:{}", "hcamk_", lower(26), lower(32))),
        ("dynatrace-token", format!("{}{}.{}", "dt0c01.", upper(24), upper(64))),
        ("dynatrace-token", format!("{}{}.{}", "dt0s02.", upper(8), upper(64))),
        ("axiom-token", format!("{}{}", "xaat-", uuid())),
        ("axiom-token", format!("{}{}", "xaapt-", uuid())),
        ("posthog-key", format!("{}{}", "phx_", word(43))),
        ("posthog-key", format!("{}{}-{}", "phx_", word(20), word(22))),
        ("datadog-access-token", format!("{}{}", "ddpat_", word(40))),
        ("datadog-access-token", format!("{}{}_{}", "ddsat_", word(22), word(40))),
        ("pagerduty-oauth-token", format!("{}0XBPWQQ_{}", "pdus+_", uuid())),
        ("pagerduty-oauth-token", format!("{}1{}_{}", "pdeu+_", upper(6), uuid())),
        ("rootly-key", format!("{}{}", "rootly_", hex(64))),
    ]
}

fn data() -> Vec<(&'static str, String)> {
    vec![
        ("databricks-token", format!("{}{}", "dapi", hex(32))),
        ("databricks-token", format!("{}{}-2", "dapi", hex(32))),
        ("supabase-secret-key", format!("{}{}_{}", "sb_secret_", word(22), word(8))),
        ("supabase-access-token", format!("{}{}", "sbp_", hex(40))),
        ("supabase-oauth-token", format!("{}{}", "sbp_oauth_", hex(40))),
        ("planetscale-token", format!("{}{}", "pscale_tkn_", word(43))),
        ("planetscale-token", format!("{}{}", "pscale_pw_", word(43))),
        ("neon-api-key", format!("{}{}", "napi_", lower(64))),
        ("mongodb-atlas-secret", format!("{}{}", "mdb_sa_sk_", word(40))),
        ("airtable-token", format!("{}{}.{}", "patZ4", word(12), hex(64))),
        ("airtable-token", format!("{}{}.{}", "patab9", word(11), hex(64))),
        ("airtable-token", format!("{}{}.{}", "patlwgmzp", word(8), hex(64))),
        ("airtable-token", format!("{}{}.{}", "patabdctx", word(8), hex(64))),
        ("elastic-cloud-key", format!("{}{}==", "essu_", base64(82))),
        ("elastic-cloud-key", format!("{}{}-{}_{}", "essu_", word(30), word(30), word(8))),
        ("confluent-secret", format!("{}{}", "cflt", base64(60))),
        ("clickhouse-cloud-secret", format!("{}{}", "4b1d", word(38))),
        ("aiven-password", format!("{}{}", "AVNS_", word(19))),
        ("prefect-key", format!("{}{}", "pnu_", word(36))),
        ("dbt-cloud-token", format!("{}{}", "dbtc_", word(48))),
        ("tinybird-token", format!("{}{}.{}", "p.eyJ", word(80), word(43))),
    ]
}

fn platforms() -> Vec<(&'static str, String)> {
    vec![
        ("launchdarkly-key", format!("{}{}", "sdk-", uuid())),
        ("launchdarkly-key", format!("{}{}", "api-", uuid())),
        ("linear-key", format!("{}{}", "lin_api_", word(40))),
        ("linear-key", format!("{}{}", "lin_oauth_", hex(64))),
        ("notion-token", format!("{}{}{}", "ntn_", digits(11), word(35))),
        ("notion-legacy-token", format!("{}{}", "secret_", word(43))),
        ("figma-token", format!("{}{}", "figd_", word(40))),
        ("figma-token", format!("{}{}=", "figp_", word(48))),
        ("figma-token", format!("{}{}", "figu_", word(43))),
        ("asana-token", format!("1/{}:{}", digits(16), hex(32))),
        ("asana-token", format!("2/{}/{}:{}", digits(16), digits(16), hex(32))),
        ("clickup-token", format!("{}{}_{}", "pk_", digits(8), upper(32))),
        ("klaviyo-key", format!("{}{}", "pk_", hex(34))),
        ("klaviyo-named-key", format!("{}{}_{}", "pk_", word(6), hex(34))),
        ("intercom-token", format!("{}{}=", "dG9rOj", base64(53))),
        ("postman-key", format!("{}{}-{}", "PMAK-", hex(24), hex(34))),
        ("typeform-token", format!("{}{}_{}", "tfp_", word(40), word(14))),
        ("contentful-management-token", format!("{}{}", "CFPAT-", word(43))),
        ("dropbox-token", format!("{}{}", "sl.u.A", word(130))),
        ("dropbox-token", format!("{}{}", "sl.NbbwS", word(130))),
        ("dropbox-token", format!("{}{}", "sl.tupqVb", word(130))),
        ("hubspot-token", format!("{}{}", "pat-na1-", uuid())),
        ("salesforce-session", format!("{}{}!{}", "00DZ4k", word(9), word(96))),
        ("salesforce-refresh-token", format!("{}{}", "5Aep861", word(80))),
        ("meta-access-token", format!("{}{}", "EAAB", word(140))),
        ("mapbox-secret-token", format!("{}{}.{}", "sk.eyJ", word(60), word(22))),
        ("buildkite-token", format!("{}{}", "bkua_", lower(40))),
        ("buildkite-token", format!("{}{}", "bkua_", lower(53))),
        ("buildkite-token", format!("{}{}.{}", "bkaa_", word(12), word(62))),
        ("buildkite-token", format!("{}{}", "bkpat_", word(54))),
        ("buildkite-token", format!("{}{}", "bkct_", word(73))),
        ("circleci-token", format!("{}{}_{}", "CCIPAT_", word(22), hex(40))),
        ("circleci-token", format!("{}{}_{}", "CCIPAT_", word(22), word(40))),
        ("sonar-token", format!("{}{}", "squ_", hex(40))),
        ("sonar-cloud-token", format!("{}{}", "sqco_", word(59))),
        ("snyk-token", format!("{}{}.{}", "snyk_uat.", hex(8), word(80))),
        ("sourcegraph-token", format!("{}{}_{}", "sgp_", hex(16), hex(40))),
        ("octopus-key", format!("{}{}", "API-", upper(26))),
        ("readme-key", format!("{}{}", "rdme_", lower(70))),
        ("frameio-token", format!("{}{}", "fio-u-", word(64))),
        ("tailscale-key", format!("{}k{}CNTRL-{}", "tskey-auth-", word(10), word(32))),
        ("openshift-token", format!("{}{}", "sha256~", word(43))),
    ]
}

fn stores() -> Vec<(&'static str, String)> {
    vec![
        ("vault-token", format!("{}{}", "hvs.", word(95))),
        ("vault-token", format!("{}{}", "hvs.", word(24))),
        ("vault-token", format!("{}{}", "hvb.AAAAAQ", word(150))),
        ("terraform-token", format!("{}{}{}", word(14), ".atlasv1.", word(67))),
        ("doppler-token", format!("{}{}", "dp.pt.", word(43))),
        ("doppler-token", format!("{}dev_1.{}", "dp.st.", word(43))),
        ("doppler-token", format!("{}{}", "dp.scim.", word(43))),
        ("onepassword-service-token", format!("{}{}", "ops_eyJ", base64(400))),
        (
            "onepassword-secret-key",
            format!("A3-{}-{}-{}-{}-{}-{}", upper(6), upper(6), upper(5), upper(5), upper(5), upper(5)),
        ),
        ("infisical-token", format!("{}{}.{}.{}", "st.", hex(24), hex(32), hex(32))),
        ("pulumi-token", format!("{}{}", "pul-", hex(40))),
        ("infracost-key", format!("{}{}", "ico-", word(32))),
        ("age-key", format!("{}1{}", "AGE-SECRET-KEY-", upper(58))),
    ]
}

#[test]
fn tokens_are_masked_wherever_they_stand() {
    let around = [
        ("", ""),
        ("see ", " there"),
        ("It is ", "."),
        ("{\"note\": \"use ", " now\"}"),
        ("{\"log\": \"a\\n", "\\nb\"}"),
        ("https://example.com/?k=", "&x=1"),
        ("'", "'"),
        ("[", "]"),
        ("| ", " |"),
        ("<b>", "</b>"),
    ];
    for (rule, token) in tokens() {
        for (before, after) in around {
            let text = format!("{before}{token}{after}");
            let masked = Masker::default().mask_str(&text);
            assert_eq!(masked.get(), &format!("{before}***{after}"), "{rule}");
            assert_eq!(masked.findings().iter().next().map(|f| f.rule()), Some(rule), "{token}");
        }
    }
}

#[test]
fn a_token_begins_after_an_escape_and_after_a_color() {
    let masker = Masker::default();
    let escapes = [
        "\x1b[m",
        "\x1b[32m",
        "\x1b[38;5;208m",
        "\\u001b[1;34m",
        "\\033[0m",
        "[2m", // colours
        "\\u662f",
        "\\u001b",
        "\\u00e9",
        "\\x22",
        "\\x1f",
        "%2f",
        "%3D",
        "\\n",
        "\\t",
        "\\f",
        "\\0",
        "\\v",
    ];
    for escape in escapes {
        for (rule, token) in tokens() {
            let text = format!("now {escape}{token} ");
            let masked = masker.mask_str(&text).into_inner();
            assert!(!masked.contains(&token[token.len() - 8..]), "{rule} after {escape:?}: {masked}");
            assert!(masked.starts_with("now "), "{rule} after {escape:?}: {masked}");
        }
    }
    for inside in ["item", "[xm", "x22", "662f", "]32m"] {
        let (_, token) = tokens().swap_remove(0);
        let text = format!("{inside}{token}");
        assert_eq!(masker.mask_str(&text).into_inner(), text, "{inside}");
    }
}

#[test]
fn what_is_cut_short_or_inside_a_word_is_no_token() {
    for (rule, token) in tokens() {
        let inside = format!("x{token}");
        let masked = Masker::default().mask_str(&inside);
        assert!(matches!(masked.get(), Cow::Borrowed(_)), "{rule}: {inside} became {}", masked.get());
        let short = &token[..token.len().min(9)];
        let masked = Masker::default().mask_str(short);
        assert!(matches!(masked.get(), Cow::Borrowed(_)), "{rule}: {short}");
    }
}

#[test]
fn what_follows_a_telling_address_or_command_is_masked() {
    let cases = [
        ("Authorization: SSWS ", format!("00{}", word(40)), ""),
        ("https://hooks.zapier.com/hooks/catch/", format!("{}/{}", digits(7), lower(7)), "/"),
        ("https://maker.ifttt.com/trigger/x/with/key/", word(43), ""),
        ("https://hook.eu1.make.com/", lower(32), ""),
        ("https://t.tines.com/webhook/", format!("{}/{}", hex(32), hex(32)), ""),
        ("https://http-intake.logs.datadoghq.com/v1/input/", hex(32), "?ddsource=x"),
        ("https://events.pagerduty.com/integration/", hex(32), "/enqueue"),
        ("ngrok config add-authtoken ", format!("2{}_{}", word(26), word(21)), "\n"),
        ("PASS oauth:", lower(30), "\r\n"),
        ("token                ", format!("s.{}", word(24)), "\n"),
    ];
    for (before, secret, after) in cases {
        let text = format!("{before}{secret}{after}");
        assert_eq!(Masker::default().mask_str(&text).get(), &format!("{before}***{after}"));
    }
    let k3s = format!("K10{}::server:{}", hex(64), hex(32));
    assert_eq!(Masker::default().mask_str(&k3s).get(), &format!("K10{}::server:***", hex(64)));
}

#[test]
fn a_key_ends_where_its_form_does() {
    let google = format!("{}Sy{}", "AIza", word(33));
    let doppler = format!("{}{}", "dp.scim.", word(43));
    let anthropic = format!("{}api03-{}-{}AA", "sk-ant-", word(60), word(32));
    for (text, expected) in [
        (format!("x {google}-old z"), "x ***-old z"),
        (format!("{google}_2"), "***_2"),
        (format!("<!--{google}-->"), "<!--***-->"),
        (format!("<!--{doppler}-->"), "<!--***-->"),
        (format!("<!-- was {anthropic}--> <p>"), "<!-- was ***--> <p>"),
        (format!("Unseal Key 1: {}\nUnseal Key 10: {}\n", base64(44), hex(66)), UNSEALED),
        (format!("Recovery Key 3: {}=", base64(43)), "Recovery Key 3: ***"),
    ] {
        let masked = Masker::default().mask_str(&text);
        assert_eq!(masked.get(), expected);
        assert!(matches!(Masker::default().mask_str(masked.get()).get(), Cow::Borrowed(_)));
    }
}

const UNSEALED: &str = "Unseal Key 1: ***\nUnseal Key 10: ***\n";

#[test]
fn what_only_looks_alike_stays() {
    let cases = [
        format!("pk_live_{} pk_test_{}", word(24), word(24)),
        format!("sb_publishable_{}", word(30)),
        format!("phc_{}", word(43)),
        format!("pk.eyJ{}.{}", word(60), word(22)),
        format!(
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAEAAA+EAAAB{}/EAAAD{}=",
            base64(80),
            base64(60)
        ),
        format!("commit {} tree {}", hex(40), hex(40)),
        format!("4b1d{} sha256:4b1d{}", hex(36), hex(60)),
        format!("1/{}:{} 12/{}", digits(16), hex(30), digits(16)),
        format!("api-{} sdk-{}", hex(8), hex(8)),
        format!("pdus+_{} pdca+_0XBPWQQ_{}", word(8), uuid()),
        format!("ddpat_ ddpat_{} dddat_{}", word(20), word(40)),
        format!("shprt_abc123 shptka_{} ek_test_mode week_test_{}", hex(20), word(60)),
        format!("patternMatcher.{} pathNameOfX.{}", word(64), hex(64)),
        format!("eu01xx{}NRAL{} {}NRAL", hex(30), hex(2), hex(30)),
        "sk_org_members_of_the_team(id) sk_org_live_ sk_org_test_mode".to_owned(),
        format!("AIza{} AIza{}x-{}", word(34), word(35), word(20)),
        format!("Unseal Key 1: {} Unseal Key (will be hidden): Unseal Key 2", base64(20)),
        format!("Unseal Key {} Recovery Key 1 {}", base64(44), base64(44)),
        format!("trace {}-{}-{}", hex(32), hex(16), "01"),
        "def sk_test_mode_is_enabled_for_this_account(): pass".to_owned(),
        "secret_name = get_secret_value(); ops_eyJ... hvs.... dp.st.<token> NRAK-XXXXXXXXXXXXXXXXXXXXXXXXXXX"
            .to_owned(),
        "    s.append(x)\n    s.startsWith(y)\n    s.toLowerCase().trim()".to_owned(),
        "path pathname pattern patch-1.2.3 patAtA.x st.add(dead) sl.Add(1)".to_owned(),
        format!("xnd_public_production_{} polar_ci_{} live_stream_{}", word(56), word(43), word(30)),
        format!("live_{} db-{} aio_{} unkey_{}", lower(30), lower(29), word(20), word(8)),
        "secret-live-evaluation-of-the-key-2024-09-01 secret-test-mode=on signkey-prod-... tr_pat_idx_20"
            .to_owned(),
        format!("waka_{} KEY{} KEYBOARD st.{}", hex(32), hex(32), uuid()),
        "https://hooks.zapier.com/hooks/catch/ https://www.make.com/en/help".to_owned(),
    ];
    for text in cases {
        let masked = Masker::default().mask_str(&text);
        assert_eq!(masked.get(), &text);
    }
}
