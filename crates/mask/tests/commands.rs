//! Secrets on command lines: of many tools, however the arguments are written.

mod marked;

use marked::{check, check_all, check_all_in, plain, stays};

#[test]
fn arguments_in_lists_of_python_and_yaml() {
    check_all(&[
        "subprocess.run(['curl', '-u', 'admin:⟦hunter2pass⟧', url])",
        "['mysql','-u','root','-p⟦Orbit-7603-Z8jp⟧','app']",
        "spawn('curl', ['-s', '-u', 'admin:⟦hunter2pass⟧'])",
        "command: [curl, -u, admin:⟦hunter2pass⟧]\n",
        "command: [mysql, -uroot, -p⟦hunter2pass⟧, app]\n",
        "args: [redis-cli, -a, \"⟦hunter2pass⟧\", ping]\n",
    ]);
    stays(&[
        "use 'curl' or 'wget' with '-u', 'user:name9'",
        "drivers = ['mysql', 'pg', 'sqlite']",
        "[curl, wget, -v]",
        "curl, -u admin:hunter2pass and more",
        "import 'mysql', -path",
    ]);
}

#[test]
fn passwords_of_users_on_command_lines() {
    check_all(&[
        "http -a jane:⟦winterOrbit9⟧ GET :8080/x",
        "http --auth jane:⟦winterOrbit9⟧ :8080/x",
        "http -v -a jane:⟦winterOrbit9⟧ :8080/x",
        "xh -a jane:⟦winterOrbit9⟧ x.dev",
        "etcdctl --user root:⟦winterOrbit9⟧ get k",
        "etcdctl --user=root:⟦winterOrbit9⟧ get k",
        "lftp -e ls -u jane,⟦winterOrbit9⟧ host",
        "lftp -u jane,⟦winterOrbit9⟧ host",
        "smbget -U 'jane%⟦winterOrbit9⟧' smb://x/y",
        "ngrok http 80 --basic-auth \"jane:⟦winterOrbit9⟧\"",
        "ngrok http 80 --basic-auth=jane:⟦winterOrbit9⟧",
        "curl -E client.pem:⟦winterOrbit9⟧ https://x.dev",
        "curl -E client.pem -u jane:⟦winterOrbit9⟧ https://x.dev",
        "curl -u ⟦5f3b9c1d7e2a4f6b8c0d⟧: https://api.x.dev",
        "bundle config set --global gems.acme.com ci:⟦winterOrbit9⟧",
        "bundle config gems.acme.com ci:⟦winterOrbit9⟧",
        "composer config http-basic.repo.acme.com ci ⟦winterOrbit9⟧",
        "poetry config http-basic.acme ci ⟦winterOrbit9⟧",
    ]);
    stays(&[
        "http - a: plain text, https - b: another",
        "http -v GET :8080/x a==user:name9",
        "etcdctl --endpoints=h:2379 get user:name9",
        "lftp -c open host",
        "serve --basic-auth=false",
        "curl -E C:\\certs\\client.pem https://x.dev",
        "curl -u jane: https://x.dev",
        "bundle config set --local without development:test",
        "bundle config mirror.https://rubygems.org https://gems.acme.com",
        "bundle config build.nokogiri.x --with:system9",
        "bundle config local.rack ~/src/rack9:main",
        "poetry config http-basic.foo username password",
        "cat http-basic.json users.json other9.json",
    ]);
}

