//! National ids: who may have which number, as the authorities define it.

use super::check::{is_luhn, is_mod11_2, is_mod11_10, is_verhoeff, value, weighted};
use super::layout::{Numbers, form, named};

pub(super) static US_SSN: Numbers = Numbers {
    forms: &[form("ddd-dd-dddd"), named("ddd dd dddd"), named("ddddddddd")],
    names: &["ssn", "social security", "socialsecurity", "tax id", "taxpayer"],
    // No area 000, 666 or above 899, no group 00, no serial 0000.
    valid: |id| {
        let (area, group, serial) = (&id[..3], &id[3..5], &id[5..]);
        !matches!(area, b"000" | b"666" | [b'9', ..])
            && group != b"00"
            && serial != b"0000"
            && !is_one_digit(id)
    },
};

pub(super) static UK_NINO: Numbers = Numbers {
    forms: &[form("AAddddddA"), form("AA dd dd dd A")],
    names: &[],
    valid: |id| {
        let first = !b"DFIQUV".contains(&id[0]) && !b"DFIQUVO".contains(&id[1]);
        let never = [b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"];
        first && never.iter().all(|prefix| !id.starts_with(*prefix)) && matches!(id[8], b'A'..=b'D')
    },
};

pub(super) static SPAIN_DNI: Numbers = Numbers {
    forms: &[form("ddddddddA"), form("dddddddd-A"), form("AdddddddA"), form("A-ddddddd-A")],
    names: &[],
    valid: |id| {
        let lead = match id[0] {
            b'X' => 0,
            b'Y' => 1,
            b'Z' => 2,
            digit @ b'0'..=b'9' => value(digit),
            _ => return false,
        };
        let number = id[1..8].iter().fold(lead, |number, &digit| number * 10 + value(digit));
        b"TRWAGMYFPDXBNJZSQVHLCKE"[number as usize % 23] == id[8]
    },
};

pub(super) static FRANCE_NIR: Numbers = Numbers {
    forms: &[
        form("d dd dd dd ddd ddd dd"),
        form("d dd dd *A ddd ddd dd"),
        named("ddddddddddddddd"),
        named("ddddddddddddd dd"),
    ],
    names: &["nir", "insee", "sécu", "securite sociale", "sécurité sociale", "ssn", "nss"],
    // The key is 97 less the rest of the number; Corsica's 2A and 2B count as 19 and 18.
    valid: |id| {
        let corsica = match &id[5..7] {
            b"2A" => Some(b"19"),
            b"2B" => Some(b"18"),
            _ => None,
        };
        let mut number = 0_u64;
        for (place, &byte) in id[..13].iter().enumerate() {
            let byte = corsica.filter(|_| (5..7).contains(&place)).map_or(byte, |digits| digits[place - 5]);
            number = number * 10 + u64::from(value(byte));
        }
        let key = u64::from(value(id[13]) * 10 + value(id[14]));
        matches!(id[0], b'1' | b'2' | b'3' | b'4' | b'7' | b'8') && 97 - number % 97 == key
    },
};

pub(super) static GERMANY_TAX_ID: Numbers = Numbers {
    forms: &[named("ddddddddddd"), named("dd ddd ddd ddd")],
    names: &["steuerid", "steuer id", "steueridentifikationsnummer", "steuernummer", "idnr", "tin", "tax id"],
    // Of the first ten digits one is there twice or three times.
    valid: |id| {
        let distinct = (b'0'..=b'9').filter(|digit| id[..10].contains(digit)).count();
        id[0] != b'0' && (8..=9).contains(&distinct) && is_mod11_10(id)
    },
};

pub(super) static ITALY_CODICE_FISCALE: Numbers = Numbers {
    forms: &[form("AAAAAAddAddAdddA")],
    names: &[],
    valid: |code| {
        // The values of the characters at odd places, from 0 or A on.
        const ODD: [u32; 26] =
            [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        let worth = |byte: u8| if byte.is_ascii_digit() { value(byte) } else { value(byte) - 10 };
        let sum: u32 = code[..15]
            .iter()
            .enumerate()
            .map(|(at, &byte)| if at % 2 == 0 { ODD[worth(byte) as usize % 26] } else { worth(byte) })
            .sum();
        b"ABCDEHLMPRST".contains(&code[8]) && sum % 26 == worth(code[15])
    },
};

pub(super) static NETHERLANDS_BSN: Numbers = Numbers {
    forms: &[named("ddddddddd"), named("dddd.dd.ddd")],
    names: &["bsn", "burgerservicenummer", "sofinummer", "sofi"],
    valid: |id| {
        let sum = weighted(id, &[9, 8, 7, 6, 5, 4, 3, 2]);
        !is_one_digit(id) && sum >= value(id[8]) && (sum - value(id[8])).is_multiple_of(11)
    },
};

pub(super) static BRAZIL_CPF: Numbers = Numbers {
    forms: &[form("ddd.ddd.ddd-dd"), named("ddddddddddd")],
    names: &["cpf"],
    valid: |id| {
        !is_one_digit(id)
            && closes(&id[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2], id[9])
            && closes(&id[..10], &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2], id[10])
    },
};

pub(super) static BRAZIL_CNPJ: Numbers = Numbers {
    forms: &[form("dd.ddd.ddd/dddd-dd"), named("dddddddddddddd")],
    names: &["cnpj"],
    valid: |id| {
        !is_one_digit(id)
            && closes(&id[..12], &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], id[12])
            && closes(&id[..13], &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], id[13])
    },
};

