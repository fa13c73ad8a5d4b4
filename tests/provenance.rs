//! A report says how it was made: it can be verified, and later runs held to its analyzers.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Dir, Run, with_faulty};

/// Documents in a folder and in a file, in two scripts.
fn corpus() -> Dir {
    Dir::new(
        "--- in/a.txt\nThe council opened a lovely market.\n--- in/sub/b.txt\nافتتح المجلس سوقا جديدا في بغداد.\n\
         --- rows.jsonl\n{\"body\": \"good rooms\", \"city\": \"York\", \"stars\": 5}\n\
         {\"body\": \"bad rooms\", \"city\": \"Leeds\", \"stars\": 1}\n\
         {\"body\": \"small rooms\", \"city\": \"York\", \"stars\": 3}\n",
    )
}

/// Runs the binary, which keeps compiled analyzers in the test's folder: they are loaded many times here.
fn run(dir: &Dir, arguments: &str) -> Run {
    dir.textmill_caching("caches", arguments)
}

/// Verifies `r.json`, and gives the standard output as JSON.
#[track_caller]
fn verify(dir: &Dir, arguments: &str, code: i32) -> Value {
    run(dir, &format!("verify r.json --json -q {arguments}")).exits(code).report()
}

/// The paths of inputs that differ, with what became of each.
fn inputs(verdict: &Value) -> Vec<String> {
    let inputs = verdict["inputs"].as_array().expect("inputs are listed").iter();
    inputs.map(|input| format!("{} {}", text(&input["change"]), text(&input["path"]))).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn analyze(dir: &Dir, arguments: &str) -> Run {
    run(dir, &format!("analyze {arguments} -q -o r.json")).exits(0)
}

#[test]
fn what_is_as_it_was_gives_the_same() {
    let dir = corpus();
    for arguments in [
        "in rows.jsonl --text-field body -p tokenize -p keywords --set keywords.min_length=3",
        "rows.jsonl --text-field body -p tokenize --group-by city --filter stars>2 --limit fuel=50M",
        "./rows.jsonl --text-field body -p tokenize --sample 2 --documents d.jsonl",
        "in -p tokenize --root in -g **/b.txt --partial p.part --state s --cache c --tables t",
    ] {
        analyze(&dir, arguments);
        let verdict = verify(&dir, "", 0);
        assert_eq!((&verdict["same"], &verdict["inputs"]), (&json!(true), &json!([])), "{arguments}");
    }
}

#[test]
fn verify_runs_where_the_command_ran_and_writes_nothing() {
    let dir = corpus();
    analyze(&dir, "in -p tokenize --partial p.part --state state");
    let listed = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(dir.path(folder)).expect("it is a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("it is listed").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let (before, partial) = (listed(""), dir.read("p.part"));
    let elsewhere = Dir::new("");
    let report = dir.path("r.json").display().to_string();
    elsewhere.textmill_with(["verify", &report, "-q"], "").exits(0);
    assert_eq!((listed(""), dir.read("p.part")), (before, partial));
    assert!(fs::read_dir(elsewhere.path("")).expect("it is a folder").next().is_none());
}

#[test]
fn a_copy_of_the_folder_stands_in_for_it() {
    let (dir, copy) = (corpus(), corpus());
    with_faulty(&dir);
    with_faulty(&copy);
    analyze(&dir, "in -p ./faulty.wasm");
    copy.write("in/a.txt", "The council closed a lovely market.");
    let folder = copy.path("").display().to_string();
    assert_eq!(inputs(&verify(&dir, &format!("--folder {folder}"), 4)), ["changed in/a.txt"]);
    let lost = run(&dir, "verify r.json -q --folder /nowhere/at/all").exits(1);
    assert!(lost.stderr().contains("/nowhere/at/all/./faulty.wasm: "), "{}", lost.stderr());
}

#[test]
fn inputs_that_are_not_what_they_were_are_named() {
    let dir = corpus();
    analyze(&dir, "in rows.jsonl --text-field body -p tokenize");
    dir.write("in/a.txt", "The council opened a lovely Market.");
    assert_eq!(inputs(&verify(&dir, "", 4)), ["changed in/a.txt"]);
    dir.write("in/c.txt", "new");
    fs::remove_file(dir.path("in/sub/b.txt")).expect("it is there");
    assert_eq!(inputs(&verify(&dir, "", 4)), ["changed in/a.txt", "new in/c.txt", "missing in/sub/b.txt"]);
    fs::remove_file(dir.path("rows.jsonl")).expect("it is there");
    let verdict = verify(&dir, "", 4);
    assert!(inputs(&verdict).contains(&"missing rows.jsonl".to_string()), "{verdict:#}");
    assert_eq!((&verdict["cause"], &verdict["provenance"]), (&Value::Null, &json!([])));
    let foreseen = run(&dir, "verify r.json").exits(4);
    assert!(foreseen.stderr().contains("warn: in/sub/b.txt is missing"), "{}", foreseen.stderr());
    let page = foreseen.stdout();
    assert!(page.starts_with("r.json: not the same, 2 documents of 2 inputs, 1 analyzer\n\nInputs\n  changed  in/a.txt: 35 bytes (SHA-256 "), "{page}");
}

#[test]
fn an_input_of_the_same_bytes_under_another_name_is_told() {
    let dir = corpus();
    analyze(&dir, "in -p tokenize");
    fs::rename(dir.path("in/a.txt"), dir.path("in/z.txt")).expect("it is there");
    let verdict = verify(&dir, "", 4);
    assert_eq!(inputs(&verdict), ["renamed in/z.txt"]);
    assert_eq!(verdict["inputs"][0]["from"], "in/a.txt");
}

/// A component with a custom section more: another file, and the same code.
fn another_build(component: &[u8]) -> Vec<u8> {
    let mut built = component.to_vec();
    built.extend_from_slice(b"\0\x06\x04note!");
    built
}

#[test]
fn analyzers_settings_and_limits_that_are_not_what_they_were_are_named() {
    let dir = corpus();
    let config = |settings: &str| {
        let resources = "plugin = \"sentiment\"\nresources = { lexicon = \"words.tsv\" }";
        let loud = "[plugins.loud]\nplugin = \"./faulty.wasm\"\n";
        dir.write("textmill.toml", format!("[plugins.mood]\n{resources}\n{settings}\n{loud}"));
    };
    let paths = |verdict: &Value| -> Vec<String> {
        let provenance = verdict["provenance"].as_array().expect("differences are listed").iter();
        provenance.map(|difference| text(&difference["path"]).to_string()).collect()
    };
    with_faulty(&dir);
    dir.write("words.tsv", "harbour\t2\n");
    config("settings = { neutral = 0.1 }");
    analyze(&dir, "in --config textmill.toml");
    let origins = &dir.json("r.json")["run"]["origins"];
    assert_eq!(origins["mood"], json!({"component": "built-in", "resources": {"lexicon": "words.tsv"}}));
    assert_eq!(origins["loud"], json!({"component": "./faulty.wasm"}));
    assert_eq!(verify(&dir, "", 0)["same"], true);

    config("settings = { neutral = 0.2 }");
    let verdict = verify(&dir, "", 4);
    assert_eq!(paths(&verdict), ["plugins.mood.settings.neutral"]);
    assert_eq!(
        (&verdict["provenance"][0]["was"], &verdict["provenance"][0]["is"]),
        (&json!(0.1), &json!(0.2))
    );

    config("settings = { neutral = 0.1 }\nlimits = { time_ms = 9000 }");
    let verdict = verify(&dir, "", 4);
    assert_eq!(paths(&verdict), ["plugins.mood.limits.time_ms"]);
    assert_eq!(verdict["found"], json!([]), "what was found is the same");
    assert!(run(&dir, "verify r.json -q").exits(4).stdout().ends_with("\nWhat was found is the same.\n"));

    config("settings = { neutral = 0.1 }");
    dir.write("words.tsv", "harbour\t3\n");
    assert_eq!(paths(&verify(&dir, "", 4)), ["plugins.mood.resources.lexicon"]);

    dir.write("words.tsv", "harbour\t2\n");
    dir.write("faulty.wasm", another_build(textmill_test_plugins::FAULTY));
    let other = run(&dir, "verify r.json --json").exits(4);
    assert_eq!(paths(&other.report()), ["plugins.loud.sha256"]);
    assert!(other.stderr().contains("warn: plugins.loud.sha256: "), "{}", other.stderr());

    let verdict = verify(&dir, "-p mood", 4);
    assert_eq!(paths(&verdict), ["plugins.loud", "plugins.tokenize"]);
}

#[test]
fn an_analyzer_that_is_not_deterministic_is_named() {
    let dir = Dir::new("--- a.txt\none two\n--- b.txt\nthree\n");
    dir.write("mindful.wasm", textmill_test_plugins::MINDFUL);
    let remembers = "-p tokenize -p ./mindful.wasm --set mindful.sin=remembers --threads 1";
    analyze(&dir, &format!("a.txt b.txt {remembers}"));
    // The order of documents is nothing that a report depends on; what an instance has seen before does.
    let verdict = verify(&dir, "b.txt a.txt --threads 1", 4);
    assert_eq!((&verdict["inputs"], &verdict["provenance"]), (&json!([]), &json!([])));
    assert_eq!(verdict["cause"], json!({"kind": "analyzer", "analyzer": "mindful", "providers": []}));
    assert!(text(&verdict["found"][0]["path"]).starts_with("analyzers.mindful.output.words."), "{verdict:#}");
    let page = run(&dir, "verify r.json b.txt a.txt --threads 1 -q").exits(4).stdout();
    assert!(
        page.replace('\n', " ").contains("mindful found something else: it is not deterministic."),
        "{page}"
    );
}

#[test]
fn the_standard_input_is_given_again() {
    let dir = Dir::new("");
    dir.textmill_with("analyze - -q -p tokenize -o r.json".split(' '), "one two").exits(0);
    let lost = run(&dir, "verify r.json -q").exits(1);
    assert_eq!(
        lost.stderr(),
        "textmill: the report is of the standard input, which can be read only once\n\
         hint: give the documents again: textmill verify REPORT PATH…, or - for the standard input\n"
    );
    dir.textmill_with("verify r.json - -q".split(' '), "one two").exits(0);
    dir.textmill_with("verify r.json - -q".split(' '), "one three").exits(4);
}

#[test]
fn a_merged_report_needs_its_documents_alone() {
    let dir = corpus();
    let settings =
        "--text-field body --filter !draft -p keywords --set keywords.min_length=4 --group-by city -q";
    run(&dir, &format!("analyze in {settings} --partial a.part -o a.json")).exits(0);
    run(&dir, &format!("analyze rows.jsonl {settings} --partial b.part -o b.json")).exits(0);
    run(&dir, "merge a.part b.part -q -o r.json").exits(0);
    let lost = run(&dir, "verify r.json -q").exits(1);
    assert_eq!(
        lost.stderr(),
        "textmill: the report was merged from a.part, b.part, the parts of several runs\n\
         hint: give its documents: textmill verify REPORT PATH…\n"
    );
    assert_eq!(verify(&dir, "in rows.jsonl", 0)["same"], true);
    let verdict = verify(&dir, "in rows.jsonl -p keywords", 4);
    assert_eq!(verdict["provenance"][0]["path"], "plugins.keywords.settings.min_length");
}

#[test]
fn a_report_without_a_command_says_enough_of_its_analyzers() {
    let dir = corpus();
    with_faulty(&dir);
    dir.write("words.tsv", "harbour\t2\n");
    let mood = "[plugins.mood]\nplugin = \"sentiment\"\nlayers = { sentiment = \"moods\" }\n\
        resources = { lexicon = \"words.tsv\" }\n[plugins.loud]\nplugin = \"./faulty.wasm\"\n";
    dir.write("textmill.toml", mood);
    analyze(&dir, "in --config textmill.toml --html-text all --limit loud.time_ms=7000");
    let mut report = dir.json("r.json");
    report["run"].as_object_mut().expect("it is an object").remove("command");
    dir.write("r.json", report.to_string());
    assert_eq!(verify(&dir, "in", 0)["same"], true);
    report["run"]["origins"]["mood"] = json!({"component": "built-in"});
    dir.write("r.json", report.to_string());
    assert_eq!(
        run(&dir, "verify r.json in -q").exits(1).stderr(),
        "textmill: the report does not say where the resource `lexicon` of `mood` was found\n\
         hint: name the analyzers with -p, and their resources with --config\n"
    );
    assert_eq!(
        run(&dir, "verify r.json in -q --limit time_ms=5").exits(2).stderr(),
        "textmill: the report has no command whose --set, --limit or --fuel could be replaced\n\
         hint: name the analyzers too, with -p or --config\n"
    );
    assert_eq!(verify(&dir, "in --config textmill.toml --limit loud.time_ms=7000", 0)["same"], true);
    let both = run(&dir, "verify - - -q").exits(2).stderr();
    assert!(
        both.starts_with("textmill: the report and the documents cannot both be the standard input\n"),
        "{both}"
    );
}

#[track_caller]
fn check_refused(report: &Value, stderr: &str) {
    let dir = Dir::new("");
    dir.write("r.json", report.to_string());
    assert_eq!(run(&dir, "verify r.json -q").exits(1).stderr(), stderr);
}

#[test]
fn reports_that_cannot_be_verified_are_refused() {
    let dir = corpus();
    analyze(&dir, "in -p tokenize");
    let report = |change: fn(&mut Value)| {
        let mut report = dir.json("r.json");
        change(&mut report);
        report
    };
    check_refused(
        &report(|report| report["complete"] = json!(false)),
        "textmill: the report is of a run that was stopped, and says nothing of the whole\n\
         hint: the same command with --state DIR resumes where it was stopped, to a whole report\n",
    );
    check_refused(
        &report(|report| report["format"] = json!(7)),
        "textmill: r.json: it is of format 7, and this version reads 1\n\
         hint: `textmill analyze … -o FILE` writes a report\n",
    );
    check_refused(
        &report(|report| report["run"]["command"] = Value::Null),
        "textmill: the report does not say by which command it was made\n\
         hint: give its documents: textmill verify REPORT PATH…\n",
    );
    check_refused(
        &report(|report| {
            report["run"]["command"]["arguments"] = json!(["analyze", "\u{1b}[2J", "--no-such"]);
        }),
        "textmill: this version does not understand the report's command: unexpected argument '--no-such' found\n\
         hint: give its documents: textmill verify REPORT PATH…\n",
    );
}

#[test]
fn a_locked_run_has_the_analyzers_of_the_lock_file_and_no_others() {
    let dir = corpus();
    with_faulty(&dir);
    let analyzers = "-p keywords -p loud=./faulty.wasm --set keywords.min_length=3";
    let none = run(&dir, &format!("analyze in {analyzers} --locked -q -o r.json")).exits(1);
    assert_eq!(
        none.stderr(),
        "textmill: the lock file textmill.lock: No such file or directory (os error 2)\n\
         hint: `textmill plugin lock`, with the same -p, --set and --config, writes it\n"
    );
    run(&dir, &format!("plugin lock {analyzers} -q")).exits(0);
    let lock = dir.read("textmill.lock");
    run(&dir, &format!("plugin lock {analyzers} -q --lock-file again.lock")).exits(0);
    assert_eq!(dir.read("again.lock"), lock);
    run(&dir, &format!("analyze in {analyzers} --locked -q -o r.json")).exits(0);
    run(&dir, "verify r.json --locked -q").exits(0);

    let refused = |arguments: &str, lines: &str| {
        let ran = run(&dir, &format!("analyze in {arguments} --locked -q -o x.json")).exits(1);
        let stderr = ran.stderr();
        let said: Vec<&str> = stderr.lines().filter(|line| line.starts_with(['-', '+'])).collect();
        assert_eq!(said.join("\n"), lines, "{stderr}");
        assert!(!dir.path("x.json").exists());
    };
    refused(
        "-p keywords -p loud=./faulty.wasm --set keywords.min_length=2",
        "- plugins.keywords.settings.min_length = 3\n+ plugins.keywords.settings.min_length = 2",
    );
    refused(
        &format!("{analyzers} --limit loud.memory=9M"),
        "- plugins.loud.limits.memory = 268435456\n+ plugins.loud.limits.memory = 9437184",
    );
    refused(
        &format!("{analyzers} --fuel 5M"),
        "+ plugins.keywords.limits.fuel = 5000000\n+ plugins.loud.limits.fuel = 5000000",
    );
    refused(&format!("{analyzers} -p sentiment"), "+ plugins.sentiment = {…}");
    refused("-p loud=./faulty.wasm", "- plugins.keywords = {…}");
    dir.write("faulty.wasm", another_build(textmill_test_plugins::FAULTY));
    let ran = run(&dir, &format!("analyze in {analyzers} --locked -q -o x.json")).exits(1);
    assert!(ran.stderr().contains("\n- plugins.loud.sha256 = \""), "{}", ran.stderr());
    assert!(
        run(&dir, "verify r.json --locked -q").exits(1).stderr().contains("\n+ plugins.loud.sha256 = \"")
    );
}

#[test]
fn the_lock_file_stands_beside_the_configuration() {
    let dir = corpus();
    dir.write(
        "conf/textmill.toml",
        "[plugins.words]\nplugin = \"tokenize\"\nlayers = { tokens = \"words\" }\n",
    );
    let ran = run(&dir, "plugin lock --config conf/textmill.toml").exits(0);
    assert!(ran.stderr().ends_with("textmill.lock: 1 analyzer\n"), "{}", ran.stderr());
    assert!(dir.read("conf/textmill.lock").contains("[plugins.words.layers]\ntokens = \"words\"\n"));
    run(&dir, "analyze in --config conf/textmill.toml --locked -q -o r.json").exits(0);
    run(&dir, "verify r.json --locked -q").exits(0);
    dir.write("conf/textmill.lock", "format = 2\n");
    assert_eq!(
        run(&dir, "analyze in --config conf/textmill.toml --locked -q").exits(1).stderr(),
        "textmill: conf/textmill.lock: it is of format 2, and this version reads 1\n"
    );
}

#[cfg(unix)]
#[test]
fn a_program_makes_text_of_files_and_a_report_alone_does_not_run_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = Dir::new(
        "--- c/a.txt\nThe harbour reopened.\n--- c/b.shout\nPRICES ROSE.\n--- c/fails.shout\nno\n--- to-text\n#!/bin/sh\n\
         case \"$1\" in *fails*) echo 'not shouted' >&2; exit 2;; esac\nexec tr A-Z a-z",
    );
    std::fs::set_permissions(dir.path("to-text"), std::fs::Permissions::from_mode(0o755))
        .expect("it is ours");
    dir.textmill("analyze c -q -p keywords --pre ./to-text --pre-glob *.shout -o r.json --documents d.jsonl")
        .exits(0);
    let report = dir.json("r.json");
    assert_eq!(report["corpus"]["documents"], 2);
    assert_eq!(report["faults"]["first"][0]["message"], "`./to-text` failed (exit status: 2): not shouted");
    assert_eq!(
        report["provenance"]["selection"]["reading"]["pre"],
        serde_json::json!({"command": "./to-text", "globs": ["*.shout"]})
    );
    // The hash is that of the file, not of what was printed.
    assert_eq!(report["run"]["sources"][1]["bytes"], 12);
    let line = &dir.json_lines("d.jsonl")[1];
    assert_eq!(line["analyzers"]["keywords"]["terms"]["price"], 1);

    assert_eq!(
        dir.textmill("verify r.json -q").exits(1).stderr(),
        "textmill: the documents of the report were read through the program `./to-text`\n\
         hint: to run it on them, name it: textmill verify REPORT --pre ./to-text\n"
    );
    dir.textmill("verify r.json -q --pre ./to-text").exits(0);
    dir.textmill("verify r.json -q --pre ./another").exits(2);
    assert_eq!(
        dir.textmill("analyze c -q --pre no-such-program").exits(1).stderr(),
        "textmill: `no-such-program`: no such program\n\
         hint: name a program in a folder of PATH, or give its path; it takes no arguments\n"
    );
}
