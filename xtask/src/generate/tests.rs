use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::arguments::Arguments;
use super::run::{Made, generate};

/// The corpus that these options make: what is said of it, and its files by their paths below the folder.
fn made(options: &str) -> (Made, BTreeMap<String, Vec<u8>>) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("corpus");
    let arguments: Vec<&str> = std::iter::once(path.to_str().unwrap()).chain(options.split(' ')).collect();
    let made = generate(&Arguments::parse(&arguments).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    add_files(&path, &path, &mut files);
    (made, files)
}

fn add_files(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_files(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read(path).unwrap());
        }
    }
}

/// The documents of one file of JSON Lines.
fn documents(options: &str) -> Vec<Value> {
    let (_, files) = made(options);
    let text = str::from_utf8(&files["000000.jsonl"]).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn texts(documents: &[Value]) -> impl Iterator<Item = &str> {
    documents.iter().map(|document| document["text"].as_str().unwrap())
}

#[test]
fn a_seed_gives_the_same_bytes_each_time() {
    for options in ["--size 300K", "--size 300K --format txt", "--size 300K --format warc --gzip --files 3"] {
        assert_eq!(made(options), made(options), "{options}");
        assert_ne!(made(options), made(&format!("{options} --seed 1")), "{options}");
    }
}

#[test]
fn a_longer_corpus_begins_as_a_shorter_one() {
    let (short, long) = (documents("--size 100K"), documents("--size 200K"));
    assert_eq!(short, long[..short.len()]);
}

#[test]
fn sizes_are_as_asked() {
    for (options, documents, files) in [
        ("--size 1M", 300..370, 1),
        ("--size 1M --document-bytes 500", 1500..2100, 1),
        ("--size 1M --files 20", 300..370, 20),
        ("--size 1M --format txt", 334..335, 334),
        ("--size 1M --format txt --files 1200", 1200..1201, 1200),
        ("--size 1M --format csv --files 1500", 1500..1501, 1500),
    ] {
        let (made, found) = made(options);
        assert!(documents.contains(&made.documents), "{} documents for {options}", made.documents);
        assert_eq!((made.files, found.len()), (files, files as usize), "{options}");
        let most = if options.contains("csv") { 5_000_000 } else { 1_150_000 };
        assert!((950_000..most).contains(&made.text_bytes), "{} bytes for {options}", made.text_bytes);
    }
}

#[test]
fn files_are_shares_of_one_size() {
    let (_, files) = made("--size 1M --files 10");
    for (name, content) in files {
        assert!((90_000..130_000).contains(&content.len()), "{name} has {} bytes", content.len());
    }
}

#[test]
fn many_files_lie_in_folders_of_a_thousand() {
    let (_, files) = made("--size 800K --format txt --files 2001 --gzip");
    let mut names = files.keys();
    assert_eq!(names.next().unwrap(), "000/000000.txt.gz");
    assert_eq!(names.next_back().unwrap(), "002/002000.txt.gz");
}

#[test]
fn documents_have_ids_and_metadata_of_both_languages() {
    let documents = documents("--size 1M");
    let arabic = documents.iter().filter(|document| document["language"] == "ar").count();
    assert!(arabic * 3 > documents.len() && arabic * 3 < documents.len() * 2);
    for (index, document) in documents.iter().enumerate() {
        let language = document["language"].as_str().unwrap();
        assert_eq!(document["id"], format!("{language}-{:09}", index + 1));
        assert!(document["source"].as_str().unwrap().ends_with(".example"));
        let is_arabic =
            document["text"].as_str().unwrap().chars().any(|letter| ('\u{600}'..'\u{700}').contains(&letter));
        assert!(is_arabic || language == "en");
    }
}

#[test]
fn no_document_is_there_twice() {
    for options in ["--size 5M", "--size 5M --document-bytes 200"] {
        let documents = documents(options);
        assert_eq!(texts(&documents).collect::<HashSet<&str>>().len(), documents.len(), "{options}");
    }
}

#[test]
fn words_grow_as_a_power_of_the_length() {
    let words = |options| {
        let documents = documents(options);
        texts(&documents).flat_map(str::split_whitespace).collect::<HashSet<&str>>().len()
    };
    let (of_one, of_ten) = (words("--size 2M"), words("--size 20M"));
    let ratio = of_ten as f64 / of_one as f64;
    assert!((2.5..5.0).contains(&ratio), "{of_one} words, then {of_ten}");
}

#[test]
fn compression_keeps_the_content() {
    let (_, plain) = made("--size 200K --format warc");
    let plain = &plain["000000.warc"];
    let (_, zstd) = made("--size 200K --format warc --zstd");
    assert_eq!(zstd::decode_all(zstd["000000.warc.zst"].as_slice()).unwrap(), *plain);
    let (of_gzip, gzip) = made("--size 200K --format warc --gzip");
    let gzip = &gzip["000000.warc.gz"];
    let mut content = Vec::new();
    flate2::read::MultiGzDecoder::new(gzip.as_slice()).read_to_end(&mut content).unwrap();
    assert_eq!(content, *plain);
    assert_eq!(members(gzip), of_gzip.documents, "a member a record");
}

/// The members of a gzip file.
fn members(mut gzip: &[u8]) -> u64 {
    let mut members = 0;
    while !gzip.is_empty() {
        let mut decoder = flate2::bufread::GzDecoder::new(gzip);
        std::io::copy(&mut decoder, &mut std::io::sink()).unwrap();
        gzip = decoder.into_inner();
        members += 1;
    }
    members
}

#[test]
fn a_folder_with_something_in_it_is_refused() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a"), "").unwrap();
    let path = folder.path().to_str().unwrap();
    let error = generate(&Arguments::parse(&[path, "--size", "1M"]).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), format!("{path} is not empty"));
}
