//! Where a value begins and ends in what tools write around it: colours of a terminal, doubled quotes of CSV, the
//! default of a variable, rows that are indented.

mod marked;

use marked::{check_all, check_all_in, json, plain, stays};

#[test]
fn colours_end_a_value() {
    let drawn = "SxNi5QQnCKaBPCVB9Q";
    for case in [
        format!("\x1b[31mpassword: ⟦{drawn}⟧\x1b[0m"),
        format!("API_TOKEN=⟦{drawn}⟧\x1b[0m\nPORT=1\n"),
        format!("X-Api-Key: ⟦{drawn}⟧\x1b[0m\n"),
        format!("GET https://h.io/?access_token=⟦{drawn}⟧\x1b[0m\n"),
        format!("Authorization: Bearer ⟦{drawn}⟧\x1b[0m\n"),
        format!("machine h.io login ada password ⟦{drawn}⟧\x1b[0m\n"),
        format!("db.example.com:5432:app:ada:⟦{drawn}⟧\x1b[0m\n"),
    ] {
        check_all_in(&[plain], &[&case]);
    }
    check_all(&[
        &format!("\x1b[32mpassword: ⟦{drawn}⟧\x1b[0m\n"),
        &format!("API_TOKEN=⟦{drawn}⟧\x1b[0m ok\n"),
    ]);
    check_all_in(&[plain, json], &[&format!("\x1b[1mpassword\x1b[0m: ⟦{drawn}⟧\x1b[0m\n")]);
    check_all_in(&[plain], &[&format!("\x1b[36mpassword\x1b[0m: \x1b[32m\"⟦{drawn}⟧\"\x1b[0m\n")]);
    stays(&["\x1b[1mtoken\x1b[0m: \x1b[32m\"identifier\"\x1b[0m\n"]);
    stays(&["\x1b[31mpassword: required\x1b[0m\n", "\x1b[1mtoken\x1b[0m: string\x1b[0m\n"]);
}

#[test]
fn codes_of_colours_that_are_spelled_out() {
    let drawn = "kR3vX9abQ2mLw8RtZ4vNcH7s";
    for escape in ["\\x1b", "\\033", "\\e", "\\u001b"] {
        let text = [
            format!("{escape}[31mpassword: ⟦{drawn}⟧{escape}[0m"),
            format!("{escape}[1;32mDB_PASSWORD=⟦hunter2x⟧{escape}[0m and more"),
            format!("echo \"{escape}[31mAPI_TOKEN=⟦{drawn}⟧{escape}[0m\""),
            format!("Authorization: Bearer ⟦{drawn}⟧{escape}[0m\n"),
        ];
        for text in text {
            check_all_in(&[plain], &[&text]);
        }
        stays(&[&format!("{escape}[31mpassword: required{escape}[0m\n")]);
    }
    // Other letters behind a backslash are the value's.
    check_all_in(&[plain], &["DB_PASSWORD=⟦kT9\\e2mWc7⟧\n", "DB_PASSWORD=⟦kT9\\0332mWc7⟧\n"]);
}

#[test]
fn quotes_that_are_doubled() {
    check_all_in(
        &[plain],
        &[
            "id,body\n1,\"{\"\"password\"\": \"\"⟦sunshine⟧\"\", \"\"n\"\": 1}\"\n",
            "1,\"{\"\"user\"\":\"\"ada\"\",\"\"api_key\"\":\"\"⟦kR3vX9abQ2⟧\"\"}\",ok\n",
            "1,\"{\"\"authorization\"\": \"\"Bearer ⟦kR3vX9abQ2⟧\"\"}\"\n",
            "1,\"{\"\"token\"\": \"\"⟦kR3vX9abQ2⟧\"\", \"\"n\"\": 1}\"\n",
            "string body = @\"{\"\"client_secret\"\":\"\"⟦kR3vX9abQ2⟧\"\"}\";\n",
        ],
    );
    stays(&[
        "1,\"{\"\"password\"\": \"\"\"\"}\"\n",
        "1,\"{\"\"password\"\": \"\"<password>\"\"}\"\n",
        "1,\"{\"\"token_type\"\": \"\"bearer\"\"}\"\n",
        "1,\"{\"\"password\"\": true}\"\n",
        "1,\"{\"\"authorization\"\": \"\"Bearer <redacted>\"\"}\"\n",
        "1,\"{\"\"token\"\": \"\"Hi\"\", \"\"logprob\"\": -0.2}\"\n",
    ]);
}

#[test]
fn defaults_of_variables_wherever_they_stand() {
    check_all(&[
        "PASSWORD=${PASSWORD:-⟦SxNi5QQnCK⟧}\n",
        "  PASSWORD=${PASSWORD:-⟦SxNi5QQnCK⟧}\n",
        "    environment:\n      - POSTGRES_PASSWORD=${POSTGRES_PASSWORD:-⟦sunshine⟧}\n",
        "    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-⟦sunshine⟧}\n      PORT: 1\n",
    ]);
    stays(&[
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-changeme}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-$OTHER_PASSWORD}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}\n",
        "  TOKEN=${TOKEN:-none}\n",
    ]);
}

#[test]
fn rows_that_are_indented() {
    check_all(&[
        "  | Name | Value |\n  |---|---|\n  | DB_PASSWORD | ⟦kR3vX9abQ2⟧ |\n",
        "    | DB_PASSWORD | ⟦kR3vX9abQ2⟧ |\n",
    ]);
    stays(&["  | password | string | The password |\n", "  | DB_PASSWORD | required |\n"]);
}
