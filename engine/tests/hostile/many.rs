//! Many faults in a run lose nothing but themselves.

use textmill::{Document, Engine, Report};

use crate::harness::{engine, neighbour, plugin};

/// What a tenth document says, in turn: a crash, an error value, memory without end.
const WRONGS: [&str; 3] = ["PANIC", "FAULT", "GROW"];

/// Some hundred documents in two groups. Every tenth is wrong for the `neighbour`, and for `traps`.
fn documents(count: usize, wrong: fn(usize) -> bool) -> Vec<Document> {
    let document = |index: usize| {
        let text = match wrong(index) {
            true => format!("!w{} {}", index % 17, WRONGS[index / 10 % WRONGS.len()]),
            false => format!("w{} w{} نص {}", index % 17, index % 5, index % 3),
        };
        let mut document = Document::new(format!("{index:05}"), text);
        document.metadata.insert("half".into(), (index % 2).into());
        document
    };
    (0..count).map(document).collect()
}

fn report(engine: &Engine, documents: impl IntoIterator<Item = Document, IntoIter: Send>) -> Report {
    let by = "half".parse().expect("a field");
    let run = engine.analysis().group_by(by).run(&mut documents.into_iter());
    run.expect("nothing that a plugin does ends a run")
}

/// Checks that all sections are those of a run over the documents that are not wrong.
#[track_caller]
fn check(count: usize, wrong: fn(usize) -> bool) {
    let engine = engine(neighbour()).plugins([plugin("traps"), plugin("frame")]).batch_bytes(2000);
    let engine = engine.build().expect("they look sound");
    let all = report(&engine, documents(count, wrong));
    let sound = documents(count, wrong).into_iter().enumerate().filter(|(index, _)| !wrong(*index));
    let sound = report(&engine, sound.map(|(_, document)| document).collect::<Vec<_>>());
    let lost = (0..count).filter(|index| wrong(*index)).count() as u64;

    assert_eq!(sound.faults.total, 0);
    assert_eq!(all.faults.total, 2 * lost);
    for name in ["neighbour", "traps"] {
        assert_eq!(all.analyzers[name].faults, lost, "{name}");
        assert_eq!(all.analyzers[name].documents, sound.analyzers[name].documents, "{name}");
        assert_eq!(all.analyzers[name].output, sound.analyzers[name].output, "{name}");
        for (group, sections) in &sound.groups {
            let found = &all.groups[group][name];
            assert_eq!(found.documents, sections[name].documents, "{name} of {group}");
            assert_eq!(found.output, sections[name].output, "{name} of {group}");
        }
    }
    // What has nothing to say against a document keeps it.
    assert_eq!(all.analyzers["frame"].documents, count as u64);
}

#[test]
fn every_tenth_document() {
    check(300, |index| index % 10 == 3);
}

#[test]
fn one_document_in_a_thousand() {
    check(3000, |index| index % 1000 == 777);
}