#[test]
fn passwords_behind_flags_of_their_own() {
    check_all(&[
        "psexec \\\\h -u D\\a -p '⟦winterOrbit9⟧' cmd",
        "PsExec64.exe \\\\h -u D\\a -p ⟦winterOrbit9⟧ cmd",
        "bcp app.dbo.t out t.csv -c -S db -U sa -P ⟦winterOrbit9⟧",
        "tsql -S db -U app -P ⟦winterOrbit9⟧",
        "sqlcmd -S db -U sa -P⟦winterOrbit9⟧ -Q x",
        "ipmitool -I lanplus -H bmc -U ADMIN -P ⟦winterOrbit9⟧ power status",
        "ssh-keygen -t ed25519 -N \"⟦winterOrbit9⟧\" -f key",
        "zip -e -P⟦winterOrbit9⟧ a.zip b",
        "zip -rP ⟦winterOrbit9⟧ a.zip b",
        "7z a -p⟦winterOrbit9⟧ a.7z b",
        "7za x a.7z -p⟦winterOrbit9⟧",
        "unrar x -p⟦winterOrbit9⟧ a.rar",
        "rar a -hp⟦winterOrbit9⟧ a.rar b",
        "crane auth login ghcr.io -u ci -p ⟦winterOrbit9⟧",
        "oras login -u ci -p ⟦winterOrbit9⟧ ghcr.io",
        "poetry publish -u ci -p ⟦winterOrbit9⟧",
        "dotnet nuget add source https://x.dev -n a -u ci -p ⟦winterOrbit9⟧ --store-password-in-clear-text",
        "security unlock-keychain -p ⟦winterOrbit9⟧ login.keychain",
        "security add-generic-password -a a -s b -w ⟦winterOrbit9⟧",
        "security import c.p12 -k login.keychain -P ⟦winterOrbit9⟧ -T /usr/bin/codesign",
        "signtool sign /f c.pfx /p ⟦winterOrbit9⟧ a.exe",
        "schtasks /create /ru jane /rp ⟦winterOrbit9⟧ /tn x",
        "cmdkey /add:host /user:jane /pass:⟦winterOrbit9⟧",
        "wmic /user:adm /password:⟦winter⟧ os get",
        "docker login -u ci -p⟦winterOrbit9⟧",
    ]);
    stays(&[
        "zip -r a.zip . -x '*.P'",
        "zip -q a.zip b && unzip -l a.zip",
        "gzip -9 file",
        "7z x a.7z -oout -y",
        "ssh-keygen -t ed25519 -N \"\" -f key",
        "ssh-keygen -y -f key",
        "signtool sign /fd sha256 /ph a9.exe",
        "GET /password:reset HTTP/1.1",
        "ipmitool -I lanplus -H bmc power status",
        "poetry publish --repository acme9",
        "-U sa -P <password>",
        "-U sa -P $SA_PASSWORD",
    ]);
}

#[test]
fn tokens_of_tools() {
    let hex = "5f3b9c1d7e2a4f6b8c0d5f3b9c1d7e2a4f6b8c0d";
    let uuid = "5b234442-1c5b-45a1-ad69-534f07c37e25";
    let cases = [
        format!("vercel -t ⟦{}⟧ --prod", &hex[..24]),
        format!("doctl auth init -t ⟦{hex}⟧"),
        format!("codecov -t ⟦{uuid}⟧"),
        format!("choco apikey -k ⟦{uuid}⟧ -s https://x.dev"),
        format!("nuget setApiKey ⟦{uuid}⟧ -source x"),
        format!("snyk auth ⟦{uuid}⟧"),
        "vault operator unseal ⟦OaLuAqkiL6dzcdvGoJWsk1CdSXAoZmhFkrrQxeJ6mXJ=⟧".to_owned(),
        "kubeadm token create ⟦6542bb.c7f86f1c9418f1e5⟧ --ttl 2h".to_owned(),
        format!("cloudflared service install ⟦eyJhIjoi{hex}{hex}{hex}⟧"),
        format!("vault write auth/approle/login role_id=abc secret_id=⟦{uuid}⟧"),
        format!("{{\"role_id\": \"{hex}\", \"secret_id\": \"⟦{uuid}⟧\"}}"),
        "dotnet user-secrets set \"Db:Password\" \"⟦winter⟧\"".to_owned(),
        "dotnet user-secrets set \"Mail:Sender\" \"⟦winterOrbit9⟧\"".to_owned(),
        "composer config --global github-oauth.github.com ⟦winterOrbit9⟧".to_owned(),
        "poetry config pypi-token.acme ⟦winterOrbit9⟧".to_owned(),
        "grafana-cli admin reset-admin-password ⟦winterOrbit9⟧".to_owned(),
        "cf auth jane ⟦winterOrbit9⟧".to_owned(),
        "aws ssm put-parameter --name /db --type SecureString --value ⟦winterOrbit9⟧".to_owned(),
        "REDISCLI_AUTH=⟦winterOrbit9⟧ redis-cli ping".to_owned(),
        "ant -Ddb.pass=⟦winterOrbit9⟧ deploy".to_owned(),
        "echo '⟦winterOrbit9⟧' | passwd --stdin jane".to_owned(),
    ];
    check_all(&cases.each_ref().map(String::as_str));
    check_all_in(&[plain], &["new NetworkCredential(\"jane\", \"⟦winterOrbit9⟧\")"]);
    let ids = [
        format!("aws secretsmanager get-secret-value secret_id={uuid}"),
        format!("{{\"secret_id\": \"{uuid}\", \"name\": \"db\"}}"),
        "aws ssm put-parameter --name /stage --type String --value winterOrbit9".to_owned(),
    ];
    stays(&ids.each_ref().map(String::as_str));
    stays(&[
        "dotnet user-secrets set \"Logging:Level\" \"Debug\"",
        "dotnet user-secrets set \"Api:Url\" \"https://x9.dev/a\"",
        "vercel deploy -t $TOKEN",
        "vault operator unseal -address=https://x.dev",
        "kubeadm token create --print-join-command",
        "snyk auth && snyk test --all-projects",
        "-Dmaven.pass.count=3",
        "HTTP_AUTH=basic",
    ]);
}

