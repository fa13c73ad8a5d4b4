//! What is read is never written, and what a run wrote is never read by it.

use std::fs;
use std::process::Stdio;

use crate::harness::{Dir, with_faulty};

const CORPUS: &str = "
--- c/a.txt
The harbour reopened.
--- c/b/data.jsonl
{\"text\":\"Prices rose.\"}
--- c/keywords.terms.csv
id,text
1,Ships came back.
--- list
c/a.txt
--- textmill.toml
[plugins.keywords]
";

/// The same file under other names: the path itself, another spelling, a link, a hard link.
fn spellings(dir: &Dir, path: &str) -> Vec<String> {
    let mut spellings = vec![path.to_owned(), format!("./c/../{path}")];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(dir.path(path), dir.path("link")).expect("links can be made");
        fs::hard_link(dir.path(path), dir.path("hard")).expect("links can be made");
        spellings.extend(["link".to_owned(), "hard".to_owned()]);
    }
    spellings
}

/// Runs a command with each output option on each spelling of `path`, and checks that it is refused and nothing changed.
#[track_caller]
fn check_refused(inputs: &str, path: &str, options: &[&str]) {
    let dir = Dir::new(CORPUS);
    let content = dir.read(path);
    for spelling in spellings(&dir, path) {
        for option in options {
            let command = format!("analyze {inputs} -p keywords -q {option} {spelling}");
            let run = dir.textmill(&command).exits(1);
            assert!(run.stderr().contains("overwrite"), "{command}: {}", run.stderr());
            assert_eq!(dir.read(path), content, "{command}");
        }
    }
}

const FILES: [&str; 4] = ["-o", "--documents", "--partial", "--profile"];

#[test]
fn a_document_is_not_overwritten() {
    check_refused("c/a.txt", "c/a.txt", &FILES);
    check_refused("c", "c/b/data.jsonl", &FILES);
    check_refused("--files-from list", "c/a.txt", &FILES);
    check_refused("--files-from list", "list", &FILES);
    check_refused("--config textmill.toml c", "textmill.toml", &FILES);
}

#[test]
fn a_message_says_what_would_be_lost() {
    let dir = Dir::new(CORPUS);
    let stderr = |command: &str| dir.textmill(command).exits(1).stderr();
    assert_eq!(
        stderr("analyze c -q -p keywords -o c/a.txt"),
        "textmill: c/a.txt: it is a document of the run, and the output c/a.txt would overwrite it\n\
         hint: nothing was written; give the output another path\n"
    );
    assert_eq!(
        stderr("analyze c -q -p keywords --tables c"),
        "textmill: c/keywords.terms.csv: it is a document of the run, and the output c/keywords.terms.csv would \
         overwrite it\nhint: nothing was written; give the output another path\n"
    );
    assert_eq!(
        stderr("analyze c -q -p keywords --state c"),
        "textmill: c: it is a document of the run, and stands in c, which the run writes to\n\
         hint: nothing was written; give the output another path\n"
    );
    assert_eq!(
        stderr("analyze c/a.txt -q -p keywords --state ."),
        "textmill: c/a.txt: it is a document of the run, and stands in ., which the run writes to\n\
         hint: nothing was written; give the output another path\n"
    );
    assert_eq!(
        stderr("analyze list -q -p keywords --state c"),
        "textmill: c: is no state: it holds a.txt\nhint: name a folder that is new or empty\n"
            .replace("a.txt", &first_name(&dir))
    );
}

/// The first name that the system gives of the folder.
fn first_name(dir: &Dir) -> String {
    let first = fs::read_dir(dir.path("c")).expect("it is there").next().expect("it has entries");
    first.expect("it can be read").file_name().into_string().expect("it is plain")
}

#[test]
fn what_a_run_wrote_is_left_out_of_the_next_and_counted() {
    let dir = Dir::new("--- c/a.txt\nThe harbour reopened.\n--- c/b.txt\nPrices rose.");
    let command = "analyze c -p keywords -q --hidden -o c/report.json --documents c/found.jsonl --partial c/p.part \
                   --profile c/profile.json --tables c --cache c/cache --state c/state";
    dir.textmill(command).exits(0);
    assert_eq!(dir.json("c/report.json")["corpus"]["documents"], 2);
    fs::remove_dir_all(dir.path("c/state")).expect("it is there");
    fs::create_dir(dir.path("c/state")).expect("it is gone");
    // What a killed run leaves.
    dir.write("c/.textmill-killed.part", "{");
    let tables = fs::read_dir(dir.path("c")).expect("it is there").filter(|entry| {
        entry.as_ref().expect("it can be read").path().extension().is_some_and(|ending| ending == "csv")
    });
    let tables = tables.count();
    assert!(tables > 0);
    dir.textmill(command).exits(0);
    let report = dir.json("c/report.json");
    assert_eq!(report["corpus"]["documents"], 2);
    assert_eq!(report["faults"]["total"], 0);
    // Four files and two folders.
    assert_eq!(report["run"]["left_out"]["outputs of the run"], 6 + tables);
    assert_eq!(report["run"]["left_out"].as_object().map(serde_json::Map::len), Some(1));

    dir.textmill("verify c/report.json -q").exits(0);
}

#[test]
fn a_table_of_documents_is_left_out_too() {
    let dir = Dir::new("--- c/a.txt\nThe harbour reopened.");
    for _ in 0..2 {
        dir.textmill("analyze c -p keywords -q -o report.json --documents c/found.parquet").exits(0);
        assert_eq!(dir.json("report.json")["corpus"]["documents"], 1);
    }
}

