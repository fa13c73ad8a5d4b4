//! The page in a browser: makes some, and has `web/tests` click through them in a headless Chromium.
//!
//! It needs Node.js with what `npm ci` installs in `page/web`, and Chromium: `/usr/bin/chromium` (Debian's package), or the path
//! that `CHROMIUM` names. Where one is missing it is skipped, and says so; with `BROWSER_TESTS=required` that is a failure.

#[path = "../examples/lines/mod.rs"]
mod lines;

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use textmill_page::{Documents, Page, TextDetail};

use self::lines::Lines;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is missing, if anything is.
fn missing() -> Option<String> {
    let chromium = env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    if !chromium.is_file() {
        return Some(format!("there is no Chromium at {}: apt-get install chromium", chromium.display()));
    }
    if Command::new("node").arg("--version").output().is_err() {
        return Some("there is no Node.js".to_owned());
    }
    let is_installed = root().join("web/node_modules/playwright-core").is_dir();
    (!is_installed).then(|| "playwright-core is not there: npm ci --prefix page/web".to_owned())
}

#[track_caller]
fn write(folder: &Path, name: &str, report: &Value, against: Option<&Value>, lines: Option<&mut Lines>) {
    let mut file = File::create(folder.join(name)).expect("a page can be written");
    let page = Page { report, against, bytes: 20 << 20, texts: TextDetail::Full };
    page.write(lines.map(|lines| lines as &mut dyn Documents), &mut file).expect("there is room");
}

/// Documents that try all they can, beside the report of others.
fn write_hostile(folder: &Path, report: &Value) {
    let script =
        "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">";
    let bidi = "\u{202e}reversed\u{202c} \u{2067}open isolate";
    let long = "long ".repeat(200_000);
    let line = |id: &str, text: &str, word: &str| {
        let terms = json!({word: 3, "=HYPERLINK(1)": 2, "shared": 1});
        json!({
            "id": id,
            "source": format!("{id}#1"),
            "metadata": {"kind": word, "title": long},
            "text": text,
            "analyzers": {"keywords": {"terms": terms, "keys": [script, bidi]}},
            "layers": {"entities": [{"start": 0, "end": 4, "label": script, "canonical": script}]},
            "faults": [{"analyzer": "sentiment", "kind": "error", "message": script}]
        })
    };
    let documents = [
        line(script, &format!("{script} and more\n{bidi}"), script),
        line(bidi, "=HYPERLINK(1) stands here", bidi),
        line(&long, "a long title", "-2+3"),
    ];
    let mut report = report.clone();
    report["corpus"]["documents"] = json!(3);
    report["corpus"]["unread"] = json!(0);
    report["run"]["sources"] = json!([{"path": script, "bytes": 1, "sha256": "", "documents": 3}]);
    report["run"]["command"]["arguments"] = json!(["analyze", script, "--id-field", "it's"]);
    report["faults"] = json!({"total": 3, "by": {"sentiment": {"error": 3}}, "first": []});
    report["analyzers"]["keywords"]["output"]["terms"] =
        json!({"total": 18, "distinct": 5, "top": [{"key": script, "count": 3, "documents": 1}]});
    let mut lines = lines_of(folder, "hostile.jsonl", &documents);
    write(folder, "hostile.html", &report, None, Some(&mut lines));
}

fn lines_of(folder: &Path, name: &str, documents: &[Value]) -> Lines {
    let path = folder.join(name);
    let lines: String = documents.iter().map(|line| line.to_string() + "\n").collect();
    fs::write(&path, lines).expect("lines can be written");
    Lines::new(path)
}

/// Documents of two languages and of none, with two fields of dates, of which one is far from the others.
fn write_dated(folder: &Path, report: &Value) {
    let documents: Vec<Value> = (1..=30)
        .map(|number| {
            let month = number % 12 + 1;
            let (language, text) = match number % 5 {
                0 => ("(none)", "42 – 43".to_owned()),
                1 | 2 => ("ar", format!("She said it in English, in long words.\n\nقال الكاتب إن كتاباً منها رقم {number}.")),
                _ => ("en", format!("The e-mail number {number} is about covid-19. It has no other word.")),
            };
            let published = if number == 1 { "0001-01-01".to_owned() } else { format!("2024-{month:02}-05") };
            let metadata = if number < 8 {
                json!({"published": published, "again": format!("20{:02}/03/05", 10 + number)})
            } else {
                json!({"published": published})
            };
            json!({
                "id": format!("d-{number:02}"),
                "source": "dated.jsonl#1",
                "group": language,
                "metadata": metadata,
                "text": text,
                "analyzers": {"keywords": {"terms": {"shared": 1, "e-mail": number % 5 / 3}}, "tokenize": {"languages": {language: 1}}},
                "layers": {"language": [{"label": language.trim_matches(['(', ')'])}]}
            })
        })
        .collect();
    let mut report = report.clone();
    report["corpus"]["documents"] = json!(30);
    report["corpus"]["unread"] = json!(0);
    report["provenance"]["selection"]["group_by"] = json!("language");
    let section = |documents: u32| json!({"keywords": {"version": "1.0.0", "documents": documents, "faults": 0, "output": {}}});
    report["groups"] = json!({"(none)": section(6), "ar": section(12), "en": section(12)});
    let mut lines = lines_of(folder, "dated.jsonl", &documents);
    write(folder, "dated.html", &report, None, Some(&mut lines));
    write(folder, "groups.html", &report, None, None);
}

