//! Event streams, against a plain reading of the standard and in all chunkings.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod common;

use gate_wire::sse::{Data, Event, EventEnd, EventSink, SseDecoder, SseEvents, SseMessages, StreamSink};
use gate_wire::{Error, ErrorKind, Limits, Message, Payload};
use proptest::prelude::*;

/// An event as a client dispatches it.
#[derive(Clone, Debug, PartialEq)]
struct Dispatched {
    data: Vec<u8>,
    event: String,
    id: Option<String>,
    retry: Option<u64>,
}

#[derive(Debug, Default, PartialEq)]
struct Seen {
    data: Vec<u8>,
    events: Vec<Dispatched>,
    ranges: Vec<std::ops::Range<u64>>,
}

impl EventSink for Seen {
    fn data(&mut self, fragment: &[u8]) {
        assert!(!fragment.is_empty());
        self.data.extend(fragment);
    }

    fn end(&mut self, end: &EventEnd<'_>) {
        let data = std::mem::take(&mut self.data);
        assert_eq!(data.len() as u64, end.data_len);
        self.ranges.push(end.range.clone());
        self.events.push(Dispatched {
            data,
            event: end.event.as_deref().unwrap().into(),
            id: end.id.as_deref().map(String::from),
            retry: end.retry,
        });
    }
}

fn decode<'c>(chunks: impl IntoIterator<Item = &'c [u8]>) -> Seen {
    let mut seen = Seen::default();
    let mut decoder = SseDecoder::new();
    for chunk in chunks {
        decoder.push(chunk, &mut seen);
    }
    seen
}

