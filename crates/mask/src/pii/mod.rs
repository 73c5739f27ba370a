//! Personal data, an optional pack of rules.
//!
//! Everything here is found by digits or an at sign, so the pack costs more than the rules of
//! secrets and is off unless asked for. A number with a form of its own (`123-45-6789`) is taken
//! where it stands; a bare one only with its check digits right and its name before it.

mod card;
mod check;
mod email;
mod iban;
mod layout;
mod national;
mod phone;

use layout::Form;
pub(crate) use layout::Numbers;

use crate::custom::fit;
use crate::rules::{Family, Rule, Shape};
use crate::scan::engine::RuleId;
use crate::scan::{Open, View};

/// Where a number may begin; every layout begins with one of these, its letters left out.
pub(crate) static NUMBER_LITERALS: &[&str] = &[
    "[0-9][0-9][0-9][0-9]",
    "[0-9][0-9][0-9][ .)-]",
    "[0-9][0-9][ .][0-9]",
    "[0-9] [0-9][0-9]",
    // The month in a codice fiscale.
    "[0-9][0-9][ABCDEHLMPRST][0-9]",
];

const fn rule(
    id: &'static str,
    literals: &'static [&'static str],
    shape: Shape,
    source: &'static str,
) -> Rule {
    Rule { id, family: Family::Pii, literals, shape, source }
}

const fn number(id: &'static str, numbers: &'static Numbers, source: &'static str) -> Rule {
    rule(id, &[], Shape::Number(numbers), source)
}

pub(crate) static RULES: &[Rule] = &[
    rule(
        "email",
        &["[A-Za-z0-9_+'-]@[A-Za-z0-9][A-Za-z0-9.-]"],
        Shape::Code(email::email),
        "https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2",
    ),
    rule(
        "iban",
        iban::LITERALS,
        Shape::Code(iban::iban),
        "https://www.swift.com/standards/data-standards/iban-international-bank-account-number",
    ),
    rule(
        "phone",
        &["+[1-9][0-9 ][0-9 .(-]"],
        Shape::Code(phone::international),
        "https://www.itu.int/rec/T-REC-E.164",
    ),
    number("phone-north-america", &phone::NORTH_AMERICAN, "https://www.nanpa.com/"),
    number("payment-card", &card::CARD, "https://www.iso.org/standard/70484.html"),
    number("us-ssn", &national::US_SSN, "https://www.ssa.gov/employer/randomization.html"),
    number(
        "uk-nino",
        &national::UK_NINO,
        "https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110",
    ),
    number(
        "es-dni",
        &national::SPAIN_DNI,
        "https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/",
    ),
    number("fr-nir", &national::FRANCE_NIR, "https://www.insee.fr/fr/metadonnees/definition/c1409"),
    number("de-tax-id", &national::GERMANY_TAX_ID, "https://www.gesetze-im-internet.de/ao_1977/__139b.html"),
    number(
        "it-codice-fiscale",
        &national::ITALY_CODICE_FISCALE,
        "https://www.agenziaentrate.gov.it/portale/web/guest/schede/istanze/richiesta-ts_cf/informazioni-codificazione-pf",
    ),
    number("nl-bsn", &national::NETHERLANDS_BSN, "https://wetten.overheid.nl/BWBR0022428/"),
    number("br-cpf", &national::BRAZIL_CPF, "https://www.gov.br/receitafederal/pt-br/assuntos/meu-cpf"),
    number(
        "br-cnpj",
        &national::BRAZIL_CNPJ,
        "https://www.gov.br/receitafederal/pt-br/assuntos/cadastros/cnpj",
    ),
    number(
        "in-aadhaar",
        &national::INDIA_AADHAAR,
        "https://uidai.gov.in/en/my-aadhaar/about-your-aadhaar.html",
    ),
    number(
        "in-pan",
        &national::INDIA_PAN,
        "https://www.incometaxindia.gov.in/Forms/tps/1.Permanent%20Account%20Number%20(PAN).pdf",
    ),
    number("pl-pesel", &national::POLAND_PESEL, "https://www.gov.pl/web/gov/czym-jest-numer-pesel"),
    number(
        "se-personnummer",
        &national::SWEDEN_PERSONNUMMER,
        "https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html",
    ),
    number(
        "cn-resident-id",
        &national::CHINA_RESIDENT_ID,
        "https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=080D6FBF2BB468F9007657F26D60013E",
    ),
    number(
        "ca-sin",
        &national::CANADA_SIN,
        "https://www.canada.ca/en/employment-social-development/services/sin.html",
    ),
    number(
        "au-tfn",
        &national::AUSTRALIA_TFN,
        "https://www.ato.gov.au/individuals-and-families/tax-file-number",
    ),
    number(
        "au-medicare",
        &national::AUSTRALIA_MEDICARE,
        "https://www.servicesaustralia.gov.au/medicare-card",
    ),
];

/// The numbers to look for, by how many digits in a row they begin with.
#[derive(Default)]
pub(crate) struct NumberRules {
    by_digits: [Vec<(RuleId, &'static Numbers, &'static Form)>; MOST_DIGITS + 1],
}

/// No number has more digits in a row.
const MOST_DIGITS: usize = 19;

impl NumberRules {
    pub(crate) fn add(&mut self, rule: RuleId, numbers: &'static Numbers) {
        for form in numbers.forms {
            for digits in form.first_digits() {
                self.by_digits[digits].push((rule, numbers, form));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_digits.iter().all(Vec::is_empty)
    }

    /// The first that has its first digit at the hit.
    pub(crate) fn at(&self, view: &View<'_>) -> Option<Open> {
        if view.bytes[view.floor..view.hit].last().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let rest = view.bytes[view.hit..].iter().take(MOST_DIGITS + 1);
        let digits = rest.take_while(|byte| byte.is_ascii_digit()).count();
        self.by_digits.get(digits)?.iter().find_map(|(rule, numbers, form)| {
            let (start, end) = numbers.find(form, view)?;
            masked(view, *rule, start, end)
        })
    }
}

/// The span of what was found, which JSON may have as a bare number.
fn masked(view: &View<'_>, rule: RuleId, start: usize, end: usize) -> Option<Open> {
    fit(view, start, end).map(|fitted| fitted.open(rule))
}

/// Whether something may begin at `at`, and not in the middle of a longer number, date or id.
fn boundary_before(view: &View<'_>, at: usize) -> bool {
    let before = &view.bytes[view.floor..at];
    let goes_on = matches!(before, [.., joined, b'.' | b'-' | b'/' | b'+'] if joined.is_ascii_alphanumeric());
    view.is_boundary(at) && !goes_on
}

/// Whether something may end before `at`.
fn boundary_after(view: &View<'_>, at: usize) -> bool {
    match &view.bytes[at..] {
        [next, ..] if next.is_ascii_alphanumeric() || *next == b'_' => false,
        [b'.' | b'-' | b'/' | b'+', joined, ..] => !joined.is_ascii_alphanumeric(),
        _ => true,
    }
}
