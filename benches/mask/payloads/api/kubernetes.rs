//! What an API server of Kubernetes answers.

use serde_json::{Value, json};

use crate::payloads::{corpus::Corpus, rng::Rng};

const APPS: &[&str] = &["checkout", "catalog", "gateway", "ingest", "mailer", "search", "ledger", "web"];
const REASONS: &[&str] = &["Scheduled", "Pulled", "BackOff", "Unhealthy", "Created", "FailedMount"];
const SERVICE_ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

pub(crate) fn pods(rng: &mut Rng) -> String {
    list("PodList", rng)
}

pub(crate) fn events(rng: &mut Rng) -> String {
    list("EventList", rng)
}

fn list(kind: &str, rng: &mut Rng) -> String {
    let version = rng.below(90_000_000);
    format!(
        "{{\"kind\":\"{kind}\",\"apiVersion\":\"v1\",\"metadata\":{{\"resourceVersion\":\"{version}\"}},\"items\":["
    )
}

fn metadata(rng: &mut Rng) -> Value {
    let (app, hash) = (rng.pick(APPS), rng.lower(9));
    json!({
        "name": format!("{app}-{hash}-{}", rng.lower(5)), "generateName": format!("{app}-{hash}-"),
        "namespace": rng.pick(&["default", "shop", "kube-system", "observability"]), "uid": rng.uuid(),
        "resourceVersion": rng.below(90_000_000).to_string(), "creationTimestamp": rng.time(),
        "labels": {"app.kubernetes.io/name": app, "pod-template-hash": hash, "tier": "backend"},
        "annotations": {"kubectl.kubernetes.io/restartedAt": rng.time(), "checksum/config": rng.hex(64)},
    })
}

pub(crate) fn pod(rng: &mut Rng, _: &mut Corpus) -> Value {
    let (app, digest) = (rng.pick(APPS), rng.hex(64));
    let image = format!("registry.example.com/shop/{app}@sha256:{digest}");
    json!({
        "metadata": metadata(rng),
        "spec": {
            "volumes": [{"name": format!("kube-api-access-{}", rng.lower(5)), "projected": {"defaultMode": 420}}],
            "containers": [{
                "name": app, "image": image, "ports": [{"containerPort": 8080, "protocol": "TCP"}],
                "env": [
                    {"name": "LOG_LEVEL", "value": rng.pick(&["info", "debug", "warn"])},
                    {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
                ],
                "resources": {"limits": {"cpu": "500m", "memory": "512Mi"}, "requests": {"cpu": "100m"}},
                "volumeMounts": [{"name": "kube-api-access", "readOnly": true, "mountPath": SERVICE_ACCOUNT}],
                "livenessProbe": {"httpGet": {"path": "/healthz", "port": 8080}, "periodSeconds": 10},
            }],
            "restartPolicy": "Always", "nodeName": format!("ip-10-0-{}-{}", rng.below(256), rng.below(256)),
        },
        "status": {
            "phase": "Running", "hostIP": rng.ip(), "podIP": rng.ip(), "startTime": rng.time(),
            "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": rng.time()}],
            "containerStatuses": [{"restartCount": rng.below(7), "imageID": image,
                "containerID": format!("containerd://{}", rng.hex(64))}],
        },
    })
}

pub(crate) fn event(rng: &mut Rng, prose: &mut Corpus) -> Value {
    let (len, count) = (rng.between(40, 200), rng.between(1, 400));
    json!({
        "metadata": metadata(rng),
        "involvedObject": {"kind": "Pod", "namespace": "shop", "uid": rng.uuid(), "apiVersion": "v1"},
        "reason": rng.pick(REASONS), "message": prose.sentence(len), "count": count,
        "source": {"component": "kubelet", "host": rng.ip()},
        "firstTimestamp": rng.time(), "lastTimestamp": rng.time(), "type": rng.pick(&["Normal", "Warning"]),
    })
}
