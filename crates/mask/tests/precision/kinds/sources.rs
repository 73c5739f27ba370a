//! Source code that speaks of secrets, in more languages.

use crate::form::{Kind, lines, texts};

pub(super) const KINDS: &[Kind] = &[
    texts(
        "tests of login",
        &[
            "def test_login_‹word›(client, user):\n    response = client.post('/login', json={'username': user.name, 'password': user.password})\n    assert response.json()['token'] is not None\n    assert 'password' not in response.json()\n",
            "it('rejects ‹word›', async () => {\n  const token = await signIn(user);\n  expect(token).toBeDefined();\n  expect(body.password).toBeUndefined();\n  await api.get('/me', { headers: { Authorization: `Bearer ${token}` } }).expect(‹int:400-403›);\n});\n",
            "#[test]\nfn masks_‹word›() {\n    let password = random_password();\n    assert_ne!(hash(&password), password);\n    assert!(matches!(login(token: &token), Err(Error::Token)));\n}\n",
            "func Test‹Word›(t *testing.T) {\n\ttoken := newToken(t)\n\tif got := auth(token); got != nil {\n\t\tt.Fatalf(\"auth(%q) = %v, want nil\", token, got)\n\t}\n}\n",
            "RSpec.describe ‹Word› do\n  let(:password) { SecureRandom.hex(‹int:8-40›) }\n  it { expect(subject.token).to eq(token) }\n  it { is_expected.to validate_presence_of(:password) }\nend\n",
            "@Test\nvoid ‹word›() {\n  String token = service.issue(user);\n  assertThat(token).isNotBlank();\n  when(repository.findByToken(token)).thenReturn(Optional.of(session));\n  verify(encoder).matches(password, hash);\n}\n",
            "public function test‹Word›(): void {\n    $token = $this->createToken($user);\n    $this->assertTrue(Hash::check($password, $user->password));\n    $this->postJson('/login', ['password' => $password])->assertStatus(‹int:200-204›);\n}\n",
        ],
    ),
    texts(
        "stubs of types",
        &[
            "class ‹Word›Client:\n    token: str | None\n    password: SecretStr = ...\n    api_key: ClassVar[str]\n    def login(self, user: str, password: str, otp: str = ...) -> Token: ...\n",
            "declare module '‹word›' {\n  export interface Credentials { password: string; token?: string; apiKey: string | undefined }\n  export function sign(payload: object, secret: Secret, options?: SignOptions): string;\n}\n",
            "export type ‹Word› = {\n  password: Password;\n  token: Token<'access'>;\n  secret: Uint8Array,\n  readonly apiKey: ApiKey2;\n};\n",
        ],
    ),
    texts(
        "macros and lifetimes of rust",
        &[
            "impl<'iter, 'token: 'iter, I: Iterator<Item = Token<'token>>> ‹Word›<I> {}\nstruct Parser<'token> { token: &'token str }\n",
            "macro_rules! ‹word› {\n    ($token:tt => $secret:expr) => { password!($token, $secret) };\n    (@token $($token:ident),*) => {};\n}\n",
            "match token {\n    Token::Password => \"password\",\n    TokenType::AccessToken => \"‹lower:3›\",\n    Kind::Secret { token } => secret(token),\n}\n",
            "pub struct ‹Word› {\n    pub private_key: secp256k1::SecretKey,\n    colon2_token: Colon2,\n    Token: ULONG64,\n    pub rq_area_token: __u64,\n}\n",
            "/// Executes a search on the haystack (identified by `‹word›` and `end`).\n/// Remove the extension identified by `typ`.\nfn ‹word›(token: Token) {}\n",
        ],
    ),
    texts(
        "headers of c",
        &[
            "#ifndef ‹WORD›_TOKEN_H\n#define SO_COOKIE 0x39\n#define MAX_PASSWORD ‹int:64-256›\ntypedef struct { char password[64]; uint64_t token; } ‹word›_secret;\nint check(const char *password, const char *token);\n#endif\n",
            "enum token { TOKEN_EOF = 0, TOKEN_SECRET = ‹int:1-99›, TOKEN_STRING };\nextern int ‹word›_set_password(void *ctx, const char *password);\nSO_NETNS_COOKIE                  = 0x50\n",
            "static const struct option opts[] = {\n    { \"password\", required_argument, NULL, 'p' },\n    { \"token\", required_argument, NULL, ‹int:1-99› },\n};\n",
        ],
    ),
    texts(
        "protocol buffers",
        &[
            "message ‹Word›Request {\n  string password = ‹int:1-9›;\n  optional string token = 2 [(google.api.field_behavior) = REQUIRED];\n  bytes secret = 3;\n  repeated string api_keys = 4;\n}\n",
            "service ‹Word› {\n  rpc CreateToken(TokenRequest) returns (TokenResponse);\n  rpc RotateSecret(Secret) returns (google.protobuf.Empty); // ‹int:1-99›\n}\n",
        ],
    ),
    texts(
        "scripts that ask for a password",
        &[
            "read -rsp 'Password for ‹word›: ' PASSWORD\nif [ -z \"$PASSWORD\" ]; then echo \"password: missing\" >&2; exit 1; fi\n",
            "PASSWORD=$(openssl rand -base64 ‹int:12-32›)\nTOKEN=\"$(curl -s \"$URL\" | jq -r .token)\"\necho \"$PASSWORD\" | docker login -u ‹user› --password-stdin\n",
            "for secret in $(‹word› secrets list); do\n  --build-secret \"${secret}=${!secret}\"\ndone\nOIDC_TOKEN=$$(agent oidc request-token --audience ‹word›)\n",
            "while getopts p:t: opt; do\n  case $opt in\n    p) PASSWORD=$OPTARG ;;\n    t) token=$OPTARG ;;\n  esac\ndone\nwget --http-password=$token ‹host›\n",
        ],
    ),
    texts(
        "powershell that asks for a password",
        &[
            "$password = Read-Host -AsSecureString 'Password of ‹word›'\n$cred = New-Object PSCredential($user, $password)\n$env:API_TOKEN = $token\n",
            "param(\n  [Parameter(Mandatory)] [SecureString] $Password,\n  [string] $Token = $env:‹WORD›_TOKEN\n)\nConnect-‹Word› -Credential $cred -Token $Token\n",
        ],
    ),
    texts(
        "style sheets",
        &[
            ".password { color: #‹hex:6›; }\ninput[name=\"password\"]:focus { outline: none; }\n.token:hover, .secret::after { content: \"‹word›\"; }\n",
            ".hljs-token{color:#‹hex:6›}.password-toggle:before{content:\"\\f06e\"}.cookie:not(.open){display:none}\n",
            ":root { --token: #‹hex:6›; --secret-width: ‹int:1-90›px; }\n.credentials > .pin { margin: 0 }\n",
        ],
    ),
    texts(
        "small scripts of the web",
        &[
            "!function(e,t){var n=e.token,r=t.password;n&&(e.token=null),r.secret=function(e){return e.apiKey||t.apiKey},o(‹int:1-900›)}(window,document);",
            "const o=e=>({password:e.password,token:t,secret:!0,apiKey:void 0});var a={token:1,password:n(‹int:1-900›),cookie:r.cookie};",
            "e.exports={type:\"password\",name:\"password\",token:i,autocomplete:\"new-password\",v:\"‹ver›\"};document.cookie=s+\"=\"+c;",
        ],
    ),
    texts(
        "lexers",
        &[
            "while self.more():\n    token += self.next()\n    if token == 'EOF': break\n    yield Token(token, kind='‹word›', line=‹int:1-900›)\n",
            "token = lexer.next(); // token: '(' expected\nif (token.type === 'string') token.value = '';\nthrow new SyntaxError(`unexpected token: ${token.value} (‹int:1-900›)`);\n",
            "switch (token) {\n  case \"password\":\n    return ‹int:1-9›;\n  case 'secret': return 0;\n  default: token = next();\n}\n",
            "if field == \"password\":\n    ‹int:1-9›\nelif x in (\"token\", \"secret\"):\n    pass\n",
        ],
    ),
    lines(
        "code that joins a header",
        &[
            "headers = {\"Authorization\": f\"Bearer {os.environ['‹WORD›_TOKEN']}\"}",
            "headers: { Authorization: `Bearer ${token}`, 'X-Id': '‹int:1-99›' },",
            "headers['Proxy-Authorization'] = `Basic ${Buffer.from(auth).toString('base64')}`; // ‹word›",
            "\"Authorization\" => \"Bearer #{ENV['‹WORD›_KEY']}\",",
            "req.Header.Set(\"Authorization\", \"Bearer \"+token) // ‹word›",
            "request.setRequestHeader('Authorization', 'Token ' + token); // ‹int:1-99›",
            "curl -H \"Authorization: Bearer $TOKEN\" https://‹host›/v1",
            "const authTokenKey = `${regKey}:_authToken`; // ‹word›",
        ],
    ),
    lines(
        "base64 of harmless prose",
        &[
            "data: ‹b64of:The password must have at least ten characters, said «user» to «user» on «date».›",
            "{\"content\": \"‹b64of:{\"name\": \"«word»\", \"kind\": \"report\", \"pages\": «int:1-900», \"password_required\": false}›\", \"encoding\": \"base64\"}",
            "blob=‹b64of:# «Word»\n\nRead the token from the environment, see «host».\n›",
            "‹b64uof:{\"page\": «int:1-900», \"sort\": \"created\", \"after\": \"«date»\"}›",
        ],
    ),
];
