//! Files as the pages of `docs/` show them.

const REPORT: &str = include_str!("../../../../docs/report.md");
const PARTIAL: &str = include_str!("../../../../docs/partial.md");

/// The reports of the page, as they stand there and without blanks.
pub(super) fn reports() -> Vec<Vec<u8>> {
    let reports = blocks(REPORT).filter(|block| block.starts_with('{'));
    reports.flat_map(|report| [report.as_bytes().to_vec(), compact(report).into_bytes()]).collect()
}

/// The page's partial file, alone and with itself.
pub(super) fn partials() -> Vec<Vec<u8>> {
    let mut blocks = blocks(PARTIAL);
    let (head, rest) = (blocks.next().unwrap_or_default(), blocks.next().unwrap_or_default());
    let file = format!("{}\n{rest}", compact(head));
    let other = file.replace("reviews.jsonl", "others.jsonl");
    let seeds = [
        file.clone(),
        format!("{file}{}{other}", super::partial::BETWEEN),
        format!("{file}{0}{file}", super::partial::BETWEEN),
    ];
    seeds.map(String::into_bytes).to_vec()
}

fn blocks(page: &'static str) -> impl Iterator<Item = &'static str> {
    page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next())
}

fn compact(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    value.to_string()
}

#[cfg(test)]
mod tests {
    use textmill::{Report, merge};

    use super::super::partial::{ended, write};
    use super::{partials, reports};

    #[test]
    fn what_the_pages_show_is_read() {
        for report in reports() {
            assert!(serde_json::from_slice::<Report>(&report).is_ok());
        }
        let folder = tempfile::tempdir().unwrap();
        let file = String::from_utf8(partials().swap_remove(0)).unwrap();
        merge(&[write(folder.path(), 0, &ended(&file))], None).unwrap();
    }
}
