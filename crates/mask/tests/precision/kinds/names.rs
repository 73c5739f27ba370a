//! Names that share words with sensitive ones, and what they hold.

use crate::form::{Kind, json, lines, named, texts};

const COUNTS: &[&str] = &["‹int:1-9›", "‹int:10-9000›", "‹int:10000-2000000›", "‹int:1-90›.‹int:1-99›"];
const OPAQUE: &[&str] = &[
    "‹b64u:24›",
    "‹b64u:60›",
    "‹b64:30›",
    "C‹alnum:30›",
    "‹b64uof:{\"id\":«int:1-99999»,\"ts\":«epoch»}›",
    "‹hex:48›",
    "‹int:1-900›",
    "CAUQAA",
    "‹uuid›",
];
const PATHS: &[&str] =
    &["‹word›/‹word›/‹uuid›.json", "‹word›/‹date›/‹hex:32›.png", "uploads/‹int:1-999›/‹word›.pdf"];
const FLAGS: &[&str] = &["true", "false"];

pub(super) const KINDS: &[Kind] = &[
    named(
        "max_tokens",
        "max_tokens max_output_tokens max_completion_tokens max_new_tokens max_token_length \
         min_tokens token_limit tokens_limit token_budget",
        COUNTS,
    ),
    named(
        "total_tokens",
        "total_tokens total_token_count tokens_total tokens_used used_tokens remaining_tokens \
         tokens_remaining num_tokens n_tokens",
        COUNTS,
    ),
    named(
        "prompt_tokens",
        "prompt_tokens completion_tokens input_tokens output_tokens cached_tokens reasoning_tokens \
         audio_tokens cache_read_input_tokens cache_creation_input_tokens accepted_prediction_tokens \
         thoughts_token_count",
        COUNTS,
    ),
    named(
        "token_count",
        "token_count prompt_token_count candidates_token_count tokens_count token_usage token_index \
         token_position token_offset token_ids_count",
        COUNTS,
    ),
    named(
        "tokens_per_second",
        "tokens_per_second tokens_per_minute tokens_per_request token_rate time_to_first_token \
         time_per_output_token cost_per_token price_per_1k_tokens token_price",
        COUNTS,
    ),
    json(
        "tokenizer settings",
        &[
            r#"{"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0, "vocab_size": ‹int:30000-150000›, "max_position_embeddings": 4096}"#,
            r#"{"eos_token": "</s>", "bos_token": "<s>", "unk_token": "<unk>", "pad_token": "<pad>", "model_max_length": ‹int:512-8192›}"#,
            r#"{"eos_token": "<|endoftext|>", "eos_token_id": [151645, 151643], "add_bos_token": false, "tokenizer_class": "GPT2Tokenizer"}"#,
            r#"{"cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]", "do_lower_case": true}"#,
            r#"{"bos_token": {"__type": "AddedToken", "content": "<s>", "lstrip": false, "normalized": true}, "sp_model_kwargs": {}}"#,
            r#"{"added_tokens_decoder": {"0": {"content": "<unk>", "special": true}, "32000": {"content": "<|im_end|>"}}, "additional_special_tokens": ["<|im_start|>"]}"#,
            r#"{"decoder_start_token_id": 0, "forced_eos_token_id": 2, "suppress_tokens": [1, 2, 7, 8], "begin_suppress_tokens": [220, 50257]}"#,
            r#"{"image_token_index": 32000, "audio_token_id": 151646, "tokenizer": "tokenizer.json", "tokenization": "bpe"}"#,
            r#"{"special_tokens_map_file": "special_tokens_map.json", "tokenizer_file": null, "use_fast": true}"#,
            r#"{"stop_token_ids": [‹int:1-9000›], "skip_special_tokens": true, "bad_words_ids": null}"#,
        ],
    ),
    named(
        "next page tokens",
        "next_page_token nextPageToken page_token pageToken previous_page_token next_sync_token \
         pagination_token nextToken next_token",
        OPAQUE,
    ),
    named(
        "continuation tokens",
        "continuation_token continuationToken next_continuation_token NextContinuationToken \
         start_page_token resume_token sync_token change_token",
        OPAQUE,
    ),
    named(
        "cursors",
        "cursor next_cursor end_cursor after before scroll_id marker next_marker cursor_token \
         offset_id",
        OPAQUE,
    ),
    named(
        "progress tokens",
        "progress_token progressToken cancellation_token cancel_token",
        &["‹int:1-900›", "‹word›-‹int:1-99›", "‹uuid›"],
    ),
    named(
        "object keys",
        "object_key objectKey s3_key s3Key blob_key file_key storage_path_key image_key upload_key \
         thumbnail_key",
        PATHS,
    ),
    named(
        "database keys",
        "primary_key foreign_key unique_key composite_key candidate_key surrogate_key natural_key \
         parent_key row_key",
        &["id", "‹word›_id", "‹word›.id", "‹int:1-9999›", "‹word›:‹int:1-9999›"],
    ),
    named(
        "sort and partition keys",
        "sort_key partition_key hash_key range_key shard_key routing_key dedup_key group_key \
         order_key clustering_key",
        &["‹word›#‹int:1-9999›", "USER#‹uuid›", "‹word›.‹word›.created", "‹date›", "created_at"],
    ),
    named(
        "cache keys",
        "cache_key etag_key lookup_key config_key label_key map_key json_key metadata_key \
         translation_key i18n_key query_key item_key",
        &["‹word›:‹word›:‹int:1-999›", "v2-‹word›-‹hex:40›", "‹word›.‹word›.title", "build-linux-‹hex:64›"],
    ),
    named("idempotency keys", "idempotency_key Idempotency-Key", &["‹uuid›", "‹alnum:24›"]),
    named(
        "keyboard and others in key",
        "keyboard keyboard_layout keyword keywords key_size key_type key_count key_length keyframes \
         keystroke hotkey key_code key_usage turkey monkey donkey whiskey",
        &["us", "de-‹word›", "‹int:1-4096›", "Ctrl+Shift+P", "‹word›"],
    ),
    named(
        "words in pass",
        "passenger passengers compass compass_heading bypass bypass_cache passed passing pass_count \
         passthrough proxy_pass_header multipass render_pass low_pass_filter encompass",
        &["‹int:1-99›", "‹word›", "‹User› ‹Word›", "north-‹word›", "true"],
    ),
    named(
        "words in pin",
        "pinned spinner spin opinion pinned_at shopping_cart mapping ping pinterest pin_count \
         grouping spinlock gpio_pins pineapple tampines is_pinned",
        &["true", "‹int:1-99›", "‹word›", "‹time›", "circle-‹word›"],
    ),
    named(
        "words in author",
        "author authors author_name authority authored_by certificate_authority authoring_tool \
         co_author authorized_at authorization_endpoint authorization_url",
        &["‹User› Lovelace", "‹email›", "https://‹host›/oauth/authorize", "‹time›"],
    ),
    named(
        "words in secret",
        "secretary secretariat secret_name secret_arn secret_path secret_count secret_version \
         is_secret secretion_rate secrets_found secret_type secrets_manager_region",
        &["‹word›-‹word›", "‹User›", "‹int:1-99›", "prod/‹word›/db"],
    ),
    named(
        "words in session and cookie",
        "session_timeout session_duration session_count session_start cookie_policy cookie_consent \
         cookie_banner_enabled session_started_at obsession cookie_domain cookie_max_age \
         sessions_per_user session_expires_at",
        &["‹int:1-9000›", "‹time›", "strict-‹word›", "‹date›"],
    ),
    named(
        "words in credential",
        "credential_type credentials_file credentials_path credential_provider credentials_expire_at \
         credential_count",
        &["‹word›", "/etc/‹word›/‹word›.json", "‹time›", "‹int:1-9›", "true"],
    ),
    named(
        "words in token",
        "token_type tokenizer tokenized token_endpoint token_url token_expires_at token_lifetime \
         token_format token_expiry detokenize token_ttl token_issuer token_name tokenization_method",
        &["Bearer", "https://‹host›/oauth/‹word›", "‹time›", "‹int:60-9000›", "bpe"],
    ),
    named(
        "words in otp, jwt, pwd, cvc",
        "footprint footpath laptop desktop_path pwd_length jwt_expiry jwt_algorithm otp_enabled \
         otp_length cvc_check cvc_check_result totp_period hotplug",
        &["pass", "‹int:1-99›", "RS256", "true"],
    ),
    named(
        "password_reset_url",
        "password_reset_url forgot_password_link change_password_url reset_password_path secret_url \
         api_keys_url token_docs_url",
        &["https://‹host›/account/‹word›", "/users/‹word›/edit", "https://‹domain›/help#‹word›"],
    ),
    named(
        "password rules",
        "password_policy password_min_length password_max_age_days password_changed_at \
         password_expires_at password_strength password_history_count password_last_set \
         minimum_password_length password_updated_at password_expiry_days",
        &["‹int:6-128›", "‹time›", "‹date›"],
    ),
    named(
        "questions about secrets",
        "has_password is_password_set requires_password password_required use_token show_password \
         enable_cookies needs_token is_token_valid password_enabled token_valid mfa_enabled \
         allow_credentials has_credentials include_credentials with_credentials has_api_key",
        FLAGS,
    ),
    json(
        "answers of token endpoints without a token",
        &[
            r#"{"token_type": "Bearer", "expires_in": ‹int:60-9000›, "scope": "read write"}"#,
            r#"{"active": true, "scope": "read:token write:secret", "token_type": "Bearer", "exp": ‹epoch›, "sub": "‹uuid›"}"#,
            r#"{"error": "invalid_token", "error_description": "The access token expired"}"#,
            r#"{"error": "invalid_grant", "error_description": "Invalid refresh token: it was revoked"}"#,
            r#"{"grant_types_supported": ["password", "refresh_token", "client_credentials"], "response_types_supported": ["code", "token", "id_token token"]}"#,
            r#"{"issuer": "https://‹host›", "authorization_endpoint": "https://‹host›/authorize", "token_endpoint": "https://‹host›/token", "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"], "jwks_uri": "https://‹host›/jwks", "revocation_endpoint": "https://‹host›/revoke", "end_session_endpoint": "https://‹host›/logout", "id_token_signing_alg_values_supported": ["RS256"]}"#,
            r#"{"resource": "https://‹host›/mcp", "authorization_servers": ["https://‹host›"], "bearer_methods_supported": ["header"], "scopes_supported": ["mcp:tools"]}"#,
            r#"{"client_name": "‹word›", "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "none", "redirect_uris": ["http://127.0.0.1:‹port›/callback"]}"#,
        ],
    ),
    texts(
        "oauth requests without a secret",
        &[
            "GET /authorize?response_type=token&client_id=‹word›&redirect_uri=https%3A%2F%2F‹host›%2Fcb&scope=openid%20profile HTTP/1.1",
            "grant_type=refresh_token&scope=read",
            "grant_type=client_credentials&scope=https%3A%2F%2F‹host›%2F.default",
            "https://‹host›/oauth/authorize?response_type=code&code_challenge_method=S256&token_endpoint_auth_method=none&prompt=login",
            "WWW-Authenticate: Bearer realm=\"‹word›\", error=\"invalid_token\", error_description=\"expired\"",
            "WWW-Authenticate: Bearer resource_metadata=\"https://‹host›/.well-known/oauth-protected-resource\"",
            "WWW-Authenticate: Basic realm=\"Restricted area\", charset=\"UTF-8\"",
            "Proxy-Authenticate: Negotiate",
            "token_type_hint=access_token",
            "subject_token_type=urn:ietf:params:oauth:token-type:access_token",
            "urn:ietf:params:oauth:grant-type:token-exchange",
        ],
    ),
    lines(
        "http headers that name secrets",
        &[
            "Access-Control-Allow-Headers: Authorization, Content-Type, X-Api-Key, X-Auth-Token",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Expose-Headers: X-Request-Id, X-Token-Expires",
            "Vary: Cookie, Authorization, Accept-Encoding",
            "Clear-Site-Data: \"cookies\", \"storage\"",
            "X-RateLimit-Remaining-Tokens: ‹int:1-90000›",
            "x-ratelimit-limit-tokens: ‹int:1000-2000000›",
            "anthropic-ratelimit-tokens-remaining: ‹int:1000-200000›",
            "Referrer-Policy: strict-origin-when-cross-origin",
            "Accept: application/json, text/event-stream",
            "Content-Disposition: attachment; filename=\"password-policy.pdf\"",
            "Trailer: X-Token-Count",
            "Strict-Transport-Security: max-age=31536000; includeSubDomains",
        ],
    ),
];
