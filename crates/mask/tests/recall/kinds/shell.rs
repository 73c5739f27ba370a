//! Secrets on a command line.

use super::Row;
use crate::carrier::Shape::Line;

pub(super) const TEMPLATES: &[Row] = &[
    (
        "cli-password-blank",
        Line,
        &["$ tool login --user ‹user› --password ⟦‹word›⟧ --region eu", "tool connect --password ⟦‹word›⟧"],
    ),
    (
        "cli-password-equals",
        Line,
        &["$ tool login --user=‹user› --password=⟦‹word›⟧ --verbose", "tool --db-password=⟦‹word›⟧ serve"],
    ),
    (
        "cli-password-quoted",
        Line,
        &["tool login --password '⟦‹phrase›⟧' -v", "tool login --password=\"⟦‹look›⟧\" --yes"],
    ),
    ("cli-token", Line, &["tool deploy --token ⟦‹opaque›⟧ --prod", "npx deploy --auth-token=⟦‹opaque›⟧"]),
    (
        "cli-api-key",
        Line,
        &[
            "tool sync --api-key ⟦‹opaque›⟧",
            "tool sync --apikey=⟦‹opaque›⟧ --all",
            "tool --client-secret ⟦‹opaque›⟧ --client-id web",
        ],
    ),
    (
        "cli-mysql",
        Line,
        &[
            "$ mysql -h ‹host› -u ‹user› -p⟦‹w12›⟧ ‹db›",
            "mysqldump -u‹user› -p⟦‹w12›⟧ ‹db› > dump.sql",
            "mysqladmin -u root -p'⟦‹w6›-‹w6›⟧' status",
        ],
    ),
    (
        "cli-user-flag",
        Line,
        &[
            "$ ‹plain:c›url -u ⟨‹user›:⟩⟦‹w12-20›⟧ https://api.example.com/v1/me",
            "‹plain:c›url -s --user ⟨‹user›:⟩⟦‹w16›⟧ https://example.com",
            "‹plain:c›url -u '⟨‹user›:⟩⟦‹w6›!‹w6›⟧' -X POST https://example.com/x",
        ],
    ),
    (
        "cli-curl-header",
        Line,
        &[
            "curl -X POST -H 'Authorization: ⟨Bearer ⟩⟦‹w40›⟧' -H 'Accept: */*' https://example.com",
            "curl --header \"PRIVATE-TOKEN: ⟦‹w20›⟧\" https://gitlab.example.com/api/v4/projects",
        ],
    ),
    (
        "cli-curl-data",
        Line,
        &[
            "curl -d 'grant_type=client_credentials&client_id=web&client_secret=⟦‹w32›⟧' https://idp.example.com/token",
            "curl --data '{\"user\":\"ada\",\"password\":\"⟦‹w16›⟧\"}' https://example.com/login",
        ],
    ),
    (
        "cli-sshpass",
        Line,
        &[
            "sshpass -p ⟦‹w12›⟧ ssh ‹user›@‹host› uptime",
            "sshpass -p '⟦‹w6›!‹w4›⟧' scp a.txt ‹user›@‹host›:/tmp",
            "sshpass -p⟦‹w12›⟧ ssh ‹user›@‹host›",
        ],
    ),
    ("cli-redis", Line, &["redis-cli -h ‹host› -a ⟦‹w16›⟧ ping", "redis-cli --user app --pass ⟦‹w16›⟧ info"]),
    (
        "cli-docker-login",
        Line,
        &[
            "docker login -u ‹user› -p ⟦‹w24›⟧ registry.example.com",
            "docker login registry.example.com --username ‹user› --password ⟦‹w24›⟧",
            "podman login -u=‹user› -p=⟦‹w24›⟧ quay.io",
        ],
    ),
    (
        "cli-pgpassword",
        Line,
        &["PGPASSWORD=⟦‹w16›⟧ psql -h ‹host› -U ‹user› ‹db›", "$ PGPASSWORD='⟦‹w8› ‹w4›⟧' pg_dump -Fc ‹db›"],
    ),
    (
        "cli-env-before-command",
        Line,
        &[
            "AWS_SECRET_ACCESS_KEY=⟦‹b40›⟧ aws s3 ls",
            "GITHUB_TOKEN=⟦‹opaque›⟧ DEBUG=1 gh pr list",
            "docker run -e POSTGRES_PASSWORD=⟦‹w16›⟧ -e TZ=UTC -p 5432:5432 postgres:16",
        ],
    ),
    (
        "cli-mongosh",
        Line,
        &[
            "mongosh --host ‹host› -u ‹user› -p ⟦‹w16›⟧ --authenticationDatabase admin",
            "mongodump --username ‹user› --password ⟦‹w16›⟧ --out /b",
        ],
    ),
    (
        "cli-kubectl",
        Line,
        &[
            "kubectl create secret generic db --from-literal=password=⟦‹word›⟧",
            "kubectl create secret generic db --from-literal=user=app --from-literal=api-key=⟦‹w32›⟧ -n prod",
        ],
    ),
    (
        "cli-helm",
        Line,
        &[
            "helm install pg bitnami/postgresql --set auth.postgresPassword=⟦‹w16›⟧ --set replicas=2",
            "helm upgrade x ./x --set redis.password=⟦‹w16›⟧,replicas=2",
        ],
    ),
    (
        "cli-openssl",
        Line,
        &[
            "openssl pkcs12 -in a.p12 -passin pass:⟦‹w12›⟧ -nodes",
            "openssl enc -aes-256-cbc -pass pass:⟦‹w16›⟧ -in a -out b",
        ],
    ),
    ("cli-ldap", Line, &["ldapsearch -x -D cn=admin,dc=example -w ⟦‹w12›⟧ -b dc=example"]),
    ("cli-sqlcmd", Line, &["sqlcmd -S ‹host› -U sa -P ⟦‹w8›!‹w4›⟧ -Q \"SELECT 1\""]),
    ("cli-wget", Line, &["wget --http-user=‹user› --http-password=⟦‹w16›⟧ https://example.com/f"]),
    (
        "cli-az-service-principal",
        Line,
        &["az login --service-principal -u ‹uuid› -p ⟦‹w3›8Q~‹w34›⟧ --tenant ‹uuid›"],
    ),
    ("cli-aws-configure", Line, &["aws configure set aws_secret_access_key ⟦‹b40›⟧ --profile prod"]),
    (
        "cli-powershell",
        Line,
        &[
            "Connect-Tool -UserName ‹user› -Password ⟦‹w16›⟧",
            "$p = ConvertTo-SecureString \"⟦‹w16›!⟧\" -AsPlainText -Force",
        ],
    ),
];
