//! Values of which only a part is secret: what stands around it stays.

mod marked;

use marked::{check_all, masked, stays};

const KEY: &str = "QX7ZK2MNP4RS6TUV";

#[test]
fn the_scope_of_an_access_key_stays() {
    let (id, digest) = (format!("AKIA{KEY}"), "2fd4e1c67a2d28fced849ee1bb76e739".repeat(2));
    let scope = "20260314/eu-west-1/s3/aws4_request";
    let signed = format!(
        "AWS4-HMAC-SHA256 Credential=⟦{id}⟧/{scope}, SignedHeaders=host;x-amz-date, Signature=⟦{digest}⟧"
    );
    let other = signed.replace(&id, "minioadmin");
    let cases = [
        format!("curl -H 'Authorization: {signed}' https://x.dev"),
        format!("Authorization: {other}\nHost: x\n"),
        format!("{{\"Authorization\":\"{signed}\"}}"),
        format!("GET /a?X-Amz-Credential=⟦{id}⟧%2F20260314%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Expires=60"),
        format!("{{\"X-Amz-Credential\":\"⟦{id}⟧/{scope}\",\"n\":1}}"),
        "GET /a?X-Goog-Credential=⟦svc%40p.iam.gserviceaccount.com⟧%2F20260314%2Fauto&X-Goog-Expires=60"
            .to_owned(),
    ];
    check_all(&cases.each_ref().map(String::as_str));
    // Without a signature, nothing says how far it goes.
    let short = masked("Authorization: AWS4-HMAC-SHA256 Credential=minioadmin/20260314");
    assert!(!short.contains("minioadmin"), "{short}");
}

#[test]
fn the_user_before_a_password_stays() {
    check_all(&[
        "skopeo copy --src-creds=ci:⟦hunter2pass⟧ docker://a docker://b",
        "skopeo inspect --creds ci:⟦hunter2pass⟧ docker://a",
        "skopeo inspect --creds \"ci:⟦hunter2pass⟧\" docker://a",
        "http --auth=jane:⟦winterOrbit222⟧ :8080/x",
        "skopeo inspect --creds ⟦hunter2pass⟧ docker://a",
    ]);
}

#[test]
fn a_comma_before_a_blank_is_none_of_a_value() {
    check_all(&[
        "token=⟦abc123def456ghi⟧, user=5",
        "password=⟦abc123def456ghi⟧, user=5\n",
        "password=⟦abc123,def456⟧\nuser=5\n",
    ]);
    stays(&["connect(\n    token=tok, user=5)"]);
}

