//! Base64 of things that are no secrets, minified code, bytes that are no text.

use crate::fill::{base64, fill};
use crate::form::{Kind, json, lines, made, texts};
use crate::rng::Rng;

pub(super) const KINDS: &[Kind] = &[
    json(
        "base64 images in tool results",
        &[
            r#"{"type": "image", "data": "‹png:3000›", "mimeType": "image/png"}"#,
            r#"{"type": "image", "data": "‹jpg:5000›", "mimeType": "image/jpeg"}"#,
            r#"{"content": [{"type": "text", "text": "the chart"}, {"type": "image", "data": "‹png:9000›", "mimeType": "image/png"}]}"#,
            r#"{"type": "audio", "data": "UklGR‹b64:4000›", "mimeType": "audio/wav"}"#,
            r#"{"contents": [{"uri": "file:///‹path›", "mimeType": "application/pdf", "blob": "‹pdf:3000›"}]}"#,
            r#"{"name": "‹word›.zip", "encoding": "base64", "content": "‹zip:2500›"}"#,
            r#"{"source": {"type": "base64", "media_type": "image/gif", "data": "‹gif:900›"}}"#,
            r#"{"b64_json": "‹png:6000›", "revised_prompt": "a ‹word› beside a ‹word›"}"#,
            r#"{"embedding": "‹b64:3072›", "index": 0, "object": "embedding"}"#,
        ],
    ),
    lines(
        "data urls",
        &[
            "<img src=\"data:image/png;base64,‹png:600›\" alt=\"‹word›\">",
            "background: url(data:image/gif;base64,‹gif:120›) no-repeat;",
            "@font-face { font-family: ‹Word›; src: url(data:font/woff2;base64,‹woff2:1500›) format('woff2'); }",
            "![‹word›](data:image/jpeg;base64,‹jpg:800›)",
            "data:application/pdf;base64,‹pdf:700›",
            "data:text/plain;base64,‹b64of:The «word» of the «word» is late.›",
            "\"icon\": \"data:image/svg+xml;utf8,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C/svg%3E\"",
        ],
    ),
    made("base64 of binary, wrapped", mime),
    lines(
        "base64 of harmless text",
        &[
            "‹b64of:hello «word»›",
            "payload: ‹b64of:{\"id\": «int:1-999», \"name\": \"«word»\", \"ok\": true}›",
            "{\"data\": \"‹b64of:the «word» was sent to «host» at «clock»›\"}",
            "echo ‹b64of:#!/bin/sh\necho «word»\n› | base64 -d | sh",
            "{\"body\": \"‹b64of:{\"max_tokens\": «int:1-999», \"model\": \"«word»\"}›\", \"isBase64Encoded\": true}",
            "‹b64of:«uuid»:«int:1-99»›",
            "ConfigMap data: ‹b64of:log_level: debug\nport: «port»\n›",
        ],
    ),
    texts(
        "minified code",
        &[
            "!function(e,t){\"object\"==typeof exports&&\"undefined\"!=typeof module?t(exports):t((e=e||self).‹Word›={})}(this,function(e){\"use strict\";var t=Object.prototype.hasOwnProperty,n=function(e){for(var n=[],r=0;r<e.length;r++)n[r]=e.charCodeAt(r);return n};function r(e,t){this.token=e,this.password=t}r.prototype.next=function(){return this.token=this.tokens[++this.i]},e.parse=function(e){return new r(e).run()},e.v=\"‹ver›\"});",
            "(()=>{\"use strict\";var e={‹int:100-999›:(e,t,n)=>{n.d(t,{Z:()=>o});const r=n(‹int:100-999›),o=({token:e,user:t})=>(0,r.jsx)(\"div\",{className:\"‹word›-‹alnum:5›\",children:e?t:null})}};var t={};function n(r){var o=t[r];if(void 0!==o)return o.exports;var s=t[r]={exports:{}};return e[r](s,s.exports,n),s.exports}n.d=(e,t)=>{for(var r in t)Object.defineProperty(e,r,{enumerable:!0,get:t[r]})}})();\n//# sourceMappingURL=‹word›.‹hex:8›.js.map",
            "const a=e=>e.password.length<8?\"short\":null,b=async({username:e,password:t})=>{const n=await fetch(\"/api/login\",{method:\"POST\",body:JSON.stringify({username:e,password:t})});return n.json()},c=(e,t)=>({type:\"SET_TOKEN\",token:e,secret:t});export{a as validatePassword,b as login,c as setToken};",
            "function o(e,t){var n=e.token,r=e.secret;return n&&r?i({headers:{Authorization:\"Bearer \".concat(n)}},t):t}function u(){return localStorage.getItem(\"token\")||sessionStorage.getItem(\"access_token\")}",
            ".‹word›-‹alnum:5›{color:#‹hex:6›;background:#‹hex:3›}.token.punctuation{color:#999}.token.keyword,.token.attr-value{color:#07a}input[type=password]{padding:0 ‹int:1-9›px}.spinner{animation:spin 1s}@media(min-width:‹int:300-900›px){.passenger{display:none}}",
            "var s={password:!0,token:!1,secret:void 0},c=s.password?1:0;for(var k in s)s[k]=null;e.exports={apiKey:n,secretKey:r,token:o};",
        ],
    ),
    texts(
        "source maps",
        &[
            "{\"version\":3,\"file\":\"‹word›.js\",\"sources\":[\"../‹path›\",\"../src/auth/token.ts\"],\"names\":[\"token\",\"password\",\"secret\",\"getToken\"],\"mappings\":\"AAAA,SAAS,CAAC,GAAG,MAAM,IAAI;AACA,OAAO,EAAE,KAAK,EAAE;‹upper:40›,‹upper:8›;AAC‹upper:60›\"}",
            "{\"version\":3,\"sources\":[\"webpack:///./src/password.js\"],\"sourcesContent\":[\"export const isStrong = (password) => password.length >= 12;\\n\"],\"mappings\":\"‹upper:4›,‹upper:6›,‹upper:200›\",\"names\":[\"password\",\"length\"]}",
            "//# sourceMappingURL=data:application/json;charset=utf-8;base64,‹b64of:{\"version\":3,\"file\":\"«word».js\",\"sources\":[\"«path»\"],\"names\":[\"token\"],\"mappings\":\"AAAA,«upper:60»\"}›",
            "/*# sourceMappingURL=data:application/json;base64,‹b64of:{\"version\":3,\"sources\":[\"«path»\"],\"names\":[],\"mappings\":\"«upper:90»\"}› */",
        ],
    ),
    made("bytes that are no text", raw_bytes),
    made("hex dumps", hex_dump),
    texts(
        "svg and other vector data",
        &[
            "<svg viewBox=\"0 0 24 24\" xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2zm0 ‹int:1-20›c-1.‹int:1-9› 0-2-.9-2-2l‹int:1-9›.12-‹int:1-9›.88\" fill=\"#‹hex:6›\"/><title>password</title></svg>",
            "<path d=\"M‹int:1-99›.‹digits:4› ‹int:1-99›.‹digits:4›L‹int:1-99› ‹int:1-99›A10 10 0 1 1 ‹int:1-99›.5 ‹int:1-99›.5Z\"/>",
            "{\"type\":\"Polygon\",\"coordinates\":[[[13.‹digits:7›,52.‹digits:7›],[13.‹digits:7›,52.‹digits:7›]]]}",
            "@(#)$Id: ‹word›.c,v 1.‹int:1-99› ‹date› ‹user› Exp $",
        ],
    ),
];