/// What one document says all the time beside what two say, with an address in one group, and a document that could not be read.
fn write_ordered(folder: &Path, report: &Value) {
    let line = |id: &str, group: &str, outputs: Value| json!({"id": id, "source": "o.jsonl#1", "group": group, "text": "flood", "metadata": {"year": 2024}, "analyzers": outputs});
    let flood = json!({"flood": 1});
    let urls = json!({"persons": {}, "organizations": {}, "locations": {}, "urls": {"a.example": 5}});
    let documents = [
        line(
            "one",
            "a",
            json!({"keywords": {"terms": {"diary": 9}, "key_terms": {"diary": 9}}, "entities": urls}),
        ),
        line("two", "a", json!({"keywords": {"terms": flood, "key_terms": flood}, "entities": urls})),
        line(
            "three",
            "b",
            json!({"keywords": {"terms": flood, "key_terms": flood}, "entities": {"urls": {}}}),
        ),
        json!({"id": "four", "faults": [{"analyzer": null, "kind": "unread", "message": "no text"}]}),
    ];
    let mut report = report.clone();
    report["corpus"]["documents"] = json!(3);
    report["provenance"]["selection"]["group_by"] = json!("year:year");
    let keywords = &mut report["analyzers"]["keywords"];
    keywords["schema"]["fields"]["key_terms"]["widespread"] = json!(true);
    let key =
        |key: &str, count: u32, documents: u32| json!({"key": key, "count": count, "documents": documents});
    keywords["output"]["key_terms"] =
        json!({"total": 11, "distinct": 2, "top": [key("flood", 2, 2), key("diary", 9, 1)]});
    let mut lines = lines_of(folder, "ordered.jsonl", &documents);
    write(folder, "ordered.html", &report, None, Some(&mut lines));
}

/// Two reports, of which one does not list all of its keys.
fn write_against(folder: &Path, report: &Value) {
    let key = |key: &str, count: u32| json!({"key": key, "count": count, "documents": 20});
    let with = |total: u32, distinct: u32, top: &[Value]| {
        let mut report = report.clone();
        report["analyzers"]["keywords"]["output"]["terms"] =
            json!({"total": total, "distinct": distinct, "top": top});
        report
    };
    let one = with(500, 2, &[key("shared", 100), key("alpha", 20)]);
    let other = with(7300, 61, &[key("beta", 130), key("alpha", 120)]);
    write(folder, "against.html", &one, Some(&other), None);
}

/// A report without a part that some panels need.
fn write_broken(folder: &Path, report: &Value, lines: &mut Lines) {
    let mut report = report.clone();
    report["faults"] = Value::Null;
    write(folder, "broken.html", &report, None, Some(lines));
}

/// An analyzer that nobody knows, with an output of every kind.
fn with_custom(report: &Value) -> Value {
    let mut report = report.clone();
    report["analyzers"]["custom"] = json!({
        "version": "1.0.0", "documents": 22, "faults": 0,
        "schema": {"kind": "record", "fields": {
            "total": {"kind": "sum"}, "largest": {"kind": "max"}, "spread": {"kind": "stats"},
            "shapes": {"kind": "counts", "top": 3}, "bins": {"kind": "histogram", "edges": [1]},
            "sizes": {"kind": "quantiles"}, "different": {"kind": "distinct"}, "seen": {"kind": "set", "max": 9},
            "examples": {"kind": "sample", "n": 2}, "best": {"kind": "top", "n": 2},
            "by_shape": {"kind": "map", "of": {"kind": "stats"}},
            "inner": {"kind": "record", "fields": {"deep": {"kind": "sum"}}}, "own": {"kind": "each"}
        }},
        "output": {
            "total": 41, "largest": 7, "spread": {"count": 2, "mean": 1.5, "deviation": 0.5, "min": 1, "max": 2},
            "shapes": {"total": 4, "distinct": 1, "top": [{"key": "round", "count": 4, "documents": 2}]},
            "bins": {"count": 2, "bins": [{"from": null, "to": 1, "count": 1}, {"from": 1, "to": null, "count": 1}]},
            "sizes": {"count": 2, "error": 0.01, "min": 1, "max": 2, "quantiles": [{"at": 0.5, "value": 1.25}]},
            "different": {"estimate": 12, "error": 0, "exact": true},
            "seen": {"over": false, "max": 9, "keys": ["ring"]},
            "examples": [{"document": "r-001", "value": "an example"}],
            "best": [{"document": "r-002", "score": 3}],
            "by_shape": {"round": {"count": 1, "mean": 9.5, "deviation": 0, "min": 9.5, "max": 9.5}},
            "inner": {"deep": 17}
        }
    });
    report
}

#[test]
fn a_browser_shows_the_page() {
    if let Some(missing) = missing() {
        assert!(env::var("BROWSER_TESTS").as_deref() != Ok("required"), "{missing}");
        eprintln!("skipped: {missing}");
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    let data = root().join("tests/data");
    let report = fs::read_to_string(data.join("report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    let lines = || Lines::new(data.join("documents.jsonl"));
    write(&folder, "reviews.html", &with_custom(&report), None, Some(&mut lines()));
    write(&folder, "report.html", &report, None, None);
    write_hostile(&folder, &report);
    write_dated(&folder, &report);
    write_against(&folder, &report);
    write_ordered(&folder, &report);
    write_broken(&folder, &report, &mut lines());
    let run = Command::new("node")
        .args(["--test", "--test-concurrency=1", "tests/data.test.mjs", "tests/page.test.mjs"])
        .env("PAGES", &folder)
        .current_dir(root().join("web"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
}
