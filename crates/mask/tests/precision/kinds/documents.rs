//! What people write and read: documentation, forms, translations, conversations.

use crate::form::{Kind, json, lines, texts};

pub(super) const KINDS: &[Kind] = &[
    texts(
        "readme files",
        &[
            "# ‹word›-mcp\n\n## Configuration\n\n| Variable | Required | Description |\n|---|---|---|\n| `API_KEY` | yes | Your API key |\n| `CLIENT_SECRET` | no | OAuth client secret |\n| `TOKEN_TTL` | no | Lifetime of a token in seconds (default: ‹int:60-900›) |\n",
            "## Authentication\n\nCreate a token under **Settings → Tokens** and export it:\n\n```bash\nexport ‹WORD›_TOKEN=<your-token>\n```\n\nThe token is sent as `Authorization: Bearer <token>`. See [Tokens](/docs/‹word›/tokens).\n",
            "### `login(username, password)`\n\nReturns a `Promise<Session>`; the session holds a `token` and a `refreshToken`. Added in v‹ver›.\n\n- SSH keys: `~/.ssh`\n- Credentials: `/etc/‹word›/credentials.json`\n",
        ],
    ),
    lines(
        "changelogs",
        &[
            "- fix: password: trim the value before it is compared (#‹int:1-9000›)",
            "- **auth:** token: refresh it ‹int:5-60› seconds before it expires ([‹hex:7›](https://‹host›/commit/‹hex:40›))",
            "## [‹ver›] - ‹date›",
            "- Removed `client_secret` from the logs of `‹word›`; rotate secrets after the upgrade.",
            "- secrets: `list` shows names only",
            "- BREAKING: `apiKey` was renamed to `credentials.apiKey` (‹user›)",
        ],
    ),
    texts(
        "manual pages",
        &[
            "CURL(1)\n\n       -u, --user <user:password>\n              Specify the user name and password to use for ‹word› authentication.\n\n       --password-file FILE\n              Read the password from FILE. Default: /etc/‹word›/password\n",
            ".TH ‹WORD› 1 \"‹date›\"\n.SH OPTIONS\n.TP\n\\fB--password\\fR=\\fIPASSWORD\\fR\nThe password to use.\n.TP\n\\fB\\-\\-token\\fR \\fITOKEN\\fR\nThe token, see \\fB‹word›\\fR(5).\n",
            "OPTIONS\n   --token TOKEN           API token [$‹WORD›_TOKEN]\n   --secret value          name of the secret (can be given ‹int:2-9› times)\n   --password-stdin        take the password from stdin\n",
        ],
    ),
    texts(
        "excerpts of standards",
        &[
            "   The authorization server issues an access token, as defined in\n   Section ‹int:1-9›.‹int:1-9›.  The client_secret parameter:  REQUIRED.  The\n   client secret issued to the client.\n\n   credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]\n",
            "   Cookie: the user agent sends stored cookies in the Cookie header.\n   set-cookie-string = cookie-pair *( \";\" SP cookie-av )\n   cookie-name       = token\n   token             = <token, defined in [RFC‹int:2000-9000›], Section 2.2>\n",
            "   grant_type\n         REQUIRED.  Value MUST be set to \"password\".\n   password\n         REQUIRED.  The resource owner password, ‹int:1-9› of ‹int:10-20›.\n",
        ],
    ),
    json(
        "translations",
        &[
            r#"{"login": {"password": "Passwort", "password_confirm": "Passwort wiederholen", "token": "Token", "forgot_password": "Passwort vergessen?"}, "id": ‹int:1-99›}"#,
            r#"{"password": "Mot de passe", "new_password": "Nouveau mot de passe", "api_key": "Clé d’API", "version": "‹ver›"}"#,
            r#"{"password": "Contraseña", "confirmPassword": "Confirmar contraseña", "secret": "Secreto", "rev": "‹hex:7›"}"#,
            r#"{"password": "パスワード", "token": "トークン", "credentials": "認証情報", "passphrase": "密码短语", "rev": ‹int:1-999›}"#,
            r#"{"password": "Пароль", "api_key": "Ключ API", "otp": "Одноразовый код", "rev": ‹int:1-999›}"#,
            r#"{"password": "Wachtwoord", "pin": "Pincode", "current_password": "Huidig wachtwoord", "rev": ‹int:1-999›}"#,
            r#"{"password": {"label": "Password", "placeholder": "Enter your password", "error": "The password is too short."}, "rev": ‹int:1-999›}"#,
            r#"{"password": "Confirm password", "new_password": "Choose a new password", "reset_token": "Reset token", "rev": ‹int:1-999›}"#,
        ],
    ),
    texts(
        "translations in other files",
        &[
            "de:\n  ‹word›:\n    password: Passwort\n    password_confirmation: Passwort bestätigen\n    api_key: API-Schlüssel\n",
            "msgid \"Password\"\nmsgstr \"Heslo\"\n\n#: ‹path›:‹int:1-900›\nmsgid \"Invalid token\"\nmsgstr \"Neplatný token\"\n",
            "<string name=\"password\">Hasło</string>\n<string name=\"‹word›\">‹Word›</string>\n<string name=\"forgot_password\">Nie pamiętasz hasła?</string>\n",
            "login.password=Password\nlogin.password.hint=Enter your password\n‹word›.title=‹Word›\n",
        ],
    ),
    texts(
        "forms",
        &[
            "<form action=\"/login\" method=\"post\">\n  <label for=\"password\">Password</label>\n  <input type=\"password\" id=\"password\" name=\"password\" value=\"\" autocomplete=\"current-password\" maxlength=\"‹int:20-90›\">\n</form>\n",
            "<label>API key <input name=\"api_key\" type=\"password\" placeholder=\"Your API key\" data-id=\"‹int:1-99›\" required></label>",
            "<select name=\"secret\">\n  <option value=\"\">Select a secret</option>\n  <option value=\"‹int:1-99›\">‹word›</option>\n</select>",
            "<td class=\"token\">—</td><td>‹word›</td><a href=\"/password/new\">Forgot your password?</a>",
        ],
    ),
    texts(
        "chats about passwords",
        &[
            "‹user›: where is the password?\n‹user›: password is in 1Password, vault \"‹word›\"\n‹user›: ok, token too?\n‹user›: no, the token is per user",
            "user: How do I reset my password?\nassistant: Open Settings, choose Password, and follow the link sent to your e-mail. The link is valid for ‹int:10-60› minutes.\n",
            "Q: My token is rejected. A: Your auth token is **stale**. Log in again (see ‹word›).",
            "‹user› [‹clock›] the api key is not set on staging, secrets are missing in ‹word›",
            "‹User› wrote: password: same as before? I have changed it on ‹date›.",
        ],
    ),
    lines(
        "questions and tickets",
        &[
            "How to hash a password: bcrypt or argon2id? (asked ‹int:1-90› times)",
            "#‹int:1-9000› Token expired: cannot refresh session after ‹int:1-90› minutes",
            "‹WORD›-‹int:1-900›: secret rotation job fails when the secret has no version",
            "Steps: 1. log in 2. copy the token 3. paste it into the field **Token** 4. press ‹Word›",
            "Expected: password prompt. Actual: \"Invalid credentials\" after ‹int:1-9› tries",
        ],
    ),
    json(
        "consent to cookies",
        &[
            r#"{"cookies": {"necessary": true, "analytics": false, "marketing": false}, "cookie_consent": "accepted", "version": ‹int:1-9›}"#,
            r#"{"cookie": {"name": "consent", "path": "/", "secure": true}, "banner": "We use cookies to improve this site.", "id": ‹int:1-99›}"#,
            r#"{"cookiePolicy": "https://‹host›/cookies", "cookies": ‹int:1-99›, "session": {"active": true, "timeout": ‹int:100-900›}}"#,
        ],
    ),
];
