//! Resources of Kubernetes that hold secrets, whatever these are called.

mod marked;

use std::collections::BTreeMap;

use marked::{check, same};
use serde_json::json;

const WRITTEN: &str = "\
apiVersion: v1
kind: Secret
metadata:
  name: db
  labels:
    app: shop
type: Opaque
data:
  username: YWRtaW4=
  # rotated in May
  front-door: ⟦MWYyZDFlMmU2N2Rm⟧
  enabled: dHJ1ZQ==
  later: <base64 of the value>
  \"side.door\": \"⟦bm9ib2R5IGtub3dz⟧\"
  tls.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM=
stringData:
  greeting: ⟦three plain words⟧
  config: |
    ⟦line: one
    line: two⟧
  last: '⟦it''s⟧'
";

/// As `kubectl get -o yaml` prints it.
const PRINTED: &str = "\
apiVersion: v1
data:
  front-door: ⟦MWYyZDFlMmU2N2Rm⟧
  side-door: ⟦bm9ib2R5IGtub3dz⟧
kind: Secret
metadata:
  creationTimestamp: \"2026-01-05T10:00:00Z\"
  name: db
  uid: 5f0c1e0e-4b2f-4a39-8f40-6f2c8f1f9d11
type: Opaque
";

#[test]
fn every_value_of_a_secret() {
    check(WRITTEN);
    check(PRINTED);
    check(&format!("{WRITTEN}---\n{PRINTED}"));
    check(&WRITTEN.replace('\n', "\r\n"));
    check(&PRINTED.replace("kind: Secret\n", "").replace("apiVersion", "kind: Secret\napiVersion"));
}

#[test]
fn in_lists() {
    let item: String = PRINTED.lines().map(|line| format!("  {line}\n")).collect();
    let item = item.replacen("  apiVersion", "- apiVersion", 1);
    check(&format!("apiVersion: v1\nitems:\n{item}{item}kind: List\nmetadata:\n  resourceVersion: \"\"\n"));
}

#[test]
fn in_json_and_in_strings_of_it() {
    let resource = json!({
        "apiVersion": "v1",
        "data": { "username": "YWRtaW4=", "front-door": "⟦MWYyZDFlMmU2N2Rm⟧", "side.door": "⟦bm9ib2R5⟧" },
        "kind": "Secret",
        "metadata": { "name": "db", "annotations": { "a.b/c": "{}" } },
        "stringData": { "greeting": "⟦three \"plain\" words⟧" },
        "type": "Opaque",
    });
    check(&resource.to_string());
    check(&serde_json::to_string_pretty(&resource).unwrap());
    let kind_first = resource.to_string().replacen(
        "{\"apiVersion\":\"v1\",",
        "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",",
        1,
    );
    check(&kind_first.replace("},\"kind\":\"Secret\"", "}"));
    for text in [resource.to_string(), WRITTEN.to_owned(), PRINTED.to_owned()] {
        let result = json!({ "content": [{ "type": "text", "text": text }] }).to_string();
        check(&result);
        check(&json!({ "result": result }).to_string());
    }
}

/// More than can be seen at once.
#[test]
fn long_ones() {
    let value = "bm9ib2R5IGtub3dzIHdoYXQgaXQgaXM0".repeat(60);
    let members = (0..80).map(|at| format!("  door-{at}: ⟦{value}⟧\n")).collect::<String>();
    check(&format!("apiVersion: v1\ndata:\n{members}kind: Secret\nmetadata:\n  name: db\n"));
    check(&format!("apiVersion: v1\nkind: Secret\ndata:\n{members}"));
    let members = (0..80).map(|at| (format!("door-{at}"), format!("⟦{value}⟧"))).collect::<BTreeMap<_, _>>();
    check(&json!({ "apiVersion": "v1", "data": members, "kind": "Secret" }).to_string());
}

#[test]
fn other_resources_stay() {
    same(&unmarked(&WRITTEN.replace("Secret", "ConfigMap")));
    same(&unmarked(&PRINTED.replace("Secret", "ConfigMap")));
    same(&unmarked(&WRITTEN.replace("apiVersion: v1", "apiVersion: apps/v1")));
    same("apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ntype: Opaque\ndata: {}\n");
    same("apiVersion: v1\nkind: Secret\nstringData:\n  door: {{ .Values.door | quote }}\n  side: ${SIDE}\n");
    same("apiVersion: v1\nkind: Pod\nmetadata:\n  name: db\ndata:\n  door: bm9ib2R5\n");
    let long = "mode: calm\n  level: info\n  text: abc def\n  ".repeat(40);
    same(&format!("apiVersion: v1\ndata:\n  {long}\nkind: ConfigMap\n"));
    same(r#"{"apiVersion":"v1","data":{"mode":"calm"},"kind":"ConfigMap"}"#);
    same(r#"{"apiVersion":"v1","data":{"mode":b"calm"}}"#);
}

#[test]
fn on_the_command_line() {
    check(
        "kubectl create secret generic db --from-literal=door=⟦xK4_qm⟧ --from-literal=side='⟦two words⟧' -n prod",
    );
    check(
        r#"{"command":"kubectl create secret generic db --from-literal username=ada --from-literal door=⟦xK4_qm⟧"}"#,
    );
    same("kubectl create configmap db --from-literal=mode=calm --from-literal=level=info");
    same("kubectl create secret generic db --from-literal=door=$DOOR --from-file=side=./side.txt");
}

fn unmarked(text: &str) -> String {
    text.replace(['⟦', '⟧'], "")
}
