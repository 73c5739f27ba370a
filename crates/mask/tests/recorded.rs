//! What tools and services answer, as it was recorded: settings and links under the names of secrets, and secrets
//! in forms of their own.

mod marked;

use marked::{check_all, stays};

/// The beginning of every key of that type, in base64.
const ED25519: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIJ4n1kPq0LvTz4w";

#[test]
fn public_keys_that_say_whose_they_are() {
    let public = [
        r#"{"ssh-keys":"ada:ssh-ed25519 KEY ada@host"}"#,
        r#"{"key":"ssh-keys","value":"ada:ssh-ed25519 KEY ada@host\nbob:ecdsa-sha2-nistp256 KEY google-ssh"}"#,
        r#"{"sshKeys":"ada.lovelace:ssh-rsa KEY ada@host","deploy_keys":["ci_1:ssh-ed25519 KEY"]}"#,
        r#"{"content":[{"text":"{\"ssh-keys\":\"ada:ssh-ed25519 KEY ada@host\"}"}]}"#,
    ];
    let public = public.map(|text| text.replace("KEY", ED25519));
    stays(&public.each_ref().map(String::as_str));
    check_all(&[
        r#"{"ssh-keys":"⟦ada:ssh-ed25519 kR3vX9pQ2mL7⟧"}"#,
        r#"{"ssh-keys":"⟦ada:AAAAC3NzaC1lZDI1⟧","deploy_keys":["⟦ada:hunter2 ssh-rsa AAAA⟧"]}"#,
        r#"{"sshKeys":"⟦:ssh-rsa AAAA⟧","ssh_keys":"⟦a/b:ssh-rsa AAAA⟧"}"#,
    ]);
}

#[test]
fn prompts_that_show_what_is_there() {
    check_all(&[
        "AWS Access Key ID [None]: ada\nAWS Secret Access Key [None]: ⟦SeO3ly2zQm8vKx1TpWy⟧\nDefault region name [None]: eu\n",
        "AWS Secret Access Key [****************ABCD]: ⟦SeO3ly2zQm8vKx1TpWy⟧\n",
        "Password [hidden]: ⟦hunter2⟧\n",
        "? Database password [none]: ⟦maple-7-river⟧\nPort [5432]: 5433\n",
        r#"{"text":"AWS Secret Access Key [None]: ⟦SeO3ly2zQm8vKx1TpWy⟧\nDefault region name [None]: eu"}"#,
    ]);
    stays(&[
        "AWS Secret Access Key [None]: \nDefault region name [None]: eu-west-1\n",
        "AWS Secret Access Key [None]:\n",
        "Password [hidden]: \n\nPort [5432]: 5433\n",
        "Password [None]: ****\n",
        r#"{"text":"Password [None]: \nDefault region name [None]: eu-west-1"}"#,
        "tokens [1]: alpha4 beta\nsession [4711]: closed4\n",
        "Enter a password [at least 8 characters]: \n",
    ]);
}

#[test]
fn links_and_settings_under_the_name_of_a_secret() {
    stays(&[
        r#"{"resetPassword":{"href":"https://acme.example.com/api/v1/users/17/lifecycle/reset_password","method":"POST"}}"#,
        r#"{"refresh_token":{"expiration_type":"non-expiring","leeway":0,"infinite_token_lifetime":true,"token_lifetime":2592000}}"#,
    ]);
    check_all(&[
        r#"{"resetPassword":{"href":"⟦https://acme.example.com/reset?token=kR3vX9pQ2mL7⟧","method":"POST"}}"#,
        r#"{"resetPassword":{"href":"⟦hunter2⟧","method":"POST"}}"#,
        r#"{"refresh_token":{"expiration_type":"⟦kR3vX9pQ2mL7⟧","leeway":"⟦hunter2⟧"}}"#,
        r#"{"refresh_token":{"secret_type":"non-expiring","value":"⟦hunter2⟧"}}"#,
    ]);
}

/// What was typed stands in the tree of the page from then on.
#[test]
fn fields_in_the_tree_of_a_page() {
    check_all(&[
        "- textbox \"Password\" [ref=e12]: ⟦EFAdZs-zkHZzd54x⟧\n- button \"Sign in\" [ref=e13]\n",
        "    - textbox \"Password\" [active] [ref=e12]: ⟦hunter2⟧\n",
        "    - textbox \"Enter your password\" [ref=e12]: ⟦hunter2⟧\n",
        "- textbox \"Password\": ⟦correct horse⟧\n",
        "- textbox \"API key\" [ref=e2]: \"⟦a: b7Kq⟧\"\n- link \"Docs\" [ref=e3]\n",
        r#"{"type":"text","text":"- textbox \"Password\" [ref=e12]: ⟦hunter2⟧\n- button \"Sign in\""}"#,
    ]);
    stays(&[
        "- textbox \"Password\" [ref=e12]\n- button \"Show password\" [ref=e13]: Show\n",
        "- textbox \"Password\" [ref=e12]:\n  - /placeholder: Enter it\n",
        "- heading \"Password\" [level=2] [ref=e1]: Change it here\n",
        "- textbox \"Password\" [ref=e12]: ••••••••\n",
        "- textbox \"Name\" [ref=e12]: hunter2\n",
    ]);
}
