//! A text is masked the same wherever it stands: in a file, in the answer of a tool, behind the numbers of its lines.

use gate_mask::Masker;
use serde_json::{Value, json};

/// Texts and what is left of them.
const TEXTS: &[(&str, &str)] = &[
    // What a container is started with.
    (
        "services:\n  db:\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: postgres\n      POSTGRES_DB: shop\n",
        "services:\n  db:\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: ***\n      POSTGRES_DB: shop\n",
    ),
    (
        "    environment:\n      - PG_USER=shop\n      - PG_PASSWORD=mysecretpassword\n    networks:\n      - back\n",
        "    environment:\n      - PG_USER=shop\n      - PG_PASSWORD=***\n    networks:\n      - back\n",
    ),
    // A command that has a line for each option.
    (
        "send-mail \\\n  --auth-user ada@example.com \\\n  --auth-password mypassword \\\n  --from ada@example.com\n",
        "send-mail \\\n  --auth-user ada@example.com \\\n  --auth-password *** \\\n  --from ada@example.com\n",
    ),
    // A request of a test.
    (
        "want:\n  path: /api/push?id=7&secret=secretkey\n  code: 200\n",
        "want:\n  path: /api/push?id=7&secret=***\n  code: 200\n",
    ),
    // A resource whose values are secrets whatever their names.
    (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\nstringData:\n  cache-url: redis://cache:6379\n  mode: \"require\"\n",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\nstringData:\n  cache-url: ***\n  mode: \"***\"\n",
    ),
    // A key in strings that a program joins.
    (
        concat!(
            "    String KEY =\n            \"MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALRiMLAh9iimur8V\"\n",
            "            + \"A7qVvdqxevEuUkW4K+2KdMXmnQbG9Aa7k7eBjK1S+0LYmVjPKlJGNXHDGuy5Fw/d\"\n",
            "            + \"7rjVJ0BLB+ubPK8iA/Tw3hLQgXMRRGRXXCn8ikfuQfjUS1uZSatdLB81mydBETlJ\";\n    int n;\n",
        ),
        "    String KEY =\n            \"***\"\n            + \"***\"\n            + \"***\";\n    int n;\n",
    ),
    // The texts of a program, in several forms.
    (
        concat!(
            "    <string name=\"unlock\">Sblocca la cassaforte</string>\n    <string name=\"settings\">Impostazioni generali</string>\n",
            "    <string name=\"verify_master_password\">Sblocca la cassaforte</string>\n    <string name=\"help\">Hai bisogno di aiuto?</string>\n",
            "    <string name=\"later\">Non adesso, grazie.</string>\n    <string name=\"edit\">Modifica elemento</string>\n",
        ),
        "",
    ),
    (
        concat!(
            "{\n  \"header_new\": \"Nuova chiave di accesso\",\n  \"later\": \"Non adesso, grazie.\",\n",
            "  \"header_api_keys\": \"Eochracha comhéadain\",\n  \"help\": \"Hai bisogno di aiuto?\",\n",
            "  \"edit\": \"Modifica questo elemento ora\",\n  \"all\": \"Tutti gli elementi della lista\"\n}\n",
        ),
        "",
    ),
    (
        concat!(
            "username=Nom d'utilisateur\nremember_me=Se souvenir de moi sur cet appareil\nforgot_password=Mot de passe oublié ?\n",
            "reset_password=Réinitialiser le mot de passe\nsign_up=Créer un compte gratuitement\nwelcome=Bienvenue sur notre site !\nlater=Plus tard, s'il vous plaît.\nhelp=Avez-vous besoin d'aide ?\n",
        ),
        "",
    ),
    // A quote that ends a text, and none that begins a secret.
    (
        "$labels['curpasswd']  = 'Current Password:';\n$labels['newpasswd']  = 'New Password:';\n$labels['save'] = 'Save';\n",
        "",
    ),
    ("type AuthArgs Cookie = [CookieSettings, JWTSettings]\n  runAuth _ _ = cookieAuthCheck\n", ""),
];

/// How a text may stand in another.
type Transport = (&'static str, fn(&str) -> String);

const TRANSPORTS: &[Transport] = &[
    ("as it is", str::to_owned),
    ("in an answer", answer),
    ("in a text of an answer", |text| answer(&json!({ "path": "a", "text": text }).to_string())),
    ("in an event", |text| format!("event: message\ndata: {}\n\n", answer(text))),
    ("with its newlines as Windows has them", |text| text.replace('\n', "\r\n")),
    ("with numbers", numbered),
    ("with numbers and tabs", |text| lines(text, |line| format!("{line:>6}\t"))),
    ("with numbers, in an answer", |text| answer(&numbered(text))),
    ("as a search finds it", |text| lines(text, |line| format!("src/app.yml:{line}:"))),
    ("added", |text| lines(text, |_| "+".to_owned())),
    ("added, in an answer", |text| answer(&lines(text, |_| "+".to_owned()))),
    ("quoted in a mail", |text| lines(text, |_| "> ".to_owned())),
    ("in a code block", |text| format!("Here it is:\n\n```\n{text}```\n\nThat is all.\n")),
];

#[test]
fn texts_are_masked_the_same_wherever_they_stand() {
    let masker = Masker::default();
    for (text, left) in TEXTS {
        let left = if left.is_empty() { text } else { left };
        for (name, transport) in TRANSPORTS {
            let masked = masker.mask_str(&transport(text)).into_inner().into_owned();
            assert_eq!(masked, transport(left), "{name}");
        }
    }
}

fn answer(text: &str) -> String {
    let content: Value = json!([{ "type": "text", "text": text }]);
    json!({ "jsonrpc": "2.0", "id": 1, "result": { "content": content } }).to_string()
}

fn numbered(text: &str) -> String {
    lines(text, |line| format!("{line:>6}→"))
}

fn lines(text: &str, margin: impl Fn(usize) -> String) -> String {
    text.split_inclusive('\n').enumerate().map(|(at, line)| margin(at + 1) + line).collect()
}