pub(super) static INDIA_AADHAAR: Numbers = Numbers {
    forms: &[form("dddd dddd dddd"), form("dddd-dddd-dddd"), named("dddddddddddd")],
    names: &["aadhaar", "aadhar", "uidai", "uid"],
    valid: |id| id[0] >= b'2' && is_verhoeff(id),
};

pub(super) static INDIA_PAN: Numbers = Numbers {
    forms: &[form("AAAAAddddA")],
    names: &[],
    // The fourth letter is the kind of holder.
    valid: |id| b"ABCFGHJLPT".contains(&id[3]) && &id[5..9] != b"0000",
};

pub(super) static POLAND_PESEL: Numbers = Numbers {
    forms: &[named("ddddddddddd")],
    names: &["pesel"],
    valid: |id| weighted(id, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10) && is_day(&id[4..6]),
};

pub(super) static SWEDEN_PERSONNUMMER: Numbers = Numbers {
    forms: &[
        form("dddddd-dddd"),
        form("dddddd+dddd"),
        form("dddddddd-dddd"),
        named("dddddddddd"),
        named("dddddddddddd"),
    ],
    names: &["personnummer", "personnr", "pnr", "samordningsnummer"],
    valid: |id| {
        let short = &id[id.len() - 10..];
        // Of people without a number, the day is counted from 61 on.
        let day = value(short[4]) * 10 + value(short[5]);
        is_month(&short[2..4]) && matches!(day, 1..=31 | 61..=91) && is_luhn(short)
    },
};

pub(super) static CHINA_RESIDENT_ID: Numbers = Numbers {
    forms: &[form("ddddddddddddddddd*")],
    names: &[],
    valid: |id| {
        let century = matches!(&id[6..8], b"18" | b"19" | b"20");
        let last = id[17].is_ascii_digit() || id[17] == b'X';
        century && is_month(&id[10..12]) && is_day(&id[12..14]) && last && is_mod11_2(id)
    },
};

pub(super) static CANADA_SIN: Numbers = Numbers {
    forms: &[named("ddd-ddd-ddd"), named("ddd ddd ddd"), named("ddddddddd")],
    names: &["sin", "social insurance", "socialinsurance", "nas"],
    valid: |id| !is_one_digit(id) && is_luhn(id),
};

pub(super) static AUSTRALIA_TFN: Numbers = Numbers {
    forms: &[named("ddd ddd ddd"), named("ddd-ddd-ddd"), named("ddddddddd")],
    names: &["tfn", "tax file", "taxfile"],
    valid: |id| !is_one_digit(id) && weighted(id, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11),
};

pub(super) static AUSTRALIA_MEDICARE: Numbers = Numbers {
    forms: &[named("dddd ddddd d"), named("dddd-ddddd-d"), named("dddddddddd"), named("ddddddddddd")],
    names: &["medicare"],
    valid: |id| matches!(id[0], b'2'..=b'6') && weighted(id, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == value(id[8]),
};

/// The Brazilian rule: eleven less what is left of the sum, or none.
fn closes(digits: &[u8], weights: &[u32], check: u8) -> bool {
    let rest = weighted(digits, weights) % 11;
    value(check) == if rest < 2 { 0 } else { 11 - rest }
}

fn is_month(digits: &[u8]) -> bool {
    matches!(value(digits[0]) * 10 + value(digits[1]), 1..=12)
}

fn is_day(digits: &[u8]) -> bool {
    matches!(value(digits[0]) * 10 + value(digits[1]), 1..=31)
}

/// `000000000` and the like hold many checks and are nobody's.
fn is_one_digit(id: &[u8]) -> bool {
    id.iter().all(|digit| *digit == id[0])
}
