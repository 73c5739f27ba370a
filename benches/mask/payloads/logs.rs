//! Lines of logs: of proxies, services, machines and clusters.

use serde_json::json;

use super::{corpus::Corpus, rng::Rng};

const PATHS: &[&str] =
    &["/api/v1/users", "/healthz", "/mcp/github", "/assets/app.js", "/v2/orders", "/login"];
const AGENTS: &[&str] = &[
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15",
    "curl/8.11.1",
    "python-requests/2.32.3",
    "kube-probe/1.33",
];
const MODULES: &[&str] =
    &["http::server", "db.pool", "com.shop.order.OrderService", "scheduler", "cache", "auth"];
const LEVELS: &[&str] = &["INFO", "DEBUG", "WARN", "ERROR", "TRACE"];
const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE"];

/// One line, or one stack trace.
pub(crate) fn line(rng: &mut Rng, prose: &mut Corpus) -> String {
    match rng.below(10) {
        0..3 => nginx(rng),
        3..5 => journal(rng, prose),
        5..7 => structured(rng, prose),
        7 => klog(rng, prose),
        8 => logfmt(rng, prose),
        _ => java(rng, prose),
    }
}

fn nginx(rng: &mut Rng) -> String {
    let status = rng.pick(&["200", "304", "404", "201", "502"]);
    format!(
        "{} - - [{:02}/Nov/2026:{:02}:{:02}:{:02} +0000] \"{} {}?page={} HTTP/1.1\" {status} {} \"-\" \"{}\" rt=0.{:03}\n",
        rng.ip(),
        rng.between(1, 29),
        rng.below(24),
        rng.below(60),
        rng.below(60),
        rng.pick(METHODS),
        rng.pick(PATHS),
        rng.below(400),
        rng.below(90_000),
        rng.pick(AGENTS),
        rng.below(1_000),
    )
}

fn journal(rng: &mut Rng, prose: &mut Corpus) -> String {
    let (pid, len) = (rng.between(100, 40_000), rng.between(30, 140));
    let unit = rng.pick(&["systemd", "sshd", "kernel", "containerd", "dockerd", "cron"]);
    let text = match rng.below(4) {
        0 => format!(
            "Accepted publickey for deploy from {} port {} ssh2: ED25519 SHA256:{}",
            rng.ip(),
            pid,
            rng.alnum(43)
        ),
        1 => format!("Started session-{}.scope - Session {} of user deploy.", rng.below(999), rng.below(999)),
        2 => {
            format!("[{}.{:06}] eth0: renamed from veth{}", rng.below(99_999), rng.below(999_999), rng.hex(7))
        }
        _ => prose.sentence(len),
    };
    let (day, hour) = (rng.between(1, 29), rng.below(24));
    format!(
        "Nov {day:2} {hour:02}:{:02}:{:02} node-{} {unit}[{pid}]: {text}\n",
        rng.below(60),
        rng.below(60),
        rng.below(40)
    )
}

fn structured(rng: &mut Rng, prose: &mut Corpus) -> String {
    let len = rng.between(20, 120);
    let line = json!({
        "timestamp": rng.time(), "level": rng.pick(LEVELS), "target": rng.pick(MODULES),
        "message": prose.sentence(len), "trace_id": rng.hex(32), "span_id": rng.hex(16),
        "http.method": rng.pick(METHODS), "http.route": rng.pick(PATHS), "status": 200 + rng.below(300),
        "duration_ms": rng.below(9_000) as f64 / 10.0, "request_id": rng.uuid(), "client": rng.ip(),
    });
    format!("{line}\n")
}

fn klog(rng: &mut Rng, prose: &mut Corpus) -> String {
    let (pod, len) = (rng.lower(5), rng.between(20, 100));
    format!(
        "I11{:02} {:02}:{:02}:{:02}.{:06}       1 reconciler.go:{}] \"{}\" pod=\"shop/web-{pod}\" uid=\"{}\"\n",
        rng.between(1, 29),
        rng.below(24),
        rng.below(60),
        rng.below(60),
        rng.below(999_999),
        rng.below(900),
        prose.sentence(len).replace('"', "'"),
        rng.uuid(),
    )
}

fn logfmt(rng: &mut Rng, prose: &mut Corpus) -> String {
    let len = rng.between(20, 80);
    format!(
        "ts={} level={} caller=compact.go:{} msg=\"{}\" ulid=01J{} bytes={} took=1.{:03}s\n",
        rng.time(),
        rng.pick(LEVELS).to_lowercase(),
        rng.below(900),
        prose.sentence(len).replace('"', "'"),
        rng.upper(23),
        rng.below(1 << 30),
        rng.below(1_000),
    )
}

fn java(rng: &mut Rng, prose: &mut Corpus) -> String {
    let len = rng.between(20, 120);
    let mut text = format!(
        "{} {:5} [http-nio-8080-exec-{}] {} : {}\n",
        rng.time(),
        rng.pick(LEVELS),
        rng.below(32),
        rng.pick(MODULES),
        prose.sentence(len),
    );
    for _ in 0..if rng.percent(20) { rng.between(2, 7) } else { 0 } {
        text.push_str(&format!(
            "\tat com.shop.{}.Handler.run(Handler.java:{})\n",
            rng.lower(7),
            rng.below(900)
        ));
    }
    text
}
