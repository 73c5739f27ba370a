//! Lengths of time, as people write them.

use std::time::Duration;

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// Such as `30s`, `5m`, `1h` or `1d`.
pub(crate) fn length(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    let number = number.parse::<u32>().ok().filter(|number| *number > 0)?;
    Some(Duration::from_secs(u64::from(number) * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_a_number_and_a_unit() {
        let seconds = |text| length(text).map(|length| length.as_secs());
        assert_eq!([seconds("30s"), seconds("5m"), seconds("24h")], [Some(30), Some(300), Some(86_400)]);
        assert_eq!(seconds("4294967295d"), Some(4_294_967_295 * 86_400));
        for text in ["", "5", "m", "0m", "-1m", "1.5h", "4294967296s", "5 m", "5ms", "5ä", "m5"] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
