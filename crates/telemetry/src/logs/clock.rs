//! The time, as a line shows it.

use std::time::{Duration, SystemTime};

const DAY: u64 = 24 * 60 * 60;

/// Now, in UTC: `2026-01-31T23:59:59.000001Z`.
pub(crate) fn write_now(to: &mut String) {
    // A clock before 1970 is wrong in any case.
    write(SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default(), to);
}

fn write(since_1970: Duration, to: &mut String) {
    let (days, second) = (since_1970.as_secs() / DAY, since_1970.as_secs() % DAY);
    let (year, month, day) = date(days);
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    digits(&mut text[..4], year.min(9999));
    digits(&mut text[5..7], month);
    digits(&mut text[8..10], day);
    digits(&mut text[11..13], second / 3600);
    digits(&mut text[14..16], second / 60 % 60);
    digits(&mut text[17..19], second % 60);
    digits(&mut text[20..26], since_1970.subsec_micros().into());
    to.push_str(str::from_utf8(&text).unwrap_or_default());
}

/// Year, month and day. Years are counted from March, so that a leap day is the last of its year.
fn date(days: u64) -> (u64, u64, u64) {
    const FROM_MARCH_OF_YEAR_0: u64 = 719_468;
    const DAYS_IN_400_YEARS: u64 = 146_097;
    let days = days + FROM_MARCH_OF_YEAR_0;
    let (era, day) = (days / DAYS_IN_400_YEARS, days % DAYS_IN_400_YEARS);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next_year, month, day)
}

fn digits(to: &mut [u8], mut number: u64) {
    for digit in to.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00"),
            (951_782_399, "2000-02-28T23:59:59"),
            (951_782_400, "2000-02-29T00:00:00"),
            (951_868_800, "2000-03-01T00:00:00"),
            (1_735_689_599, "2024-12-31T23:59:59"),
            (1_735_689_600, "2025-01-01T00:00:00"),
            (4_107_542_400, "2100-03-01T00:00:00"),
        ] {
            let mut line = String::new();
            write(Duration::new(seconds, 1_000), &mut line);
            assert_eq!(line, format!("{text}.000001Z"));
        }
    }

    #[test]
    fn each_day_follows_the_last() {
        let mut last = date(0);
        for days in 1..200_000 {
            let next = date(days);
            let same_month = (last.0, last.1, last.2 + 1);
            let next_month = (last.0, last.1 + 1, 1);
            assert!([same_month, next_month, (last.0 + 1, 1, 1)].contains(&next), "{last:?} {next:?}");
            last = next;
        }
    }
}