#[test]
fn commands_that_an_outside_judge_missed() {
    check_all(&[
        "docker login -u AWS -p ⟦eyJwYXlsb2FkIjoiYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoi⟧ https://x.dev",
        "docker login -u ci --password-stdin <<< \"⟦winterOrbit9⟧\"",
        "mongo -u admin -p ⟦winterOrbit9⟧ x.dev/db",
        "curl -U proxy:⟦winterOrbit9⟧ https://x.dev",
        "splunk search x -auth admin:⟦winterOrbit9⟧",
        "az sql server create -n db -u ada -p ⟦winterOrbit9⟧",
        "AUTH PLAIN ⟦AGFsaWNlAFN1bW1lcjIwMjVhYmM=⟧",
        "CREATE USER app IDENTIFIED BY ⟦winterOrbit9⟧;",
        "x.dev:5432:*:app:⟦winter\\:Orbit9⟧\n",
        "ffmpeg -i a.mp4 -f flv rtmp://live.x.dev/app/⟦live_4117604_ocVGSbQw8x7Yt5Rz⟧",
        "rtmps://a.x.dev:443/live2/⟦ab3d-ef9h-ij2l-mn0p-qr5t⟧",
        "BW_SESSION=\"⟦K4YA/UJhab7tjUY8s9dGw2a==⟧\"",
    ]);
    check(&format!("kubeadm join h:6443 --certificate-key ⟦{}⟧", "5f0c1e0e4b2f4a39".repeat(4)));
    let arguments = r#"{"cmd":["docker","login","-u","ci","-p","⟦winterOrbit9⟧","x.dev"]}"#;
    check(arguments);
    stays(&[
        r#"{"cmd":["docker","run","-p","8080:80","nginx"]}"#,
        "docker login -u ci --password-stdin <<< \"$TOKEN\"",
        "mongo databases are mongo databases",
        "rtmp://live.x.dev/app/stream",
        "rtmp://live.x.dev/app/$STREAM_KEY",
        "splunk search x -auth admin:$PASS",
        "which role is identified by code5",
    ]);
}

#[test]
fn an_object_as_an_argument() {
    check_all(&[
        r#"aws secretsmanager create-secret --name x --secret-string '⟦{"foo":"Xk29LmPz77","bar":"Sk29LmPz77"}⟧' --region r"#,
        r#"aws secretsmanager put-secret-value --secret-string='⟦{ "foo": {"a": "Xk29'\''LmPz77"} }⟧'"#,
        r#"aws secretsmanager create-secret --secret-string "⟦{\"foo\":\"Xk29LmPz77\",\"bar\":\"Sk29LmPz77\"}⟧""#,
        r#"export APP_SECRET='⟦{"foo":"Xk29LmPz77"}⟧'"#,
        r#"aws secretsmanager create-secret --secret-string '{"username":"ada","password":"⟦Xk29LmPz77⟧"}' -v"#,
        r#"aws secretsmanager create-secret --secret-string '⟦Xk29LmPz77⟧' --tags '[{"Key":"a","Value":"b"}]'"#,
    ]);
    let long = format!("app --secret '⟦{{\"foo\":\"{}\"}}⟧' -v", "Xk29LmPz77 ".repeat(200));
    check_all(&[&long]);
    stays(&[
        "aws secretsmanager create-secret --secret-string file://secret.json --tags '{\"a\":\"b\"}'",
        r#"aws secretsmanager create-secret --secret-string '{"username":"ada","host":"${DB_HOST}"}'"#,
    ]);
}