#[test]
fn connection_strings_in_an_object_are_looked_into() {
    check_all(&[
        r#"{"ConnectionStrings":{"Default":"Server=db;User Id=sa;Password=⟦Hunter2-xx⟧;","Redis":"h:6379,password=⟦Hunter2-xx⟧,ssl=True"},"AllowedHosts":"*"}"#,
        r#"{"ConnectionStrings":{"Mongo":"mongodb://u:⟦Hunter2-xx⟧@h/db","Local":"Server=.;Trusted_Connection=True"}}"#,
    ]);
    // Nothing says where the password is.
    assert_eq!(
        masked(r#"{"ConnectionStrings":{"Default":"db;sa;Hunter2-xx"},"n":1}"#),
        r#"{"ConnectionStrings":{"Default":"***"},"n":1}"#
    );
}

#[test]
fn keys_of_services_by_name() {
    let hex = "a86376847352c205728ff6ad2ec99827";
    let cases = [
        format!("AZURE_OPENAI_KEY=⟦{hex}⟧\nPORT=80\n"),
        format!("export STRIPE_KEY=⟦{hex}⟧\n"),
        format!("{{\"OPENAI_KEY\": \"⟦{hex}⟧\", \"n\": 1}}"),
        format!("AZURE_SPEECH_KEY: ⟦{hex}⟧\nregion: eu\n"),
        "AZURE_DEVOPS_EXT_PAT=⟦k3jq7xw5mzr2ytn4vbc6hd8pfgs3lq7wx5mzr2ytn4vbc6hd8pfg⟧\n".to_owned(),
        format!("{{\"GITHUB_PAT\":\"⟦{hex}5f3b9c1d⟧\"}}"),
        "azure_devops_pat = \"⟦k3jq7xw5mzr2ytn4vbc6hd8pfgs3lq7wx5mzr2ytn4vbc6hd8pfg⟧\"\n".to_owned(),
        "- name: JIRA_PAT\n  value: ⟦NjM4Mzg5NTQ5OTkzOpY3x8L1kQz7mB2vN5cR4tW6yH9j⟧\n".to_owned(),
        "JIRA_PAT=⟦NjM4Mzg5NTQ5OTkzOpY3x8L1kQz7mB2vN5cR4tW6yH9j⟧\n".to_owned(),
    ];
    check_all(&cases.each_ref().map(String::as_str));
    let others = [
        format!("PRIMARY_KEY={hex}\n"),
        format!("SORT_KEY={hex}\nPARTITION_KEY={hex}\nCACHE_KEY={hex}\nKEY={hex}\n"),
        format!("{{\"objectKey\":\"{hex}\",\"PUBLIC_KEY\":\"{hex}\",\"row_key\":\"{hex}\"}}"),
        format!("STRIPE_KEY=pk_test_{hex}\n"),
        format!("STRIPE_PUBLISHABLE_KEY=pk_test_{hex}\n"),
    ];
    stays(&others.each_ref().map(String::as_str));
    stays(&[
        "const OPENAI_KEY = process.env.OPENAI_KEY;",
        "OPENAI_KEY = 'azure_openai_key_name'",
        "{\"openai_key\": {\"type\": \"string\"}}",
        "AZURE_KEY=settings.azure_openai_key_2\n",
        "FILE_PAT=*.log\nPATH=/usr/local/bin2:/usr/bin3\nPATTERN=a86376847352c205728ff\n",
        "{\"name_pat\":\"^[a-z0-9]+$\",\"x_pat\":\"main-release-2024\"}",
    ]);
}

#[test]
fn published_forms() {
    let body = "kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5XtaZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6";
    let cases = [
        format!("got ⟦v4.local.{body}⟧ back"),
        format!("got ⟦v2.public.{body}.{}⟧ back", &body[..20]),
        format!("got ⟦sandbox-sq0csb-{}⟧ back", &body[..43]),
        format!("got ⟦hcamk_01{}⟧ back", &body[..56]),
    ];
    check_all(&cases.each_ref().map(String::as_str));
    stays(&[
        "import v1.local.config.settings.Of2.things",
        "v4.public.api.example.org",
        "sandbox-sq0csb-short",
    ]);
}

#[test]
fn the_password_of_a_connection_string_alone() {
    check_all(&[
        r#"{"connectionString":"Server=h;User=u;Password=⟦xQ7mKp2⟧"}"#,
        r#"{"connectionString":"Server=h;Password=⟦xQ7mKp2⟧;User Id=u;Encrypt=True;"}"#,
        r#"{"connectionString":"Password=⟦xQ7mKp2⟧;Server=tcp:h,1433;User=u","n":1}"#,
        r#"{"connection_string":"Server=h;User=u;Pwd=⟦xQ7mKp2⟧"}"#,
        // Letters that were drawn are found by their own name, too.
        "<add name=\"Db\" connectionString=\"Server=x;User ID=sa;Password=⟦kM_rAclPKzQ⟧\" />\n",
        r#"{"connectionString":"⟦Server=h;User=u;Password=word⟧"}"#,
        r#"{"connectionString":"⟦Server=h;User=u;x9 Kd82mPq0;Password=xQ7mKp2⟧"}"#,
        r#"{"connectionString":"⟦Server=h;User=u;Password='x9;y'⟧"}"#,
        r#"{"connectionString":"⟦Server=h;AccountKey=x9Kd82mP;Password=xQ7mKp2⟧"}"#,
    ]);
}