#[cfg(unix)]
#[test]
fn a_file_into_which_the_shell_leads_the_output_is_no_document() {
    let dir = Dir::new("--- c/a.txt\nThe harbour reopened.");
    let run = |inputs: &str| {
        let out = fs::File::create(dir.path("c/out.txt")).expect("it can be written");
        dir.textmill_into(&format!("analyze {inputs} -p keywords -q -o -"), Stdio::from(out))
    };
    run("c").exits(0);
    assert_eq!(dir.json("c/out.txt")["corpus"]["documents"], 1);
    dir.textmill("verify c/out.txt -q").exits(0);
    assert_eq!(
        run("c/out.txt").exits(1).stderr(),
        "textmill: c/out.txt: it is a document of the run, and the standard output goes into it\n\
         hint: nothing was written; give the output another path\n"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_to_which_the_shell_adds_the_output_is_refused() {
    let dir = Dir::new("--- c/a.txt\nThe harbour reopened.\n--- c/b.txt\nPrices rose.");
    let append = |name: &str| {
        let out = fs::OpenOptions::new().append(true).open(dir.path(name)).expect("it can be written");
        dir.textmill_into("analyze c -p keywords -q -o -", Stdio::from(out))
    };
    assert_eq!(
        append("c/b.txt").exits(1).stderr(),
        "textmill: c/b.txt: it is a document of the run, and the standard output goes into it\n\
         hint: nothing was written; give the output another path\n"
    );
    assert_eq!(dir.read("c/b.txt"), "Prices rose.");
    // What an earlier run wrote may be added to.
    dir.textmill("analyze c -p keywords -q -o c/r.json").exits(0);
    append("c/r.json").exits(0);
}

#[test]
fn other_commands_do_not_overwrite_what_they_read() {
    let dir = Dir::new("--- a.txt\nThe harbour reopened.\n--- textmill.toml\n[plugins.keywords]\n");
    dir.textmill("analyze a.txt -p keywords -q --partial a.part -o report.json").exits(0);
    let (partial, config) = (dir.read("a.part"), dir.read("textmill.toml"));
    let refused = dir.textmill("merge a.part -q --partial ./a.part").exits(1);
    assert_eq!(
        refused.stderr(),
        "textmill: a.part: it is read by the command, and the output ./a.part would overwrite it\n\
         hint: nothing was written; give the output another path\n"
    );
    assert_eq!(dir.read("a.part"), partial);
    dir.textmill("plugin lock --config textmill.toml --lock-file textmill.toml").exits(1);
    assert_eq!(dir.read("textmill.toml"), config);
}

#[test]
fn no_command_overwrites_what_it_reads_beside_its_documents() {
    let dir = Dir::new(
        "--- a.jsonl\n{\"text\": \"Good.\", \"date\": \"2024-01-01\"}\n{\"text\": \"Bad.\", \"date\": \"2024-02-01\"}\n\
         --- list\na.jsonl\n--- c.toml\n[plugins.keywords]\n",
    );
    with_faulty(&dir);
    dir.textmill("plugin lock --config c.toml --lock-file c.lock -q").exits(0);
    let files = ["list", "c.toml", "c.lock", "faulty.wasm"];
    let read = || files.map(|file| fs::read(dir.path(file)).expect("it is there"));
    let before = read();
    for command in [
        "kwic good --files-from list -o list",
        "duplicates --files-from list -o ./list",
        "trends --files-from list --by date:month -o list",
        "trends a.jsonl --by date:month --config c.toml -o c.toml",
        "compare a.jsonl --by date:month --config c.toml -o c.toml",
        "compare a.jsonl --by date:month -p ./faulty.wasm -o faulty.wasm",
        "compare a.jsonl --by date:month --config c.toml --locked --lock-file c.lock -o c.lock",
        "analyze a.jsonl --config c.toml --locked --lock-file c.lock -o c.lock",
    ] {
        let run = dir.textmill(command).exits(1);
        assert!(
            run.stderr().contains("it is read by the command, and the output"),
            "{command}: {}",
            run.stderr()
        );
        assert_eq!(read(), before, "{command}");
    }
    dir.write("x.jsonl", "{\"text\": \"PANIC\"}\n");
    let run = "analyze x.jsonl -p ./faulty.wasm -q --cache ca --state st --tables tb";
    dir.textmill(&format!("{run} -o r.json --partial p.part --documents d.jsonl")).exits(0);
    let files = ["p.part", "d.jsonl", "st/state.json", "ca/CACHEDIR.TAG", "tb/faulty.csv"];
    let read = || files.map(|file| dir.read(file));
    let before = read();
    for (command, problem) in [
        ("retry r.json -o p.part".to_owned(), "it is read by the command, and the output"),
        ("retry r.json -o d.jsonl".to_owned(), "it is read by the command, and the output"),
        ("retry r.json -o st/state.json".to_owned(), "where the run keeps what is its own"),
        (format!("{run} -o st/state.json"), "where the run keeps what is its own"),
        (format!("{run} -o st/runs/../new"), "where the run keeps what is its own"),
        (format!("{run} --documents ca/new.jsonl"), "where the run keeps what is its own"),
        (format!("{run} -o tb/faulty.csv"), "a table would take its place"),
    ] {
        let run = dir.textmill(&command).exits(1);
        assert!(run.stderr().contains(problem), "{command}: {}", run.stderr());
        assert_eq!(read(), before, "{command}");
    }
    for command in ["analyze a.jsonl -o x --documents ./x", "analyze a.jsonl -o x --html ../../tmp/../x"] {
        let command = command.replace("../../tmp/..", &dir.path("").display().to_string());
        dir.textmill(&command).exits(2);
        assert!(!dir.path("x").exists());
    }
}