#[test]
fn secrets_that_a_build_is_handed() {
    stays(&[
        "docker build --secret id=npm,src=.npmrc .",
        "docker build --secret=id=npm,env=NPM_TOKEN -t app .",
        "docker buildx build --secret \"id=npm,src=$HOME/.npmrc\" .",
        "docker service create --secret source=ssh-key,target=ssh app",
    ]);
    check_all(&["app --secret ⟦idle=npm7⟧ .", "app --secret ⟦x9id=npm⟧", "app --token ⟦id=npm77⟧"]);
}

#[test]
fn secrets_that_are_put_into_a_vault() {
    check_all(&[
        "az keyvault secret set --vault-name v --name x --value ⟦Xk29LmPz77⟧",
        "az keyvault secret set --vault-name v --name x --value=⟦Xk29LmPz77⟧ -o none",
        "az keyvault secret set --vault-name v --name x --value '⟦Xk29 LmPz77⟧'",
    ]);
    stays(&[
        "az keyvault secret set --vault-name v --name x --value $X",
        "az keyvault secret set --vault-name v --name x --file x; tool --value Xk29LmPz77",
        "az keyvault secret show --vault-name v --name x --value Xk29LmPz77",
        "az appconfig kv set --name x --value Xk29LmPz77",
    ]);
}

#[test]
fn a_list_of_lines_for_a_shell() {
    check_all(&[
        r#"{"lines":["PGPASSWORD=⟦Maple7RsZy4W7Z⟧ psql -h db -c \"select 1\"","ls"]}"#,
        r#"["RESTIC_PASSWORD=⟦Maple7RsZy4W7Z⟧ restic backup /srv/x"]"#,
        r#"{"env":["PATH=/bin","DB_PASSWORD=⟦maple river 7 - 9⟧"]}"#,
        r#"["DB_PASSWORD=⟦my dog rex⟧","X=1"]"#,
        r#"["DB_PASSWORD=⟦Maple7RsZy4W7Z and more⟧","X=1"]"#,
        r#"["DB_PASSWORD=⟦my dog -rex⟧","X=1"]"#,
    ]);
}

#[test]
fn the_argument_that_is_meant() {
    check_all(&[
        "docker run --entrypoint htpasswd --rm httpd:2 -Bbn test ⟦supersecret⟧ > a",
        "htpasswd -c -b file ada ⟦supersecret⟧",
        "Authorization: Basic ada ⟦hunterpass⟧\n",
        "Authorization: Basic ⟦dXNlcjpwYXNzd29yZA==⟧\n",
        r#"{"a":"Authorization: Basic ada ⟦hunterpass⟧\nUser-Agent: curl/8.4.0\n"}"#,
        r#"{"a":"Authorization: Basic ⟦dXNlcjpwYXNzd29yZA==⟧\nUser-Agent: curl/8.4.0\nX-Request-Id: abc\n"}"#,
        r#"{"a":"Authorization: Basic ⟦dXNlcjpwYXNzd29yZA==⟧\r\nFoo: bar\r\n"}"#,
        "mysql -uhomestead -p⟦secret⟧ phpbb",
        "machine empty_user login \"\" password ⟦hunter⟧\n",
        "machine h login tzz password ⟦hunter⟧ port 993\n",
        "machine h login tzz password ⟦hunter⟧ url \"h.example.com\"\n",
    ]);
    stays(&["Authorization: Basic authentication supported\n", "machine h login \"\" password \"\"\n"]);
    stays(&[r#"{"a":"Authorization: Basic ***\nUser-Agent: curl/8.4.0\n"}"#]);
}

#[test]
fn whole_flags_in_lists() {
    check_all(&[
        "args:\n  - --secret-access-key=⟦mysecretkey⟧\n",
        "args: [\"--secret-access-key=⟦mysecretkey⟧\", \"-v\"]",
    ]);
    stays(&[
        "args:\n  - --token=token\n  - --api-key=apikey\n  - --db-password=yourpassword\n",
        "run --secret-access-key=mysecretkey",
    ]);
}
