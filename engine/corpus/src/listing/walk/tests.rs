use ignore::overrides::OverrideBuilder;

use super::*;

fn walked(folder: &Path, rules: Rules) -> Walk {
    let canonical = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    walk(folder, &canonical, &rules)
}

fn names(walk: &Walk) -> Vec<&str> {
    walk.found.iter().map(|found| found.below.to_str().unwrap()).collect()
}

#[test]
fn files_come_by_the_bytes_of_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["b/2.txt", "b/10.txt", "b.txt", "a-z/1.txt", "a/1.txt", "é.txt", "Z.txt", "b/c/d/e.txt"] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "text").unwrap();
    }
    fs::create_dir(folder.path().join("empty")).unwrap();
    let walk = walked(folder.path(), Rules::default());
    let expected = ["Z.txt", "a-z/1.txt", "a/1.txt", "b.txt", "b/10.txt", "b/2.txt", "b/c/d/e.txt", "é.txt"];
    assert_eq!(names(&walk), expected);
    assert!(
        walk.found.iter().all(|found| matches!(found.stamp, Ok(Stamp { bytes: 4, modified: Some(1..) })))
    );
    assert!(walk.left_out.is_empty());
}

/// Files of a folder that has ignore files, some of which un-ignore.
fn ignoring() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("a.txt", ""),
        ("a.log", ""),
        (".hidden.txt", ""),
        (".kept.txt", ""),
        ("b/a.log", ""),
        ("b/kept.log", ""),
        ("b/c/a.tmp", ""),
        ("out/a.txt", ""),
        (".gitignore", "*.log\nout/\n"),
        (".ignore", "!.kept.txt\n"),
        ("b/.gitignore", "!kept.log\n"),
        ("b/.textmillignore", "*.tmp\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[track_caller]
fn check(folder: &Path, rules: Rules, expected: &[&str], left_out: &[(&str, u64)]) {
    let walk = walked(folder, rules);
    assert_eq!(names(&walk), expected);
    assert_eq!(walk.left_out.iter().collect::<Vec<_>>(), left_out);
}

#[test]
fn ignore_files_are_heeded_as_in_ripgrep() {
    let folder = ignoring();
    let path = folder.path();
    let without_git = [".kept.txt", "a.log", "a.txt", "b/a.log", "b/kept.log", "out/a.txt"];
    check(path, Rules::default(), &without_git, &[("hidden", 5), ("ignored", 1)]);
    fs::create_dir(path.join(".git")).unwrap();
    let with_git = [".kept.txt", "a.txt", "b/kept.log"];
    check(path, Rules::default(), &with_git, &[("hidden", 6), ("ignored", 4)]);
    check(&path.join("b/c"), Rules::default(), &[], &[("ignored", 1)]);
    let all = Rules { ignore_files: false, ..Rules::default() };
    let visible = ["a.log", "a.txt", "b/a.log", "b/c/a.tmp", "b/kept.log", "out/a.txt"];
    check(path, all, &visible, &[("hidden", 7)]);
    let hidden = Rules { hidden: true, ..Rules::default() };
    let expected = [
        ".gitignore",
        ".hidden.txt",
        ".ignore",
        ".kept.txt",
        "a.txt",
        "b/.gitignore",
        "b/.textmillignore",
        "b/kept.log",
    ];
    check(path, hidden, &expected, &[("ignored", 4)]);
}

#[test]
fn globs_are_stronger_than_all_else() {
    let folder = ignoring();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let rules = |globs: &[&str]| {
        let mut builder = OverrideBuilder::new(folder.path());
        for glob in globs {
            builder.add(glob).unwrap();
        }
        Rules { globs: builder.build().unwrap(), ..Rules::default() }
    };
    let logs = ["a.log", "b/a.log", "b/kept.log"];
    check(folder.path(), rules(&["*.log"]), &logs, &[("excluded", 8), ("hidden", 1), ("ignored", 1)]);
    let no_texts = ["b/kept.log"];
    check(folder.path(), rules(&["!*.txt"]), &no_texts, &[("excluded", 3), ("hidden", 5), ("ignored", 4)]);
    check(
        folder.path(),
        rules(&["*.log", "!b/**"]),
        &["a.log"],
        &[("excluded", 10), ("hidden", 1), ("ignored", 1)],
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_where_that_is_asked_and_loops_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    fs::create_dir_all(path.join("a/b")).unwrap();
    fs::write(path.join("a/b/a.txt"), "").unwrap();
    for (target, link) in [
        ("../..", "a/b/up"),
        ("a/b", "c"),
        ("gone", "d"),
        ("e", "e"),
        ("a/b/a.txt", "f.txt"),
        ("b", "a/side"),
    ] {
        std::os::unix::fs::symlink(target, path.join(link)).unwrap();
    }
    let walk = walked(&path, Rules { follow: true, ..Rules::default() });
    let shown = |found: &Found| match &found.stamp {
        Ok(_) => found.below.display().to_string(),
        Err(error) => {
            let error = error.to_string();
            format!("{}! {}", found.below.display(), error.split(": ").next().unwrap())
        }
    };
    let around = "a symbolic link to a folder in which it stands";
    let expected = [
        "a/b/a.txt".to_owned(),
        format!("a/b/up! {around}"),
        "a/side/a.txt".to_owned(),
        format!("a/side/up! {around}"),
        "c/a.txt".to_owned(),
        format!("c/up! {around}"),
        "d! a symbolic link that leads nowhere".to_owned(),
        "e! a symbolic link that cannot be followed".to_owned(),
        "f.txt".to_owned(),
    ];
    assert_eq!(walk.found.iter().map(shown).collect::<Vec<_>>(), expected);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "").unwrap();
    std::os::unix::fs::symlink("a.txt", folder.path().join("link.txt")).unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
    let walk = walked(folder.path(), Rules::default());
    assert_eq!(names(&walk), ["a.txt"]);
    assert_eq!(walk.left_out.get(LeftOut::LINKS), 2);
}

#[cfg(unix)]
#[test]
fn an_ignore_file_that_is_a_pipe_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "").unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join(".ignore")).status();
    assert!(made.unwrap().success());
    assert_eq!(names(&walked(folder.path(), Rules::default())), ["a.txt"]);
}

#[test]
fn a_folder_that_cannot_be_listed_is_found_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let walk = walked(&folder.path().join("gone"), Rules::default());
    assert_eq!(names(&walk), [""]);
    assert!(walk.found[0].stamp.is_err());
}

#[test]
fn outputs_are_left_out_and_counted_or_named() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["a.txt", "report.json", "state/state.json", ".textmill-x.part", ".textmill-x.txt"] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "text").unwrap();
    }
    let mut rules = Rules { hidden: true, ..Rules::default() };
    rules.outputs.add(&folder.path().join("report.json"), Met::LeftOut);
    rules.outputs.add(&folder.path().join("state"), Met::LeftOut);
    check(folder.path(), rules.clone(), &[".textmill-x.txt", "a.txt"], &[(LeftOut::OUTPUTS, 2)]);

    let output = folder.path().join("./a.txt");
    rules.outputs.add(&output, Met::Refused);
    let overwritten = walked(folder.path(), rules).overwritten;
    assert_eq!(overwritten, Some((folder.path().join("a.txt"), output)));
}
