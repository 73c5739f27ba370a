//! What stands where a secret would and says that none is there or none is shown; what was made of one, and what is
//! only called like one.

mod marked;

use marked::{check_all, stays};

#[test]
fn digests_of_what_was_drawn() {
    let digest = "59b68ac45edbc42f21e045629f7f12209083fb49";
    let long = "9183b68ac45edbc42f21e045629f7f12209083fb4959b68ac45edbc42f21e045";
    for name in ["hashed_secret", "hashed_token", "secret_hash", "api_key_hash", "cookieHash", "tokenhash"] {
        stays(&[
            &format!("{{\"{name}\": \"{digest}\"}}"),
            &format!("{{\"{name}\":\"{long}\",\"n\":1}}"),
            &format!("{name}: {long}\n"),
        ]);
    }
    stays(&[
        &format!("{{\"tokenDigest\":\"sha256:{long}\"}}"),
        &format!("token_digest = \"sha1:{digest}\"\n"),
    ]);
    for name in ["password_hash", "hashed_password", "passphraseHash", "secret", "api_key"] {
        check_all(&[&format!("{{\"{name}\": \"⟦{digest}⟧\"}}")]);
    }
    check_all(&["{\"secret_hash\": \"⟦sunshine⟧\"}", "{\"hashed_secret\": \"⟦59b68ac45edbc42f21e0⟧\"}"]);
}

#[test]
fn samples_of_netrc_in_a_sentence() {
    stays(&[
        "Write machine NAME login USER password SECRET. Keep the file mode 0600.",
        "A line is machine NAME login USER password PASSWORD, and no more.",
    ]);
    check_all(&[
        "machine h.io login ada password ⟦SUNSHINE⟧\n",
        "machine h.io login ada password ⟦Hunter2.⟧ Keep",
    ]);
}

#[test]
fn fields_without_a_value() {
    stays(&[
        "&{Host:h.io Password: Token: Port:48901}",
        "{Password: User:fatima69}",
        "cfg={Auth:{Password: Token:} Port:48901}",
        "{host:h.io password: user:fatima69}",
    ]);
    check_all(&[
        "&{Host:h.io Password:⟦hunter2⟧ Token:⟦kR3vX9abQ2⟧ Port:48901}",
        "{host: h.io, password: ⟦user:fatima69⟧}",
        "Password: ⟦User:fatima69⟧\n",
    ]);
}

#[test]
fn places_with_flags_and_widths() {
    stays(&[
        "printf(\"token: %.*s\", n, t);",
        "printf(\"token: %08x\\n\", t);",
        "printf(\"password=%-20s|\", p);",
        "log(\"secret: %-20.8s\")",
        "log(\"secret: %5d\")",
    ]);
    check_all(&["log(\"secret: ⟦%6f%6c%61%66⟧\")", "log(\"secret: ⟦%08x9kQ⟧\")"]);
}

#[test]
fn properties_that_another_needs() {
    stays(&[
        "{\"dependentRequired\":{\"password\":[\"username\"]}}",
        "{\"dependencies\":{\"credit_card\":[\"x\"],\"password\":[\"username\",\"email\"]}}",
        "{\"dependentSchemas\":{\"token\":{\"required\":[\"username\"]}}}",
    ]);
    check_all(&[
        "{\"password\":[\"⟦username⟧\"]}",
        "{\"dependencies\":{\"password\":[\"⟦Sunshine9⟧\"]}}",
        "{\"dependentRequired\":{\"a\":[\"b\"]},\"password\":[\"⟦sunshine⟧\"]}",
    ]);
}

#[test]
fn places_of_objects_in_a_store() {
    stays(&[
        "{\"storage_key\":\"quarry/hazel/marble.md\"}",
        "storageKey: users/42/avatar.png\n",
        "{\"storage_key\":\"18/92/210d54f208f8071b7e18c40de6a3ead12d62f2fe2d4720b6472c1f5d2571\"}",
        "{\"storage_key\":\"uploads/2024-01-02/a_b\"}",
    ]);
    check_all(&[
        "{\"storage_key\":\"⟦kR3v/X9abQ2kR3vX9abQ2==⟧\"}",
        "AZURE_STORAGE_KEY=⟦kR3v/X9ab+Q2kR3vX9abQ2==⟧\n",
        "{\"storage_key\":\"⟦sunshine9⟧\"}",
        "{\"api_key\":\"⟦quarry/hazel/marble9⟧\"}",
    ]);
}

#[test]
fn placeholders_after_a_prefix_and_in_brackets() {
    stays(&[
        "OPENAI_API_KEY=sk-YOUR_API_KEY\n",
        "{\"api_key\":\"sk-YOUR_KEY\"}",
        "{\"api_key\":\"sk-****\"}",
        "GITHUB_TOKEN=ghp_*****\n",
        "User(name='ada', password='[PROTECTED]')",
        "{\"password\":\"[PROTECTED]\",\"token\":\"[omitted]\"}",
        "{\"secret\":\"[snip]\",\"token\":\"[...]\"}",
        "{\"password\":\"(token)\",\"secret\":\"(api key)\",\"token\":\"[TOKEN]\"}",
        "DB_PASSWORD=(sensitive value)\n",
        "TOKEN=(not set)\n",
        "TOKEN=(not set) PORT=1\n",
    ]);
    check_all(&[
        "OPENAI_API_KEY=⟦sk-YOUR_9xk3kdQ2⟧\n",
        "{\"password\":\"⟦protected⟧\"}",
        "{\"password\":\"⟦omitted⟧\"}",
        "{\"password\":\"⟦[sunshine]⟧\"}",
        "{\"password\":\"⟦(sunshine)⟧\"}",
        "{\"password\":\"⟦(token9)⟧\"}",
    ]);
}

#[test]
fn tokens_that_are_traded() {
    let address = "0x5cb75cb75cb75cb75cb75cb75cb75cb75cb75cb7";
    stays(&[
        &format!("{{\"token0\":{{\"id\":\"{address}\",\"symbol\":\"WETH\"}},\"n\":1}}"),
        "{\"token1\":{\"symbol\":\"USDC\",\"decimals\":\"6\",\"name\":\"USD Coin\"}}",
        &format!("{{\"baseToken\":{{\"symbol\":\"WETH\",\"address\":\"{address}\"}}}}"),
    ]);
    check_all(&[
        "{\"token0\":{\"value\":\"⟦x9Kq2mVb7Lw4Zt⟧\",\"symbol\":\"WETH\"}}",
        "{\"token0\":{\"symbol\":\"WETH\",\"decimals\":\"6\",\"secret\":\"⟦x9Kq2mVb7⟧\"}}",
    ]);
}

#[test]
fn secrets_of_kubectl_by_their_names() {
    stays(&[
        "Name: x\nMountable secrets:   ledger-token-ay3st\n",
        "Image pull secrets:  regcred-x9\n",
        "secret \"scheduler-token\" deleted\n",
        "-secret \"scheduler-token\" deleted\n",
    ]);
    check_all(&[
        "-secret \"⟦scheduler-token⟧\" x\n",
        "-secret \"⟦kR3vX9abQ2⟧\"\n",
        "secrets: ⟦kR3vX9abQ2⟧\n",
    ]);
}
