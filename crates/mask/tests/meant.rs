//! Values under the names of secrets that are none by what they mean: labels, addresses, lifetimes,
//! constants, placeholders, and beside each what is secret there.

mod marked;

use marked::{check_all, stays};

#[test]
fn sentences_with_places_for_what_a_program_puts_in() {
    stays(&[
        r#"{"wayToGetTelegramToken":"Da konst da a Token vo {0} hoin."}"#,
        r#"{"telegramToken":"Du kan få en token från {0}.","wahaApiKey":"La clé se trouve dans {here}"}"#,
        r#"{"botToken":"アプリケーション作成とボットトークンの取得はこちら: {0}"}"#,
        r#"{"oracleConnectionString":"Banco de dados Oracle: {connectionString}"}"#,
    ]);
    check_all(&[
        r#"{"telegramToken":"⟦kR3vX9abQ2mm{0}⟧","botToken":"⟦velvet{orchid}⟧"}"#,
        r#"{"password":"⟦a {b} kR3vX9abQ2⟧"}"#,
    ]);
}

#[test]
fn labels_in_any_language() {
    stays(&[
        r#"{"Access Key":"Chave de Acesso","API Key":"API-nyckel","Integration Key":"Integrations-Schlissl"}"#,
        r#"{"Update Password":"Passwoat aktualisiern","Incorrect password":"Katalaluan tidak betul"}"#,
        r#"{"Bearer Token":"Token nositelja","smsApiToken":"Token untuk API SMS"}"#,
        r#"{"one_time_password":"Engangskode:","apiToken":"API prieigos raktas"}"#,
        "$labels['newpasswd'] = 'Ger-tremen nevez';\n$labels['password'] = 'Sarbide';\n",
        "$messages['nocurpassword'] = 'Sartu oraingo pasahitza.';\n",
        "CurrentPassword = \"Palavra de passe\"\n",
    ]);
    check_all(&[
        r#"{"password":"⟦correct horse battery staple⟧","DB Password":"⟦Correct Horse Battery Staple⟧"}"#,
        r#"{"password":"⟦Correct horse battery staple!⟧","token":"⟦Velvet orchid cinder⟧"}"#,
        r#"{"Wifi Password":"⟦Velvet orchid⟧","Mail Password":"⟦Velvet-Orchid⟧"}"#,
        r#"{"Access Key":"⟦kr3vxq9abq2zz⟧","Client Secret":"⟦orchid-cinder-velvet⟧"}"#,
        r#"{"authToken":"Token ⟦kr3vxq9abq2zz⟧"}"#,
        "$config['password'] = '⟦Sarbide⟧';\n",
    ]);
}
