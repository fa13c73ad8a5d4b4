//! What wikitext marks at the beginning of a line: headings, lists and tables.

/// The same as HTML.
pub(super) fn laid_out(stripped: &str) -> String {
    let mut out = String::with_capacity(stripped.len() + stripped.len() / 8);
    let mut tables = 0_usize;
    for line in stripped.split('\n') {
        let begin = line.trim_start();
        match begin.as_bytes() {
            [] => out.push_str("<p></p>"),
            [b'{', b'|', ..] => {
                tables += 1;
                out.push_str("<table>");
            }
            [b'|', b'}', ..] if tables > 0 => {
                tables -= 1;
                out.push_str("</table>");
                out.push_str(&begin[2..]);
            }
            [b'|', b'-', ..] if tables > 0 => out.push_str("<tr>"),
            [b'|', b'+', ..] if tables > 0 => put(&mut out, "caption", without_attributes(&begin[2..])),
            [b'|', ..] if tables > 0 => cells(&mut out, &begin[1..], "||"),
            [b'!', ..] if tables > 0 => cells(&mut out, &begin[1..], "!!"),
            [b'=', ..] => heading(&mut out, begin.trim_end()),
            [b'*' | b'#' | b':' | b';', ..] => {
                put(&mut out, "div", begin.trim_start_matches(['*', '#', ':', ';']));
            }
            [b'-', b'-', b'-', b'-', ..] => {
                out.push_str("<hr>");
                out.push_str(begin.trim_start_matches('-'));
            }
            _ if line.starts_with(' ') => put(&mut out, "div", line),
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

fn put(out: &mut String, element: &str, text: &str) {
    for part in ["<", element, ">", text, "</", element, ">"] {
        out.push_str(part);
    }
}

/// A heading, with as many marks before it as behind it.
fn heading(out: &mut String, line: &str) {
    let before = line.len() - line.trim_start_matches('=').len();
    let behind = line.len() - line.trim_end_matches('=').len();
    let marks = before.min(behind).min(6);
    if line.len() > 2 * marks && marks > 0 {
        put(out, "h2", &line[marks..line.len() - marks]);
    } else {
        out.push_str(line);
    }
}

/// Cells of a table that stand on a line.
fn cells(out: &mut String, line: &str, between: &str) {
    for cell in line.split(between) {
        out.push_str("<td>");
        out.push_str(without_attributes(cell));
    }
}

/// What stands behind the attributes of a cell, where it has any.
fn without_attributes(cell: &str) -> &str {
    cell.split_once('|').map_or(cell, |(_, text)| text)
}
