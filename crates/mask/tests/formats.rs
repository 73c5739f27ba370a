//! Every vendor's format in several surroundings: the rule fires, and only the secret goes.
//!
//! Secrets are drawn from templates, so that no leak scanner takes this file for a leak. In a
//! template `{a36}` stands for 36 bytes of the class `a`; see [`Draw::class`].

use gate_mask::{Masker, Style, rules};

/// Rule id, what stays before, and the template of the secret.
const FORMATS: &[(&str, &str, &str)] = &[
    ("aws-access-key-id", "", "AKIA{q16}"),
    ("aws-access-key-id", "", "ASIA{q16}"),
    ("aws-access-key-id", "", "ABIA{q16}"),
    ("aws-session-token", "", "IQoJb3JpZ2luX2Vj{a400}=="),
    ("aws-session-token", "", "FwoGZXIvYXdzE{6320}="),
    ("aws-appsync-key", "", "da2-{n26}"),
    ("aws-bedrock-key", "", "ABSKQmVkcm9ja0FQSUtleS1{6108}="),
    ("aws-bedrock-key", "", "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t{6300}"),
    ("amazon-mws-token", "", "amzn.mws.{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("amazon-oauth-secret", "", "amzn1.oa2-cs.v1.{h64}"),
    ("amazon-login-token", "", "Atza|{b200}"),
    ("amazon-login-token", "", "Atzr|{b200}"),
    ("google-api-key", "", "AIzaSy{b33}"),
    ("google-auth-key", "", "AQ.Ab8RN6{b44}"),
    ("google-oauth-secret", "", "GOCSPX-{b28}"),
    ("google-access-token", "", "ya29.a0{b160}"),
    ("google-access-token", "", "ya29.c.b0{b900}"),
    ("google-refresh-token", "", "1//0{b98}"),
    ("google-authorization-code", "", "4/0A{b70}"),
    ("google-messaging-key", "", "AAAA{b7}:APA91b{b134}"),
    ("google-hmac-id", "", "GOOG1E{u55}"),
    ("digitalocean-token", "", "dop_v1_{h64}"),
    ("digitalocean-token", "", "doo_v1_{h64}"),
    ("digitalocean-token", "", "dor_v1_{h64}"),
    ("digitalocean-spaces-id", "", "DO00{u16}"),
    ("digitalocean-spaces-id", "", "DO801{u15}"),
    ("alibaba-access-key-id", "", "LTAI{a20}"),
    ("alibaba-access-key-id", "", "LTAI{a12}"),
    ("alibaba-session", "", "STS.N{a24}"),
    ("alibaba-session", "", "STS.L{a20}"),
    ("alibaba-session-token", "", "CAIS{6400}"),
    ("tencent-secret-id", "", "AKID{a32}"),
    ("volcengine-access-key-id", "", "AKLT{b43}"),
    ("baidu-key", "", "bce-v3/ALTAK-{a21}/{h40}"),
    ("yandex-key", "", "AQVN{b36}"),
    ("yandex-iam-token", "", "t1.9eu{b180}.{b86}"),
    ("cloudflare-token", "", "cfut_{a40}{h8}"),
    ("cloudflare-token", "", "cfat_{a40}{h8}"),
    ("cloudflare-token", "", "cfk_{a40}{h8}"),
    ("cloudflare-token", "", "cfast_{a40}{h8}"),
    ("cloudflare-origin-ca-key", "", "v1.0-{h24}-{h146}"),
    ("cloudflare-tunnel-token", "", "eyJhIjoi{a44}LCJ0Ijoi{a120}"),
    ("service-key", "Fastly-Key: ", "{b32}"),
    ("service-key", "\"fastly-key\": \"", "{b32}"),
    ("vercel-token", "", "vcp_{a56}"),
    ("vercel-token", "", "vck_{a56}"),
    ("vercel-token", "", "vci_{a24}"),
    ("vercel-blob-token", "", "vercel_blob_rw_{a16}_{a30}"),
    ("netlify-token", "", "nfp_{a36}"),
    ("netlify-token", "", "nfc_{a36}"),
    ("fly-token", "FlyV1 ", "fm2_{6520}=="),
    ("fly-token", "", "fm1r_{6300}"),
    ("fly-legacy-token", "", "fo1_{b43}"),
    ("heroku-key", "", "HRKU-AA{b58}"),
    ("heroku-key", "", "HRKU-{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("scaleway-access-key", "", "SCW{u17}"),
    ("scalingo-token", "", "tk-us-{b48}"),
    ("render-key", "", "rnd_{a32}"),
    ("deno-deploy-token", "", "ddp_{a36}"),
    ("oracle-request-url", "https://objectstorage.eu-zurich-1.oraclecloud.com/p/", "{b64}"),
    ("upcloud-token", "", "ucat_{u26}"),
    ("backblaze-key", "", "K005{a27}"),
    ("azure-client-secret", "", "{a3}8Q~{a34}"),
    ("azure-client-secret", "", "{a3}7Q~{a31}"),
    ("azure-account-key", "", "{676}+ASt{a5}A=="),
    ("azure-account-key", "", "{676}ACDb{a5}Q=="),
    ("azure-account-key", "", "{676}+ABa{a5}g=="),
    ("azure-account-key", "", "{676}+AMC{a5}g=="),
    ("azure-account-key", "", "{676}APIM{a5}w=="),
    ("azure-service-key", "", "{633}+ASbE{a5}="),
    ("azure-service-key", "", "{633}+AEhC{a5}="),
    ("azure-service-key", "", "{633}+ARmB{a5}="),
    ("azure-service-key", "", "{633}AIoTA{a5}="),
    ("azure-service-key", "", "{633}AzCaP{a5}="),
    ("azure-service-key", "", "{633}AZEGD{a5}="),
    ("azure-function-key", "", "{b44}AzFu{b5}A=="),
    ("azure-search-key", "", "{a42}AzSeB{a5}"),
    ("azure-container-registry-key", "", "{a42}+ACRC{a5}"),
    ("azure-container-registry-key", "", "{a42}+ACR{a6}"),
    ("azure-common-key", "", "{a52}JQQJ99BDACYeBjFXJ3w3AAABACOG{a4}"),
    ("azure-common-key", "", "{a52}JQQJ99{a1}C{a12}AAAAAZDO{a4}"),
    ("azure-refresh-token", "", "0.A{b80}.AgABAw{b500}"),
    ("azure-repository-key", "", "git&202612312359&{a86}=="),
    ("github-token", "", "ghp_{a36}"),
    ("github-token", "", "gho_{a36}"),
    ("github-token", "", "ghr_{a76}"),
    ("github-app-token", "", "ghu_{a36}"),
    ("github-app-token", "", "ghs_{a36}"),
    ("github-app-token", "", "ghs_{d6}_eyJ{b40}.eyJ{b180}.{b250}"),
    ("github-fine-grained-token", "", "github_pat_{a22}_{a59}"),
    ("gitlab-token", "", "glpat-{b20}"),
    ("gitlab-token", "", "glpat-{b50}.01.{n9}"),
    ("gitlab-token", "", "gldt-{b20}"),
    ("gitlab-token", "", "glft-{b20}"),
    ("gitlab-token", "", "glrt-{b20}"),
    ("gitlab-token", "", "glrt-t1_{b27}.01.{n9}"),
    ("gitlab-token", "", "glrtr-{b20}"),
    ("gitlab-token", "", "glwt-{b20}"),
    ("gitlab-token", "", "glcbt-6f_{b20}"),
    ("gitlab-token", "", "glptt-{h40}"),
    ("gitlab-token", "", "gloas-{h64}"),
    ("gitlab-token", "", "glimt-{b25}"),
    ("gitlab-token", "", "glagent-{b50}"),
    ("gitlab-token", "", "glsoat-{b20}"),
    ("gitlab-token", "", "glffct-{b20}"),
    ("gitlab-token", "", "GR1348941{b20}"),
    ("gitlab-session-cookie", "_gitlab_session=", "{h32}"),
    ("atlassian-token", "", "ATATT3xFfGF0{b172}={u8}"),
    ("atlassian-token", "", "ATCTT3xFfGN0{b172}={u8}"),
    ("atlassian-token", "", "ATSTT3xFfGF0{b172}={u8}"),
    ("bitbucket-app-password", "", "ATBB{a24}{u8}"),
    ("bitbucket-data-center-token", "", "BBDC-{644}"),
    ("trello-token", "", "ATTA{h64}{u8}"),
    ("npm-token", "", "npm_{a36}"),
    ("pypi-token", "", "pypi-AgEIcHlwaS5vcmcCJ{b155}"),
    ("pypi-token", "", "pypi-AgENdGVzdC5weXBpLm9yZw{b150}"),
    ("rubygems-key", "", "rubygems_{h48}"),
    ("crates-io-token", "", "cioK{a31}"),
    ("crates-io-token", "", "cioa2{a30}"),
    ("crates-io-token", "", "ciozxT{a29}"),
    ("crates-io-token", "", "ciozxqbn7{a26}"),
    ("crates-io-token", "", "ciozxqbnwK{a25}"),
    ("docker-token", "", "dckr_pat_{b27}"),
    ("docker-token", "", "dckr_oat_{b32}"),
    ("docker-swarm-token", "", "SWMTKN-1-{n50}-{n25}"),
    ("docker-swarm-key", "", "SWMKEY-1-{643}"),
    ("nuget-key", "", "oy2{r43}"),
    ("artifactory-key", "", "AKCp{a69}"),
    ("artifactory-reference-token", "", "cmVmdGtuOjAx{a52}"),
    ("clojars-token", "", "CLOJARS_{n60}"),
    ("harness-key", "", "pat.{a22}.{h24}.{a20}"),
    ("sourcegraph-cody-token", "", "slk_{h64}"),
    ("chromatic-token", "", "chpt_{h15}"),
    ("openai-key", "", "sk-proj-{b74}T3BlbkFJ{b74}"),
    ("openai-key", "", "sk-svcacct-{b58}T3BlbkFJ{b58}"),
    ("openai-key", "", "sk-admin-{b58}T3BlbkFJ{b58}"),
    ("openai-legacy-key", "", "sk-{a20}T3BlbkFJ{a20}"),
    ("openai-legacy-key", "", "sk-{n32}"),
    ("openai-marked-key", "", "sk-my-app-{a20}T3BlbkFJ{a20}"),
    ("openai-session", "", "sess-{a40}"),
    ("anthropic-key", "", "sk-ant-api03-{b93}AA"),
    ("anthropic-key", "", "sk-ant-admin01-{b93}AA"),
    ("anthropic-key", "", "sk-ant-oat01-{b93}AA"),
    ("hugging-face-token", "", "hf_{l34}Q"),
    ("hugging-face-token", "", "hf_Q{a33}"),
    ("hugging-face-token", "", "api_org_{a34}"),
    ("hugging-face-oauth-token", "", "hf_oauth_eyJ{b40}.eyJ{b90}.{b60}"),
    ("replicate-token", "", "r8_{a37}"),
    ("groq-key", "", "gsk_{a52}"),
    ("perplexity-key", "", "pplx-{a48}"),
    ("xai-key", "", "xai-{a80}"),
    ("xai-key", "", "xai-token-{a80}"),
    ("langsmith-key", "", "lsv2_pt_{h32}_{h10}"),
    ("langsmith-key", "", "lsv2_sk_{h32}_{h10}"),
    ("langsmith-legacy-key", "", "ls__{h32}"),
    ("langsmith-legacy-key", "", "ls__{a24}"),
    ("langfuse-secret-key", "", "sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("pinecone-key", "", "pcsk_{a6}_{a63}"),
    ("wandb-key", "", "wandb_v1_{b77}"),
    ("elevenlabs-key", "", "sk_{h48}"),
    ("openrouter-key", "", "sk-or-v1-{h64}"),
    ("together-key", "", "tgp_v1_{b43}"),
    ("fireworks-key", "", "fw_3Zk{a21}"),
    ("nvidia-key", "", "nvapi-{b64}"),
    ("voyage-key", "", "pa-{b43}"),
    ("voyage-key", "", "al-{b43}"),
    ("cerebras-key", "", "csk-{n48}"),
    ("anyscale-key", "", "esecret_{a40}"),
    ("helicone-key", "", "sk-helicone-{n7}-{n7}-{n7}-{n7}"),
    ("tavily-key", "", "tvly-dev-{a32}"),
    ("firecrawl-key", "", "fc-{h32}"),
    ("jina-key", "", "jina_{h32}{a28}"),
    ("llama-cloud-key", "", "llx-{a48}"),
    ("apify-token", "", "apify_api_{a36}"),
    ("runpod-key", "", "rpa_{u40}{n6}"),
    ("e2b-key", "", "e2b_{h40}"),
    ("browserbase-key", "", "bb_live_{b27}"),
    ("cursor-key", "", "crsr_{h64}"),
    ("slack-token", "", "xoxb-{d12}-{d13}-{a24}"),
    ("slack-token", "", "xoxp-{d12}-{d12}-{d12}-{h32}"),
    ("slack-token", "", "xoxa-2-{d12}-{d12}-{d12}-{h32}"),
    ("slack-token", "", "xoxr-{d12}-{d12}-{d12}-{h32}"),
    ("slack-token", "", "xoxo-{d12}-{d12}-{d12}-{h32}"),
    ("slack-token", "", "xoxs-{d12}-{d12}-{d12}-{h32}"),
    ("slack-token", "", "xoxc-{d12}-{d12}-{d12}-{h64}"),
    ("slack-token", "", "xoxe-1-{u146}"),
    ("slack-token", "", "xoxe.xoxp-1-{u163}"),
    ("slack-token", "", "xoxe.xoxb-1-{u163}"),
    ("slack-cookie", "", "xoxd-{a60}%2B{a60}%3D"),
    ("slack-app-token", "", "xapp-1-A{u10}-{d13}-{h64}"),
    ("slack-workflow-token", "", "xwfp-{d12}-{d12}-{a32}"),
    ("webhook-url", "https://hooks.slack.com/services/", "T{u10}/B{u10}/{a24}"),
    ("webhook-url", "https://hooks.slack.com/workflows/", "T{u10}/A{u10}/{d18}/{a24}"),
    ("webhook-url", "https://hooks.slack.com/triggers/", "T{u10}/{d13}/{h32}"),
    ("webhook-url", "https:\\/\\/hooks.slack.com\\/services\\/", "T{u10}\\/B{u10}\\/{a24}"),
    ("webhook-url", "https://discord.com/api/webhooks/", "{d18}/{b68}"),
    ("webhook-url", "https://discordapp.com/api/webhooks/", "{d19}/{b68}"),
    ("webhook-url", "https://ptb.discord.com/api/v10/webhooks/", "{d19}/{b68}"),
    (
        "webhook-url",
        "https://acme.webhook.office.com/webhookb2/",
        "{h8}-{h4}-{h4}-{h4}-{h12}@{h8}-{h4}-{h4}-{h4}-{h12}/IncomingWebhook/{h32}/{h8}-{h4}-{h4}-{h4}-{h12}",
    ),
    ("webhook-url", "https://open.feishu.cn/open-apis/bot/v2/hook/", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    ("wecom-webhook", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "{h8}-{h4}-{h4}-{h4}-{h12}"),
    (
        "azure-workflow-url",
        "https://prod-01.westeurope.logic.azure.com:443/workflows/0a1b/triggers/manual/paths/invoke?api-version=2016-10-01&sv=1.0&sig=",
        "{b43}",
    ),
    ("discord-bot-token", "", "MTIzNDU2Nzg5MDEyMzQ1Njc4.{b6}.{b38}"),
    ("discord-bot-token", "", "OTk4NzY1NDMyMTA5ODc2NTQz.{b6}.{b27}"),
    ("service-key", "discord bot ", "MX{a23}.G{b5}.{b27}"),
    ("discord-mfa-token", "", "mfa.{b84}"),
    ("telegram-bot-token", "", "{d10}:AA{b33}"),
    ("telegram-bot-token", "https://api.example.org/bot", "{d9}:AA{b33}"),
    ("telegram-bot-url", "https://api.telegram.org/bot", "{d10}:BB{b33}"),
    ("sendgrid-key", "", "SG.{b22}.{b43}"),
    ("twilio-key", "", "SK{h32}"),
    ("mailgun-key", "", "key-{h32}"),
    ("mailgun-key", "", "key-{n32}"),
    ("service-key", "mailgun: ", "{h32}-{h8}-{h8}"),
    ("mailchimp-key", "", "{h32}-us7"),
    ("mailchimp-key", "", "{h32}-us21"),
    ("brevo-key", "", "xkeysib-{h64}-{a16}"),
    ("brevo-key", "", "xsmtpsib-{h64}-{a16}"),
    ("mailersend-token", "", "mlsn.{h64}"),
    ("resend-key", "", "re_4{a7}_{a24}"),
    ("resend-key", "", "re_gQ{a6}_{a24}"),
    ("resend-key", "", "re_uykkvOQg_{a24}"),
    ("onesignal-key", "", "os_v2_app_{n103}"),
    ("pubnub-secret-key", "", "sec-c-{a48}"),
    ("matrix-token", "", "syt_{a12}_{l20}_{a6}"),
    ("matrix-token", "", "syr_{a12}_{l20}_{a6}"),
    ("matrix-service-token", "", "mat_{a30}_{a6}"),
    ("matrix-service-token", "", "mpt_{a30}_{a6}"),
];

/// What looks like a token and is none: one byte short, of another class, a word, a sample.
const NEAR_MISSES: &[&str] = &[
    "AKIA{q15}",
    "AKIA{l16}",
    "ASIATISCHE",
    "ACCAGTTACGATTACAGGCA",
    "AIza{b34}",
    "AIza{b36}",
    "da2-{n25}",
    "dop_v1_{h63}",
    "GOCSPX-{b12}",
    "v1.0-rc1 v1.0-beta v1.0-0",
    "cfk_{a20}",
    "fm2_radio",
    "SCW{u16}",
    "{a2}8Q~{a34}",
    "{a4}8Q~{a34}",
    "{675}+ASt{a5}A==",
    "{677}+ASt{a5}A==",
    "{632}+ASbE{a5}=",
    "{a51}JQQJ99BDACYeBjFXJ3w3AAABACOG{a4}",
    "ghp_{a35}",
    "ghx_{a36}",
    "github_pat_{a20}",
    "glpat-{b19}",
    "glob-{b24} gl-{b20} glht-{b20}",
    "glpat-your-personal-token-goes-here",
    "npm_{a34}",
    "npm_config_registry npm_lifecycle_event_that_goes_on_and_on",
    "rubygems_{h47}",
    "precious delicious cioppino cio_{a30}",
    "oy2{r42}",
    "dckr_pat_short",
    "AKCp{a40}",
    "sk-lucide-icon-that-is-quite-long-indeed",
    "task-{a32} risk-{a32} disk-{n40}",
    "sk-{a20}",
    "sk-your-key-here-please-and-thank-you",
    "sk-proj-xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "sk-ant-short",
    "hf_transfer hf_hub_download hf_{a20}",
    "r8_{a30}",
    "gsk_{a30}",
    "pplx-7b-online pplx-70b-chat-with-a-long-name",
    "sk_{h47}",
    "sk_{h49}",
    "task_deadbeef task_{h48}",
    "fw_someveryveryverylongname fw_{l30}",
    "pa-{b42}",
    "pa-the-title-of-an-article-that-is-as-long-as-key",
    "xoxb-slack-bot-token-goes-here",
    "xoxb-1",
    "https://hooks.slack.com/services/T000/B000",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "https://discord.com/invite/{a10} https://discord.com/channels/{d18}/{d18}/{d19}",
    "https://discord.com/api/webhooks/{d18}/<token>",
    "MTIzNDU2Nzg5MDEyMzQ1Njc4.{b4}.{b38}",
    "MTIzNDU2Nzg5MDEyMzQ1Njc4",
    "{d10}:AA{b20}",
    "12:34:56:AA sha:AA{b33}",
    "SG.{b22}.{b20}",
    "SK{h31}",
    "SK{h33}",
    "AC{h32}",
    "key-{h31}",
    "key-value key-{l20}",
    "{h31}-us7",
    "{h32}-us-east-1",
    "{h32}-{h8}-{h8}",
    "xkeysib-{h30}",
    "re_export re_2_compile core_X1 {h8}_{a24}",
    // Things of their own.
    "{h8}-{h4}-{h4}-{h4}-{h12}",
    "{h40}",
    "{h64}",
    "sha512-{686}==",
    "data:image/png;base64,{6900}",
    "sha256:{h64}",
    "AKIA{q16}{q1}",
    "LTAI{a20}x{a20}",
];

/// Surroundings that leave a secret alone.
const AROUND: &[(&str, &str)] = &[
    ("", ""),
    ("see ", " there"),
    ("see ", "."),
    ("{\"note\": \"use ", " now\"}"),
    ("{\"log\": \"a\\n", "\\nb\"}"),
    ("{\"log\": \"{\\\"a\\\":\\\"b\\\\n", "\\\\n\\\"}\"}"),
    ("\"\\u00e9", "\""),
    ("https://example.com/?k=", "&x=1"),
    ("'", "'"),
    ("(", ")."),
    ("`", "`,"),
    ("<a>", "</a>"),
    ("a\tb\r\n", "\r\n"),
];

/// Draws the same bytes for the same seed.
struct Draw(u64);

impl Draw {
    fn new(template: &str, variant: u64) -> Self {
        let seed = template.bytes().fold(variant + 1, |s, b| s.wrapping_mul(0x100_0000_01b3) ^ u64::from(b));
        Self(seed)
    }

    fn class(class: char) -> &'static [u8] {
        const ALL: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_+/";
        match class {
            'd' => &ALL[..10],
            'h' => &ALL[..16],
            'n' => &ALL[..36],
            'l' => &ALL[10..36],
            'a' => &ALL[..62],
            'b' => &ALL[..64],
            '6' => b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/",
            'u' => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            'q' => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            'r' => b"abcdefghijklmnopqrstuvwxyz234567",
            other => panic!("no class {other}"),
        }
    }

    fn byte(&mut self, class: &[u8]) -> char {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(class[(self.0 >> 33) as usize % class.len()])
    }

    fn fill(&mut self, template: &str) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (hole, tail) = after.split_once('}').expect("a template closes its braces");
            let class = Self::class(hole.chars().next().expect("a hole has a class"));
            let len: usize = hole[1..].parse().expect("a hole has a length");
            out.push_str(before);
            out.extend((0..len).map(|_| self.byte(class)));
            rest = tail;
        }
        out + rest
    }
}

fn drawn(template: &str) -> impl Iterator<Item = String> {
    (0..4).map(move |variant| Draw::new(template, variant).fill(template))
}

#[test]
fn every_format_is_masked_wherever_it_stands() {
    let masker = Masker::default();
    let mut failures = Vec::new();
    for &(rule, stays, template) in FORMATS {
        for secret in drawn(template) {
            for (before, after) in AROUND {
                let text = format!("{before}{stays}{secret}{after}");
                let masked = masker.mask_str(&text);
                let found = masked.findings().iter().next().map(|finding| finding.rule());
                if *masked.get() != format!("{before}{stays}***{after}") || found != Some(rule) {
                    failures.push(format!("{rule} ({found:?}): {text}\n  became {}", masked.get()));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn near_misses_stay() {
    let masker = Masker::default();
    let mut failures = Vec::new();
    for template in NEAR_MISSES {
        for text in drawn(template) {
            for (before, after) in [("", ""), ("see ", " there"), ("{\"note\": \"", "\"}")] {
                let text = format!("{before}{text}{after}");
                let masked = masker.mask_str(&text);
                if *masked.get() != text {
                    let rule = masked.findings().iter().next().map(|finding| finding.rule());
                    failures.push(format!("{rule:?}: {text}\n  became {}", masked.get()));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// Inside a longer word a token is none.
#[test]
fn longer_words_stay() {
    let masker = Masker::default();
    // What may hold dots or dashes may begin before them.
    let whole = |rule: &str, stays: &str| {
        stays.is_empty() && !["azure-refresh-token", "openai-marked-key", "slack-token"].contains(&rule)
    };
    for &(rule, stays, template) in FORMATS.iter().filter(|(rule, stays, _)| whole(rule, stays)) {
        for secret in drawn(template) {
            let text = format!("Zz9_{stays}{secret}");
            let masked = masker.mask_str(&text);
            let found = masked.findings().iter().any(|finding| finding.rule() == rule);
            assert!(!found, "{rule}: {text} became {}", masked.get());
        }
    }
}

/// Ids that show which word after them is a secret.
#[test]
fn secrets_beside_their_id_are_masked() {
    let cases = [
        ("aws-secret-access-key", "AKIA{q16}", "{a20}/{a19}"),
        ("alibaba-access-key-secret", "LTAI{a20}", "{a30}"),
        ("scaleway-secret-key", "SCW{u17}", "{h8}-{h4}-{h4}-{h4}-{h12}"),
        ("twilio-auth-token", "SK{h32}", "{a32}"),
    ];
    // What looks like a digest or a UUID must be right beside.
    let close = |rule: &str| rule.starts_with("twilio") || rule.starts_with("scaleway");
    let around = [
        ("", ",", ""),
        ("id,value\n", ",", "\n"),
        ("-u ", ":", " https://x"),
        ("{\"id\": \"", "\", \"value\": \"", "\"}"),
        ("id: ", "\nvalue: ", "\n"),
        ("{\"a\":\"", "\\n", "\\n\"}"),
        ("key ", " with ", "."),
    ];
    for (rule, id, secret) in cases {
        for (id, secret) in drawn(id).zip(drawn(secret)) {
            let far = |between: &str| between.len() > 4;
            for (before, between, after) in around.into_iter().filter(|a| !(close(rule) && far(a.1))) {
                let text = format!("{before}{id}{between}{secret}{after}");
                let masked = Masker::default().mask_str(&text);
                assert_eq!(masked.get(), &format!("{before}***{between}***{after}"), "{rule}: {text}");
            }
        }
    }
    // An account's id is none, its token is.
    let account = Draw::new("AC", 0).fill("AC{h32}");
    let token = Draw::new("token", 0).fill("{h32}");
    let masked = Masker::default().mask_str(&format!("{account}:{token}")).into_inner().into_owned();
    assert_eq!(masked, format!("{account}:***"));
}

#[test]
fn what_stands_beside_an_id_may_be_no_secret() {
    let id = Draw::new("AKIA", 0).fill("AKIA{q16}");
    for template in ["{h40}", "{h64}", "{a39}", "{a41}", "arn:aws:iam::{d12}:user/{l31}"] {
        for text in drawn(template) {
            let masked = Masker::default().mask_str(&format!("{id} {text}")).into_inner().into_owned();
            assert_eq!(masked, format!("*** {text}"));
        }
    }
}

/// Several secrets in a row: masked again nothing changes, and in chunks neither.
#[test]
fn formats_in_a_row_settle_at_once() {
    const BETWEEN: &[&str] = &[" ", ",", ":", "/", "-", "\\n", "=", "%2F", "\\\"", ".", "+"];
    let whole = Masker::default();
    let keeping = Masker::builder().style(Style::KeepLast4).build().expect("no rule is named");
    let masked = |masker: &Masker, text: &str| masker.mask_str(text).into_inner().into_owned();
    let mut failures = Vec::new();
    for (at, &(.., template)) in FORMATS.iter().enumerate() {
        for variant in 0..24 {
            let mut draw = Draw::new(template, variant as u64);
            let other = FORMATS[(at * 7 + variant * 31) % FORMATS.len()].2;
            let parts = [draw.fill(template), draw.fill(other), draw.fill(template)];
            let text = parts.join(BETWEEN[variant % BETWEEN.len()]);
            // The last four that are kept may begin what goes on without a break.
            let apart = matches!(BETWEEN[variant % BETWEEN.len()], " " | "," | "\\n" | "\\\"");
            let styles = [Some(&whole), apart.then_some(&keeping)];
            for masker in styles.into_iter().flatten() {
                let once = masked(masker, &text);
                let twice = masked(masker, &once);
                if twice != once {
                    failures.push(format!("{text}\n  became {once}\n  and {twice}"));
                }
                let mut streamed = Vec::new();
                let mut stream = masker.stream();
                text.as_bytes().chunks(5 + variant % 50).for_each(|chunk| stream.push(chunk, &mut streamed));
                stream.finish(&mut streamed);
                assert_eq!(String::from_utf8_lossy(&streamed), once, "{text}");
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// A literal pass goes over blocks of 32 or 64 bytes, and what it needs of the bytes behind one may come later.
#[test]
fn secrets_are_found_where_a_block_ends_with_the_chunk() {
    const BLOCKS: usize = 128;
    let masker = Masker::default();
    for &(_, _, template) in FORMATS {
        let secret = Draw::new(template, 0).fill(template);
        let most = secret.len().min(24);
        for (behind, within) in (1..9).flat_map(|behind| (1..most).map(move |within| (behind, within))) {
            let text = format!("{:1$}{secret}", "", BLOCKS + behind - within);
            let (first, rest) = text.as_bytes().split_at(BLOCKS + behind);
            let (mut stream, mut streamed) = (masker.stream(), Vec::new());
            stream.push(first, &mut streamed);
            stream.push(rest, &mut streamed);
            stream.finish(&mut streamed);
            let whole = masker.mask_str(&text).into_inner();
            assert_eq!(String::from_utf8_lossy(&streamed), whole, "{text}");
        }
    }
}

/// What is tested are rules.
#[test]
fn tested_rules_exist() {
    for (id, ..) in FORMATS {
        assert!(rules().any(|rule| rule.id() == *id), "{id}");
    }
}
