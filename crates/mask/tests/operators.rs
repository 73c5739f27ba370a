//! Secrets beside their names in code: operators, comparisons, arguments of calls, pairs.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn operators_that_define_or_add() {
    check_all(&[
        "FOO_TOKEN ::= \"⟦bw9esa7x7kyu4gq2d8vbto⟧\"\n",
        "FOO_TOKEN :::= \"⟦9a9f3c1de0b25a778c41⟧\"\n",
    ]);
    check_all_in(
        &[plain],
        &[
            "$fooToken .= \"⟦bw9esa7x7kyu4gq2d8vbto⟧\";\n",
            "\"api_key\":= \"⟦abcd8234abyd12qzw934kd02⟧\"\n",
            "'api_key' := '⟦abcd8234abyd12qzw934kd02⟧'\n",
        ],
    );
    stays(&[
        "token ::= \"if\" | \"else\"\n",
        "password_rule ::= \"PASSWORD\" string\n",
        "token ::= identifier\n",
        "$token .= \"abc\";\n",
        "$token .= $char;\n",
        "$secretToken .= ' and ';\n",
        "$secret .= \"0123456789abcdef\"[$at];\n",
        "use Auth::Token;\n",
    ]);
}

#[test]
fn what_a_secret_is_compared_with() {
    check_all_in(
        &[plain],
        &[
            "if creds.Secret != \"⟦open-sesame⟧\" {\n",
            "if creds.Secret != '⟦open-sesame⟧' {\n",
            "if (user.password !== \"⟦hunter22⟧\") {\n",
            "assert.equal(parsed['AccountKey'], '⟦KWPLd0rpW2T0U7K2pVpF8rYgr0dVqY9a2m1x7Yhg==⟧');\n",
        ],
    );
    stays(&[
        "if creds.Secret != \"\" {\n",
        "if state.secret != \"unchanged\" {\n",
        "if (typeof password !== 'string') {\n",
        "if password != confirmation {\n",
        "assert.equal(parsed['AccountKey'], 'undefined');\n",
        "assert.equal(parsed['token'], 'tokenName');\n",
        "Forgot your password!\n",
    ]);
}

#[test]
fn names_and_values_among_arguments() {
    check_all_in(
        &[plain],
        &[
            "curl_easy_setopt(curl, CURLOPT_PASSWORD, \"⟦superman⟧\");\n",
            "curl_easy_setopt(curl, CURLOPT_KEYPASSWD, \"⟦s3cret⟧\");\n",
            "addParameter(OAuth2ParameterNames.CLIENT_SECRET, \"⟦kG9x2mWq7Tz4vB⟧\");\n",
            "setTimeout(() => { login(\"apikey\", \"⟦ea33f4920e4ed4dabb16b8a44254958a⟧\"); }, 1000);\n",
            "utils.GetEnvOrDefault(\"api_token\", \"⟦dafa7817-e246-48f3-91a7-e87653d587b8⟧\")\n",
            "new UsernamePasswordCredentials(\"ada\", \"⟦hunter2x9⟧\")\n",
            "std::string db_password(\"⟦swordfish⟧\");\n",
            "{ \"AccountKey\", \"⟦8jqRVtXUWiEthgqpLw3K2mz0dDfZ8lE5Yw1c9RnB4xTz==⟧\" },\n",
        ],
    );
    stays(&[
        "curl_easy_setopt(curl, CURLOPT_COOKIEFILE, \"cookies.txt\");\n",
        "curl_easy_setopt(curl, CURLOPT_PASSWORD, password);\n",
        "curl_easy_setopt(curl, CURLOPT_PASSWORD, \"\");\n",
        "tr(LABEL_PASSWORD, \"Enter your password\");\n",
        "fail(err, ERR_BAD_TOKEN, \"bad token\");\n",
        "t(\"password\", \"label\");\n",
        "login(\"token\", \"name\");\n",
        "utils.GetEnvOrDefault(\"api_token\", \"\")\n",
        "std::string password(name);\n",
        "void password(\"x\");\n",
        "{ \"AccountKey\", \"account_key\" },\n",
        "{ \"token\", \"Token to use\" },\n",
    ]);
}

#[test]
fn fields_of_gradle() {
    check_all_in(
        &[plain],
        &[
            "buildConfigField 'String' , 'API_KEY' , '\"⟦951bc382db9cfee29dd6e19⟧\"'\n",
            "    buildConfigField \"String\", \"API_KEY\", \"\\\"⟦951bc382db9cfee29dd6e19⟧\\\"\"\n",
            "    resValue \"string\", \"api_key\", \"⟦951bc382db9cfee29dd6e19⟧\"\n",
        ],
    );
    stays(&[
        "    buildConfigField \"String\", \"API_KEY\", \"\\\"\\\"\"\n",
        "    buildConfigField \"String\", \"API_KEY\", API_KEY\n",
        "    buildConfigField(\"String\", \"API_KEY\", apiKey)\n",
    ]);
}
