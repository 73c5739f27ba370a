//! A real RSA key, made when it is needed: what looks like a private key has no place in a repository.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use num_bigint::BigUint;
use std::sync::LazyLock;

pub(crate) struct Key {
    pub(crate) modulus: BigUint,
    pub(crate) pem: String,
}

pub(crate) const EXPONENT: u32 = 65_537;

/// One for all tests.
pub(crate) static KEY: LazyLock<Key> = LazyLock::new(key);

/// 2,048 bits.
fn key() -> Key {
    let one = BigUint::from(1_u8);
    let exponent = BigUint::from(EXPONENT);
    let (mut p, mut q) = (prime(), prime());
    if p < q {
        std::mem::swap(&mut p, &mut q);
    }
    let modulus = &p * &q;
    let phi = (&p - &one) * (&q - &one);
    let Some(private) = exponent.modinv(&phi) else { return key() };
    let inverse = q.modinv(&p).expect("primes that differ");
    let (dp, dq) = (&private % (&p - &one), &private % (&q - &one));
    let zero = BigUint::ZERO;
    let numbers = [&zero, &modulus, &exponent, &private, &p, &q, &dp, &dq, &inverse];
    let rsa = der(0x30, &numbers.map(integer).concat());
    // The algorithm `rsaEncryption`, without parameters.
    let oid = der(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]);
    let algorithm = der(0x30, &[oid, der(0x05, &[])].concat());
    let pkcs8 = der(0x30, &[integer(&zero), algorithm, der(0x04, &rsa)].concat());
    let label = ["PRIVATE", "KEY"].join(" ");
    let pem = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(pkcs8));
    Key { modulus, pem }
}

/// 1,024 bits, the first two of them set, so that a product of two has 2,048.
fn prime() -> BigUint {
    loop {
        let mut bytes: Vec<u8> = (0..128).map(|_| rand::random()).collect();
        bytes[0] |= 0xc0;
        bytes[127] |= 1;
        let mut candidate = BigUint::from_bytes_be(&bytes);
        for _ in 0..500 {
            if is_prime(&candidate) {
                return candidate;
            }
            candidate += 2_u8;
        }
    }
}

fn is_prime(number: &BigUint) -> bool {
    let small = (3_u32..2_000).step_by(2);
    if small.into_iter().any(|divisor| number % divisor == BigUint::ZERO) {
        return false;
    }
    let one = BigUint::from(1_u8);
    let minus_one = number - &one;
    let twos = minus_one.trailing_zeros().expect("it is not 0");
    let odd = &minus_one >> twos;
    // Miller and Rabin: of random numbers of this size, what passes a few rounds is prime.
    [2_u8, 3, 5, 7, 11, 13].into_iter().all(|base| {
        let mut power = BigUint::from(base).modpow(&odd, number);
        if power == one || power == minus_one {
            return true;
        }
        (1..twos).any(|_| {
            power = &power * &power % number;
            power == minus_one
        })
    })
}

fn integer(number: &BigUint) -> Vec<u8> {
    let mut bytes = number.to_bytes_be();
    if bytes[0] >= 0x80 {
        bytes.insert(0, 0);
    }
    der(0x02, &bytes)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..0x80 => bytes.push(length as u8),
        0x80..0x100 => bytes.extend([0x81, length as u8]),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    bytes.extend(content);
    bytes
}
