//! What is no secret where one is named: the path or the id that it is kept by, variables that are handed on, names of
//! keys and settings; and the secrets that are written nearly the same.

mod marked;

use marked::{check_all, stays};

#[test]
fn what_a_secret_is_kept_by() {
    stays(&[
        "vault.setSecret(\"kv/foo\", ['hello': 'world'])",
        "vault.setSecret('kv2/with_slash/v2_all', [test: 'data'], true)",
        "vault.setSecret(\"team/app/db\", {hello: world})",
    ]);
    check_all(&[
        "vault.setSecret(\"kv/foo\", \"⟦hunter2⟧\")",
        "vault.setSecret(\"⟦kv/8f2k3j4h5g6f⟧\", {force: true})",
        "vault.setSecret(\"⟦kv9x/foo⟧\")",
        "storage.setToken('logout', '⟦bar⟧');",
        "storage.setToken('⟦x9Kd02kdk⟧', 'bar');",
        "ds.setPassword(\"⟦word⟧\", \"x\"); ds.setPassword(\"⟦tiger/horse⟧\", {force: true})",
        "let creds = Credentials::new(\"ramsay\", \"⟦123456⟧\");",
        "let creds = Credentials::new(\"ada\", \"⟦hunter2⟧\", None);",
        "let creds = Credentials::new(\"⟦hunter2x⟧\");",
        "let creds = Credentials::new(\"⟦gyzFHZx707waz03qxTwht4BY⟧\", \"x\");",
    ]);
}

#[test]
fn variables_that_are_handed_on() {
    stays(&[
        "store(apiCredentials: apiCredentials1, forAudience: Audience)",
        "authResponse(accessToken: newAccessToken1,\n    idToken: newIDToken2, refreshToken: newRefreshToken2)",
        "exchange(subjectToken: subjectToken,\n    actorToken: actor)\n",
        "Response(statusCode: 200,\n    accessToken: Mock.accessToken)\n",
        "app.state.availableSecrets = .unavailable\n",
        "    apiKeys := resp.JSON200.ApiKeys\n",
        "ref: fakeRef{secretKey: key1},",
        "append(tokens, testCase{Name: `made by Marshal(x)`, Token: token3})",
        "&sdk.Details{BearerToken: bearerToken1}).",
        "assert {:ok, [%{token: ^hashed_token}]} =",
        "    session: respSession!,\n",
        "        credentials=tenant1_credentials,\n",
        "  jwk: es512_jose_jwk,\n  jwt: es512_jose_jwt\n}",
        "  client_long_password: 0x00000001,\n",
    ]);
    check_all(&[
        "login(accessToken: ⟦hunter29⟧, idToken: ⟦amber77river⟧)",
        "authResponse(accessToken: ⟦newAccess7Token1x⟧, idToken: x)",
        "{password: ⟦mypassword1⟧, user: ada}",
        "{userPassword: ⟦userPassword1⟧, user: ada}",
        "  accessToken: ⟦newAccessToken1⟧\n",
        "user: ada\nactorToken: ⟦actor)⟧\n",
        "app.secret = ⟦.hidd3n⟧\n",
        "secret = ⟦.unavailable⟧\n",
        "token := ⟦resp.x9Kd02kdk⟧\n",
        "{Host:db Password:⟦hunter2x9⟧}",
        "ref: fakeRef{secretKey: ⟦k8Qm2pLaa81x⟧},",
        "{token: ⟦^h4shed_t0ken⟧}",
        "    session: ⟦r3spSession!⟧,\n",
        "DB_PASSWORD=⟦user1_password,⟧\n",
        "password: ⟦0x00000001a9⟧\n",
    ]);
}
