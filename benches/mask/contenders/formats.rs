//! What the others look for: about what ours does, in the form that suits them.

/// Token formats, by their vendors' documentation. Each starts with its literal where it has one.
pub(super) const FORMATS: &[&str] = &[
    // Clouds.
    "A(?:KIA|SIA)[0-9A-Z]{16}",
    "AIza[0-9A-Za-z_-]{35}",
    "ya29\\.[0-9A-Za-z_-]{20,}",
    "dop_v1_[0-9a-f]{64}",
    "LTAI[0-9A-Za-z]{16,24}",
    "FlyV1 fm[12]_[0-9A-Za-z+/=,_-]{100,}",
    "HRKU-[0-9A-Za-z_-]{36,60}",
    "AccountKey=[0-9A-Za-z+/]{86}==",
    // Forges and registries.
    "gh[pousr]_[0-9A-Za-z]{36,}",
    "github_pat_[0-9A-Za-z_]{36,}",
    "glpat-[0-9A-Za-z_-]{20,}",
    "ATATT3[0-9A-Za-z_=-]{100,}",
    "npm_[0-9A-Za-z]{36}",
    "pypi-AgE[0-9A-Za-z_-]{50,}",
    "rubygems_[0-9a-f]{48}",
    "dckr_pat_[0-9A-Za-z_-]{27}",
    "AKCp[0-9A-Za-z]{69}",
    "oy2[0-9a-z]{43}",
    // Models.
    "sk-(?:proj|svcacct|admin)-[0-9A-Za-z_-]{20,}",
    "sk-ant-[0-9A-Za-z_-]{20,}",
    "hf_[0-9A-Za-z]{30,}",
    "r8_[0-9A-Za-z]{37}",
    "gsk_[0-9A-Za-z]{52}",
    "pplx-[0-9A-Za-z]{48}",
    "xai-[0-9A-Za-z]{80}",
    "lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}",
    // Chat, mail and payment.
    "xox[abceprsd]-[0-9A-Za-z-]{10,}",
    "xapp-[0-9A-Za-z-]{20,}",
    "https://hooks\\.slack\\.com/services/[0-9A-Za-z/]{40,60}",
    "SG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}",
    "key-[0-9a-f]{32}",
    "[sr]k_(?:live|test)_[0-9A-Za-z]{16,}",
    "sq0(?:atp|csp)-[0-9A-Za-z_-]{22,43}",
    "rzp_(?:live|test)_[0-9A-Za-z]{14}",
    "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    // Observability and data.
    "NRAK-[0-9A-Z]{27}",
    "glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}",
    "sntr[yu][su]_[0-9A-Za-z_=+/-]{40,}",
    "dt0c01\\.[0-9A-Z]{24}\\.[0-9A-Z]{64}",
    "dapi[0-9a-f]{32}",
    "pscale_(?:tkn|pw)_[0-9A-Za-z_.-]{32,}",
    "sbp_[0-9a-f]{40}",
    // Platforms.
    "hv[sb]\\.[0-9A-Za-z_-]{24,}",
    "dp\\.(?:pt|st|ct)\\.[0-9A-Za-z_.-]{40,60}",
    "ops_eyJ[0-9A-Za-z_-]{250,}",
    "lin_api_[0-9A-Za-z]{40}",
    "ntn_[0-9A-Za-z]{46}",
    "figd_[0-9A-Za-z_-]{40,50}",
    "PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
    "pul-[0-9a-f]{40}",
    "tskey-[0-9a-z]+-[0-9A-Za-z_-]{20,60}",
    "AGE-SECRET-KEY-1[0-9A-Z]{58}",
    // What no vendor owns. Without upper limits: they make automata large, and some refuse them.
    "eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]*",
    "-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----[0-9A-Za-z+/=\\s\\\\:,-]+",
    "(?i:bearer|basic) [0-9A-Za-z_.~+/=-]{8,}",
    "://[^\\s:/@\"]{0,32}:[^\\s/@\"]+@",
];

/// Names whose values are masked whatever they look like.
pub(super) const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "api_key",
    "apikey",
    "authorization",
    "credential",
    "credentials",
    "private_key",
    "access_key",
    "session",
    "cookie",
    "pin",
    "otp",
    "connection_string",
];

/// A value for those who look for the name before it themselves.
pub(super) const VALUE: &str = "[0-9A-Za-z_.~+/=-]{6,}";

/// What a plain searcher can look for of all that: the formats' first bytes and fragments of the names.
pub(super) const LITERALS: &[&str] = &[
    "AKIA",
    "ASIA",
    "AIza",
    "ya29.",
    "dop_v1_",
    "LTAI",
    "FlyV1 ",
    "HRKU-",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "ATATT3",
    "npm_",
    "pypi-",
    "rubygems_",
    "dckr_pat_",
    "AKCp",
    "sk-proj-",
    "sk-ant-",
    "gsk_",
    "pplx-",
    "xai-",
    "lsv2_",
    "xoxb-",
    "xoxp-",
    "xapp-",
    "hooks.slack",
    "sk_live_",
    "rk_live_",
    "rzp_live",
    "shpat_",
    "NRAK-",
    "glsa_",
    "sntrys_",
    "dt0c01.",
    "dapi",
    "hvs.",
    "lin_api_",
    "figd_",
    "PMAK-",
    "tskey-",
    "AGE-SECRET",
    "eyJh",
    "eyJ0",
    "-----BEGIN",
    "earer ",
    "ssword",
    "passwd",
    "ecret",
    "oken",
    "pi_key",
    "pikey",
    "uthoriz",
    "redential",
    "ivate_key",
    "ookie",
    "ession",
    "\\u00",
];

/// All formats, and the names with their values.
pub(super) fn patterns() -> impl Iterator<Item = String> {
    let names =
        format!("(?i:{})[\"'\\\\]{{0,4}}\\s{{0,4}}[:=]\\s{{0,4}}[\"'\\\\]{{0,4}}{VALUE}", alternatives());
    FORMATS.iter().map(|it| (*it).to_owned()).chain([names])
}

/// A name that tells, in any spelling.
pub(super) fn key_name() -> String {
    format!("(?i:{})$", alternatives())
}

fn alternatives() -> String {
    NAMES.join("|").replace('_', "[_-]?")
}