fn mime(rng: &mut Rng) -> Vec<u8> {
    let size = rng.between(300, 6000);
    let body = base64(&rng.bytes(size), false);
    let mut out = fill(
        rng,
        "Content-Type: application/octet-stream; name=\"‹word›.bin\"\nContent-Transfer-Encoding: base64\n\n",
    );
    for line in body.as_bytes().chunks(76) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out.into_bytes()
}

fn raw_bytes(rng: &mut Rng) -> Vec<u8> {
    let size = rng.between(500, 8000);
    let mut out =
        rng.pick(&[&b"\x7fELF\x02\x01\x01"[..], b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\0asm\x01"]).to_vec();
    out.extend(rng.bytes(size));
    out.extend(b"\0.symtab\0password\0get_token\0secret_key\0");
    out.extend(rng.bytes(100));
    out
}

fn hex_dump(rng: &mut Rng) -> Vec<u8> {
    let mut out = String::new();
    for row in 0..rng.between(4, 60) {
        let bytes = rng.bytes(16);
        let pairs: Vec<_> = bytes.chunks(2).map(|pair| format!("{:02x}{:02x}", pair[0], pair[1])).collect();
        let shown: String =
            bytes.iter().map(|&b| if b.is_ascii_alphanumeric() { char::from(b) } else { '.' }).collect();
        out.push_str(&format!("{:08x}: {}  {shown}\n", row * 16, pairs.join(" ")));
    }
    out.into_bytes()
}