/// The standard's algorithm word by word, on the whole stream at once.
fn by_the_standard(stream: &[u8]) -> Vec<Dispatched> {
    let stream = stream.strip_prefix(b"\xef\xbb\xbf").unwrap_or(stream);
    let (mut events, mut last_id, mut retry) = (Vec::new(), String::new(), None);
    let (mut data, mut event) = (Vec::new(), String::new());
    for line in lines(stream) {
        if line.is_empty() {
            if !data.is_empty() {
                data.pop();
                events.push(Dispatched {
                    data: std::mem::take(&mut data),
                    event: if event.is_empty() { "message".into() } else { event.clone() },
                    id: Some(last_id.clone()).filter(|id| !id.is_empty()),
                    retry,
                });
            }
            event.clear();
            continue;
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = line.split_at(colon.unwrap_or(line.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = String::from_utf8_lossy(value).into_owned();
        match name {
            b"data" => data.extend([value, b"\n"].concat()),
            b"event" => event = text,
            b"id" if !value.contains(&0) => last_id = text,
            b"retry" if value.iter().all(u8::is_ascii_digit) => retry = text.parse().ok().or(retry),
            _ => {}
        }
    }
    events
}

/// The lines that are ended by CRLF, LF or CR.
fn lines(stream: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < stream.len() {
        let length = match &stream[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => 0,
        };
        if length > 0 {
            lines.push(&stream[start..at]);
            start = at + length;
        }
        at += length.max(1);
    }
    lines
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(&[
            "\n", "\r", "\r\n", "\n\n", "\r\n\r\n", "\r\r", "data", "data:", "data: ", "data:  x", "id: 1",
            "id", "id: a\0b", "event: ping", "event", "retry: 10", "retry: 1x", "retry:", ": comment", ":",
            "unknown: 1", "datas: 1", "dat", "retryy", "\u{feff}", "{\"id\":1}",
        ][..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => common::text().prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..5),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_chunking_gives_the_events_of_the_standard(
        stream in stream(), seed in any::<u64>(), most in 1_usize..12,
    ) {
        let whole = decode([stream.as_slice()]);
        prop_assert_eq!(&whole.events, &by_the_standard(&stream));
        prop_assert_eq!(&decode(common::chunks(&stream, seed, most)), &whole);
        let mut end = 0;
        for range in &whole.ranges {
            prop_assert!(end <= range.start && range.start < range.end);
            end = range.end;
        }
    }

    #[test]
    fn an_event_can_be_cut_out_by_its_range(stream in stream(), pick in any::<prop::sample::Index>()) {
        let whole = decode([stream.as_slice()]);
        if whole.events.is_empty() {
            return Ok(());
        }
        let index = pick.index(whole.events.len());
        let range = &whole.ranges[index];
        // The first range holds the byte order mark, and without it a second one would count.
        prop_assume!(!stream.starts_with(b"\xef\xbb\xbf"));
        let mut rest = stream[..range.start as usize].to_vec();
        rest.extend(&stream[range.end as usize..]);
        prop_assume!(!rest.starts_with(b"\xef\xbb\xbf") && !rest.starts_with(b"\n"));
        let data = |events: &[Dispatched]| events.iter().map(|one| one.data.clone()).collect::<Vec<_>>();
        let mut expected = data(&whole.events);
        expected.remove(index);
        prop_assert_eq!(data(&decode([rest.as_slice()]).events), expected);
    }

    #[test]
    fn collected_events_are_whole_or_said_to_be_too_long(
        stream in stream(), seed in any::<u64>(), max in 0_usize..6,
    ) {
        let mut collected = Vec::new();
        let mut events = SseEvents::new(max);
        for chunk in common::chunks(&stream, seed, 5) {
            events.push(chunk, |event: Event<'_>| collected.push(match event.data {
                Data::Whole(bytes) => Ok(bytes.to_vec()),
                Data::TooLong(length) => Err(length),
            }));
        }
        let expected: Vec<_> = by_the_standard(&stream)
            .into_iter()
            .map(|event| match event.data.len() <= max {
                true => Ok(event.data),
                false => Err(event.data.len() as u64),
            })
            .collect();
        prop_assert_eq!(collected, expected);
    }

    #[test]
    fn messages_come_with_their_events(
        list in prop::collection::vec((common::message(), any::<bool>(), prop::option::of("[a-z0-9]{1,9}")), 1..5),
        ending in prop::sample::select(&["\n", "\r\n", "\r"][..]),
        seed in any::<u64>(),
        most in 1_usize..60,
    ) {
        let mut stream = Vec::new();
        let mut expected = Vec::new();
        let mut last_id = None;
        for (json, id_first, id) in &list {
            let body = String::from_utf8(common::write(json, seed)).unwrap();
            let id_line = id.iter().map(|id| format!("id: {id}{ending}")).collect::<String>();
            // JSON whitespace may be line ends; each line is a data line then.
            let body = body.replace("\r\n", "\n").replace('\r', "\n");
            let data = body.split('\n').map(|line| format!("data: {line}{ending}")).collect::<String>();
            let event = if *id_first { id_line + &data } else { data + &id_line };
            stream.extend(format!(": note{ending}{event}{ending}").into_bytes());
            last_id = id.clone().or(last_id);
            let id = json.get("id").cloned();
            let result = json.get("result").or(json.get("error")).or(json.get("params")).cloned();
            expected.push((id, result, last_id.clone()));
        }
        let mut seen = Messages::default();
        let mut reader = SseMessages::new(Limits::default().max_id(usize::MAX));
        for chunk in common::chunks(&stream, seed, most) {
            reader.push(chunk, &mut seen);
        }
        prop_assert_eq!(&seen.reads, &vec![Ok(()); list.len()]);
        prop_assert_eq!(seen.messages, expected);
    }
}

/// Id, payload and event id of each message.
#[derive(Default)]
struct Messages {
    payload: Vec<u8>,
    messages: Vec<(Option<serde_json::Value>, Option<serde_json::Value>, Option<String>)>,
    reads: Vec<Result<(), Error>>,
}

impl StreamSink for Messages {
    fn message(&mut self, message: &Message<'_>, event: &EventEnd<'_>) {
        let payload = std::mem::take(&mut self.payload);
        self.messages.push((
            message.id().map(|id| serde_json::from_slice(id.raw()).unwrap()),
            (!payload.is_empty()).then(|| serde_json::from_slice(&payload).unwrap()),
            event.id.as_deref().map(String::from),
        ));
    }

    fn payload(&mut self, _: Payload, bytes: &[u8]) {
        self.payload.extend(bytes);
    }

    fn event(&mut self, _: &EventEnd<'_>, read: Result<(), Error>) {
        self.reads.push(read);
    }
}

#[test]
fn events_without_messages_are_no_trouble() {
    let mut seen = Messages::default();
    let mut messages = SseMessages::new(Limits::default().max_batch(2));
    let stream = [
        "id: 1\ndata:\n\n",
        "event: endpoint\ndata: /messages?id=1\n\n",
        ": keep-alive\n\n",
        "data: [{\"method\":\"a\"},{\"method\":\"b\"},{\"method\":\"c\"}]\n\n",
        "data: {\"method\":\"a\"}\n\n",
        "data: {\"method\":\"never dispatched\"}\n",
    ];
    messages.push(stream.concat().as_bytes(), &mut seen);
    let kinds: Vec<_> = seen.reads.iter().map(|read| read.map_err(|error| error.kind())).collect();
    assert_eq!(kinds, [Err(ErrorKind::Incomplete), Err(ErrorKind::Syntax), Err(ErrorKind::TooMany), Ok(()),]);
    assert_eq!(seen.messages.len(), 3);
    assert_eq!(messages.decoder().last_event_id().as_deref(), Some("1"));
}

#[test]
fn names_too_long_to_keep_are_not_cut() {
    let long = "x".repeat(2000);
    let mut ends = Vec::new();
    struct Ends<'e>(&'e mut Vec<(bool, bool)>);
    impl EventSink for Ends<'_> {
        fn data(&mut self, _: &[u8]) {}
        fn end(&mut self, end: &EventEnd<'_>) {
            self.0.push((end.event.is_some(), end.id.is_some()));
        }
    }
    let stream = format!("id: 1\ndata: a\n\nid: {long}\nevent: {long}\ndata: b\n\n");
    SseDecoder::new().push(stream.as_bytes(), &mut Ends(&mut ends));
    assert_eq!(ends, [(true, true), (false, false)]);
}

/// Millions of tiny lines, byte by byte and at once; a wide margin, because the machine may be
/// busy.
#[test]
fn tiny_lines_take_linear_time() {
    let start = std::time::Instant::now();
    for line in ["\n", "\r\n", ":\n", "data\n", "id:1\n", "x\n", "data:\n\n"] {
        let stream = line.repeat((1 << 20) / line.len());
        let events = |size| {
            let mut seen = Seen::default();
            let mut decoder = SseDecoder::new();
            stream.as_bytes().chunks(size).for_each(|chunk| decoder.push(chunk, &mut seen));
            seen.events.len()
        };
        assert_eq!(events(1), events(stream.len()));
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(20));
}
