//! What a forge answers.

use serde_json::{Value, json};

use crate::payloads::{corpus::Corpus, rng::Rng};

const LANGUAGES: &[&str] = &["Rust", "Go", "TypeScript", "Python", "C", "Java", "Zig", "Kotlin"];
const LABELS: &[&str] = &["bug", "enhancement", "good first issue", "A-docs", "C-cleanup", "E-help-wanted"];
const NAMES: &[&str] = &["tower", "router", "ingest", "parser", "scheduler", "console", "sdk", "collector"];

pub(crate) fn page(_: &mut Rng) -> String {
    "[".to_owned()
}

pub(crate) fn search(rng: &mut Rng) -> String {
    format!("{{\"total_count\":{},\"incomplete_results\":false,\"items\":[", rng.below(90_000))
}

fn user(rng: &mut Rng) -> Value {
    let (len, id) = (rng.between(4, 14), rng.below(90_000_000));
    let login = rng.lower(len);
    json!({
        "login": login, "id": id, "node_id": format!("MDQ6VXNlcj{}", rng.alnum(6)),
        "avatar_url": format!("https://avatars.githubusercontent.com/u/{id}?v=4"),
        "url": format!("https://api.github.com/users/{login}"),
        "html_url": format!("https://github.com/{login}"),
        "followers_url": format!("https://api.github.com/users/{login}/followers"),
        "gists_url": format!("https://api.github.com/users/{login}/gists{{/gist_id}}"),
        "type": "User", "site_admin": false,
    })
}

pub(crate) fn issue(rng: &mut Rng, prose: &mut Corpus) -> Value {
    let number = rng.between(1, 20_000);
    let (title, body) = (rng.between(20, 90), rng.between(100, 1_200));
    let url = format!("https://api.github.com/repos/{}/{}/issues/{number}", rng.pick(NAMES), rng.pick(NAMES));
    json!({
        "url": url, "comments_url": format!("{url}/comments"), "events_url": format!("{url}/events"),
        "id": rng.below(3_000_000_000), "node_id": format!("I_kwDO{}", rng.alnum(12)), "number": number,
        "title": prose.sentence(title), "user": user(rng),
        "labels": [{"id": rng.below(1 << 30), "name": rng.pick(LABELS), "color": rng.hex(6), "default": false}],
        "state": rng.pick(&["open", "closed"]), "locked": false, "assignee": null, "milestone": null,
        "comments": rng.below(60), "created_at": rng.time(), "updated_at": rng.time(), "closed_at": null,
        "author_association": rng.pick(&["NONE", "CONTRIBUTOR", "MEMBER"]), "body": prose.piece(body),
        "reactions": {"url": format!("{url}/reactions"), "total_count": rng.below(9), "+1": 2, "heart": 0},
    })
}

pub(crate) fn commit(rng: &mut Rng, prose: &mut Corpus) -> Value {
    let (sha, tree, parent) = (rng.hex(40), rng.hex(40), rng.hex(40));
    let (message, name) = (rng.between(20, 400), rng.lower(9));
    json!({
        "sha": sha, "node_id": format!("C_kwDO{}", rng.alnum(48)),
        "commit": {
            "author": {"name": name, "email": format!("{name}@users.noreply.github.com"), "date": rng.time()},
            "message": prose.piece(message),
            "tree": {"sha": tree, "url": format!("https://api.github.com/repos/a/b/git/trees/{tree}")},
            "comment_count": 0,
            "verification": {"verified": rng.percent(50), "reason": "unsigned", "signature": null},
        },
        "author": user(rng),
        "parents": [{"sha": parent, "html_url": format!("https://github.com/a/b/commit/{parent}")}],
    })
}

pub(crate) fn repository(rng: &mut Rng, prose: &mut Corpus) -> Value {
    let (name, about) = (rng.pick(NAMES), rng.between(30, 160));
    let url = format!("https://api.github.com/repos/{}/{name}", rng.lower(8));
    json!({
        "id": rng.below(900_000_000), "node_id": format!("R_kgDO{}", rng.alnum(8)), "name": name,
        "private": false, "owner": user(rng), "description": prose.sentence(about), "fork": rng.percent(10),
        "url": url, "keys_url": format!("{url}/keys{{/key_id}}"), "hooks_url": format!("{url}/hooks"),
        "git_refs_url": format!("{url}/git/refs{{/sha}}"), "ssh_url": format!("git@github.com:a/{name}.git"),
        "created_at": rng.time(), "pushed_at": rng.time(), "size": rng.below(200_000),
        "stargazers_count": rng.below(50_000), "language": rng.pick(LANGUAGES), "has_issues": true,
        "license": {"key": "mit", "name": "MIT License", "spdx_id": "MIT", "node_id": "MDc6TGljZW5zZTEz"},
        "topics": ["middleware", "async", "http"], "visibility": "public", "default_branch": "main",
        "permissions": {"admin": false, "maintain": false, "push": false, "pull": true},
        "score": 1.0,
    })
}
